import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { idText, InvalidPayloadError } from '../../../engine/webhooks/payload';
import { idOf, numberOf, objectOf, textOrNull } from '../api';
import { accountTransactionOf, type AccountTransaction } from '../accountTransactions';

/** One atomic operation of an event: what was done to which object (eagleEye 2.5). */
export interface AtomicOperation {
	/** walletEntity, walletAccountTransactionEntity, tierMembershipEntity, … */
	type: string;
	/** CREATE, READ, UPDATE or DELETE. */
	done: string;
	value: IDataObject;
}

/** An identity of a customer, as an event tells it. */
export interface EventIdentity {
	walletId: string | null;
	identityId: string | null;
	type: string;
	/** null where AIR has erased it (eagleEye 2.10). */
	value: string | null;
	status: string | null;
}

/** An outbound event of AIR's, read as far as the use cases need it (eagleEye 2.5). */
export interface AirEvent {
	/** `eesEventId`, unique within AIR (eagleEye 2.5). */
	id: string | undefined;
	/** In capitals, such as SERVICE.TRIGGER. */
	name: string;
	date: string | null;
	operations: AtomicOperation[];
	/** The account transactions among the operations. */
	accountTransactions: AccountTransaction[];
	identities: EventIdentity[];
	/** The wallet that the event is about, where it tells. */
	walletId: string | null;
	request: IDataObject;
	/** Parsed body of the request, which arrives as a JSON text. */
	requestBody: IDataObject;
	responseBody: IDataObject;
	/** The call behind the event was refused by AIR: nothing of it happened. */
	hasFailed: boolean;
	raw: IDataObject;
}

/** Only the name is asked for: real units send more kinds of events than are documented (eagleEye 2.5). */
const envelopeSchema = z.object({
	headers: z.object({
		eventName: z.string().min(1),
		eesEventId: z.unknown(),
		eventDate: z.unknown(),
	}),
});

/** Reads an event. Empty objects may arrive as `[]`. @throws InvalidPayloadError for what has no event name */
export function readEvent(body: unknown): AirEvent {
	const envelope = envelopeSchema.safeParse(body);
	if (!envelope.success)
		throw new InvalidPayloadError(
			'This is not an event of Eagle Eye AIR: it has no headers.eventName',
		);
	const raw = objectOf(body);
	const { eventName, eesEventId, eventDate } = envelope.data.headers;
	const request = objectOf(raw.request);
	const response = objectOf(raw.response);
	const operations = operationsOf(raw.atomicOperations);
	const identities = identitiesOf(raw.enrichmentData, operations);
	const responseBody = objectOf(response.body);
	return {
		id: idText(eesEventId),
		name: eventName.trim().toUpperCase(),
		date: typeof eventDate === 'string' ? eventDate : null,
		operations,
		accountTransactions: operations
			.filter(({ type }) => type === 'walletAccountTransactionEntity')
			.map(({ value }) => accountTransactionOf(value)),
		identities,
		walletId: walletOf(operations, request, responseBody, identities),
		request,
		requestBody: parsedBody(request.body),
		responseBody,
		hasFailed: (numberOf(response.code) ?? 0) >= 400,
		raw,
	};
}

function operationsOf(list: unknown): AtomicOperation[] {
	if (!Array.isArray(list)) return [];
	return list.map(objectOf).map(({ objectType, operationType, objectValue }) => ({
		type: typeof objectType === 'string' ? camelCased(objectType) : '',
		done: (textOrNull(operationType) ?? '').toUpperCase(),
		value: objectOf(objectValue),
	}));
}

/** Some events spell WALLET_ACCOUNT_TRANSACTION_ENTITY for walletAccountTransactionEntity (eagleEye 2.5). */
function camelCased(name: string): string {
	if (!/^[A-Z]+(_[A-Z]+)+$/.test(name)) return name;
	return name.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** `request.body` is JSON as a text, and may be null (eagleEye 2.5). */
function parsedBody(body: unknown): IDataObject {
	if (typeof body !== 'string') return objectOf(body);
	try {
		return objectOf(JSON.parse(body));
	} catch {
		return {};
	}
}

/**
 * Identities of all wallets of the event: from its enrichment, keyed by `walletEntity_<id>`; without that, from the
 * operations on identities.
 */
function identitiesOf(enrichment: unknown, operations: AtomicOperation[]): EventIdentity[] {
	const plain = objectOf(enrichment).identities;
	const enriched = Object.entries(objectOf(enrichment)).flatMap(([key, wallet]) => {
		const { identities } = objectOf(wallet);
		const walletId = /^walletEntity_(.+)$/.exec(key)?.[1];
		return Array.isArray(identities)
			? identities.map((one) => ({ walletId, ...objectOf(one) }) as IDataObject)
			: [];
	});
	if (Array.isArray(plain)) enriched.push(...plain.map(objectOf));
	const found =
		enriched.length > 0
			? enriched
			: operations.filter(({ type }) => type === 'walletIdentityEntity').map(({ value }) => value);
	return found
		.map(({ walletId, identityId, type, value, status }) => ({
			walletId: idOf(walletId),
			identityId: idOf(identityId),
			type: typeof type === 'string' ? type : '',
			value: valueOf(value, status),
			status: typeof status === 'string' ? status : null,
		}))
		.filter(({ value, status }) => value !== null || status === DELETED);
}

const DELETED = 'DELETED';

/** AIR overwrites the value of a deleted identity, such as DELETED_189_ZSmOIU_1743704005 (eagleEye 2.10). */
const ERASED = /^DELETED_\d+_\w+_\d+$/;

function valueOf(value: unknown, status: unknown): string | null {
	const text = typeof value === 'number' ? String(value) : value;
	const isKnown =
		typeof text === 'string' && text !== '' && status !== DELETED && !ERASED.test(text);
	return isKnown ? text : null;
}

/** Objects that name the wallet that an event is about, the surest first. */
const NAMING = [
	'walletEntity',
	'walletTransactionEntity',
	'walletAccountEntity',
	'walletAccountTransactionEntity',
	'walletConsumerEntity',
	'walletIdentityEntity',
	'tierMembershipEntity',
];

function walletOf(
	operations: AtomicOperation[],
	request: IDataObject,
	answer: IDataObject,
	identities: EventIdentity[],
): string | null {
	// What was only read comes last: it may be a parent wallet or a partner's.
	const changed = operations.filter(({ done }) => done !== 'READ');
	for (const candidates of [changed, operations]) {
		for (const naming of NAMING) {
			const ids = candidates
				.filter(({ type }) => type === naming)
				.map(({ value }) => idOf(value.walletId ?? objectOf(value.account).walletId));
			const named = ids.find((id) => id !== null);
			if (named) return named;
		}
	}
	const inPath = /\/wallet\/(\d+)/.exec(textOrNull(request.resource) ?? '')?.[1];
	const enriched = new Set(identities.map(({ walletId }) => walletId));
	return idOf(answer.walletId) ?? idOf(inPath) ?? (enriched.size === 1 ? [...enriched][0]! : null);
}
