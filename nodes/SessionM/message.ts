import get from 'lodash/get';
import type { IDataObject } from 'n8n-workflow';

import { isObject, readJson } from '../../engine/fields/json';
import { BadCallback, type CallbackEntry } from '../../engine/webhooks/receive';

/** Objects deeper than this are the template's own and are left to the field map. */
const MOST_DEPTH = 3;

/**
 * Where the fields that a template can hold (CONTRACTS 3.6) are looked for. SessionM fixes no names, each tenant
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

const EVENT = ['event', 'eventtype', 'eventname', 'messagetype', 'eventtrigger', 'type', 'event.name', 'event.type'];

/** Every value by its path, in lower case and without punctuation in the names. */
function byPath(message: IDataObject): Map<string, unknown> {
	const values = new Map<string, unknown>();
	const walk = (object: object, prefix: string, depth: number) => {
		for (const [name, value] of Object.entries(object)) {
			const path = `${prefix}${name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')}`;
			if (!values.has(path)) values.set(path, value);
			if (depth < MOST_DEPTH && isObject(value)) walk(value, `${path}.`, depth + 1);
		}
	};
	walk(message, '', 1);
	return values;
}

/** The first of the paths that holds something of its own: an object is no name and no amount. */
function firstOf(values: Map<string, unknown>, paths: string[], mayBeObject = false): unknown {
	const path = paths.find((one) => {
		const value = values.get(one);
		return value !== undefined && value !== null && value !== '' && (mayBeObject || typeof value !== 'object');
	});
	return path === undefined ? undefined : values.get(path);
}

/** What the user wants of a message. */
export interface MessageReading {
	/** Path of the field that tells a repeat from another message; none where it is empty. */
	idField: string;
	/** Path of the list, where one call brings several messages; the call itself where it is empty. */
	listField: string;
	/** Further fields: the name in the output, and the path in the message. */
	fieldMap: Array<{ name: string; path: string }>;
	receivedAt: string;
}

/**
 * The messages of a call: any JSON that a template makes.
 *
 * @throws BadCallback where it is no JSON
 */
export function readMessages(body: unknown, reading: MessageReading): CallbackEntry[] {
	const message = parsed(body);
	const list: unknown = reading.listField === '' || Array.isArray(message) ? message : get(message, reading.listField);
	const messages = Array.isArray(list) ? list : [list === undefined ? message : list];
	return messages.map((one) => entryOf(isObject(one) ? (one as IDataObject) : { value: one as string }, reading));
}

/** A template may leave out the media type, and n8n then hands over the text. */
function parsed(body: unknown): unknown {
	const text = Buffer.isBuffer(body) ? body.toString() : body;
	try {
		const message = readJson(text, 'body');
		if (typeof message === 'object' && message !== null) return message;
	} catch {
		// The same as what is no object: told below.
	}
	throw new BadCallback('The body is not JSON');
}

function entryOf(message: IDataObject, { idField, fieldMap, receivedAt }: MessageReading): CallbackEntry {
	const values = byPath(message);
	const id: unknown = idField === '' ? undefined : get(message, idField);
	const hasId = (typeof id === 'string' && id !== '') || typeof id === 'number';
	const lifted = Object.entries(LIFTED).map(([section, fields]) => {
		const found = Object.entries(fields)
			.map(([name, paths]) => [name, firstOf(values, paths, name === 'customData')] as const)
			.filter(([, value]) => value !== undefined);
		return [section, Object.fromEntries(found)] as const;
	});
	const mapped = fieldMap.map(({ name, path }) => [name, (get(message, path) ?? null) as IDataObject] as const);
	return {
		id: hasId ? String(id) : undefined,
		json: {
			...(hasId && { id: String(id) }),
			event: (firstOf(values, EVENT) ?? null) as string | null,
			...Object.fromEntries(lifted),
			fields: Object.fromEntries(mapped),
			receivedAt,
			raw: message,
		} as IDataObject,
	};
}
