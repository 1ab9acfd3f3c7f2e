import get from 'lodash/get';
import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../../engine/fields/json';
import {
	type CallbackEntry,
	contentId,
	idText,
	InvalidPayloadError,
} from '../../engine/webhooks/payload';

/** Objects deeper than this, and fields beyond so many, are the template's own and are left to the field map. */
const MAX_DEPTH = 3;
const MAX_FIELDS = 2000;

/**
 * Where the fields that a template can hold (sessionM 3.6) are looked for. SessionM fixes no names, each tenant
 * writes its templates: so several usual ones are tried, without regard to case and to `_`, `-` and spaces.
 */
const LIFTED: Record<string, Record<string, string[]>> = {
	customer: {
		id: ['customer.id', 'user.id', 'customer.userid', 'userid', 'sessionmid', 'customerid'],
		externalId: ['customer.externalid', 'user.externalid', 'externalid', 'externaluserid'],
		email: ['customer.email', 'user.email', 'email', 'emailaddress'],
		firstName: ['customer.firstname', 'user.firstname', 'firstname'],
		lastName: ['customer.lastname', 'user.lastname', 'lastname'],
	},
	offer: {
		id: ['offer.offerid', 'offer.id', 'offerid'],
		userOfferId: ['offer.userofferid', 'userofferid', 'useroffer.id'],
		title: ['offer.title', 'offer.name', 'offertitle', 'offername', 'title'],
		description: ['offer.description', 'offerdescription', 'description'],
		terms: ['offer.terms', 'offer.termsandconditions', 'offerterms', 'terms'],
		logo: ['offer.logo', 'offer.logourl', 'offerlogo', 'logo'],
		posDiscountId: ['offer.posdiscountid', 'posdiscountid'],
		expiresAt: [
			'offer.expiresat',
			'offer.redemptionenddate',
			'offer.expirydate',
			'offer.expirationdate',
			'offer.expiry',
			'redemptionenddate',
			'offerexpiry',
			'expiresat',
			'expirydate',
			'expirationdate',
			'expiry',
		],
	},
	points: {
		amount: ['points.amount', 'pointamount', 'pointsamount', 'points'],
		accountName: ['points.accountname', 'points.account', 'pointaccountname', 'accountname'],
	},
	campaign: {
		id: ['campaign.id', 'campaign.campaignid', 'campaignid', 'canvasid'],
		name: ['campaign.name', 'campaignname'],
		runtime: ['campaign.runtime', 'campaignruntime', 'runtime'],
		customData: ['campaign.customdata', 'campaigncustomdata', 'customdata'],
	},
};

const EVENT = [
	'event',
	'eventtype',
	'eventname',
	'messagetype',
	'eventtrigger',
	'type',
	'event.name',
	'event.type',
];

/** Every value by its path, in lower case and without punctuation in the names. */
function byPath(message: IDataObject): Map<string, unknown> {
	const values = new Map<string, unknown>();
	const walk = (object: object, prefix: string, depth: number) => {
		for (const [name, value] of Object.entries(object)) {
			if (values.size >= MAX_FIELDS) return;
			const path = `${prefix}${name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')}`;
			if (!values.has(path)) values.set(path, value);
			if (depth < MAX_DEPTH && isObject(value)) walk(value, `${path}.`, depth + 1);
		}
	};
	walk(message, '', 1);
	return values;
}

/** The first of the paths that holds something of its own: an object is no name and no amount. */
function firstOf(values: Map<string, unknown>, paths: string[], mayBeObject = false): unknown {
	const path = paths.find((one) => {
		const value = values.get(one);
		return (
			value !== undefined &&
			value !== null &&
			value !== '' &&
			(mayBeObject || typeof value !== 'object')
		);
	});
	return path === undefined ? undefined : values.get(path);
}

/** What the user wants of a message. */
export interface MessageReading {
	/** Path of the field that tells a repeat from another message; none where it is empty. */
	idField: string;
	/** Further fields: the name in the output, and the path in the message. */
	fieldMap: Array<{ name: string; path: string }>;
	receivedAt: string;
	/** Whether whoever knows the address may send messages. */
	isOpen: boolean;
}

/**
 * The messages of a call: any JSON that a template makes.
 *
 * @param listField path of the list, where one call brings several messages; the call itself where it is empty
 * @throws InvalidPayloadError where it is no object and no list
 */
export function messagesOf(body: unknown, listField: string): unknown[] {
	if (typeof body !== 'object' || body === null)
		throw new InvalidPayloadError('The body is not a JSON object or list');
	const list: unknown = listField === '' || Array.isArray(body) ? body : get(body, listField);
	return Array.isArray(list) ? list : [list === undefined ? body : list];
}

/** Reads a message; what is no object becomes one with a `value`. */
export function readMessage(
	given: unknown,
	{ idField, fieldMap, receivedAt, isOpen }: MessageReading,
): CallbackEntry {
	const message = (isObject(given) ? given : { value: given }) as IDataObject;
	const values = byPath(message);
	const id = idField === '' ? undefined : idText(get(message, idField));
	const lifted = Object.entries(LIFTED).map(([section, fields]) => {
		const found = Object.entries(fields)
			.map(([name, paths]) => [name, firstOf(values, paths, name === 'customData')] as const)
			.filter(([, value]) => value !== undefined);
		return [section, Object.fromEntries(found)] as const;
	});
	const mapped = fieldMap.map(
		({ name, path }) => [name, (get(message, path) ?? null) as IDataObject] as const,
	);
	return {
		// Who must show a secret is believed when it says that it has sent a message before. Others may have made it up
		// to keep the true one out: there the whole message counts.
		id: id !== undefined && isOpen ? `${id} ${contentId(message)}` : id,
		json: {
			...(id !== undefined && { id }),
			event: (firstOf(values, EVENT) ?? null) as string | null,
			...Object.fromEntries(lifted),
			fields: Object.fromEntries(mapped),
			receivedAt,
			raw: message,
		} as IDataObject,
	};
}
