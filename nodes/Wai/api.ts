import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';
import { z } from 'zod';

import { readId } from '../../engine/id';
import type { Entry, EntryAnswer, Packing, RequestSpec, Vendor } from '../../engine/operation';
import { UnreadableAnswer } from '../../engine/operation';

/** WAI (Wiraya Activation Intelligence); document 001 is the contract. */
export const wai: Vendor = {
	name: 'WAI',
	service: {
		credential: 'waiApi',
		baseUrl: 'baseUrl',
		token: { property: 'token', renewAt: 'renewAt' },
	},
	isTooLarge: (status, body) =>
		status === 413 || (status === 400 && refusalSchema.safeParse(body).data?.bulkItemLimitExceeded === true),
	refusalText: (body) => refusalSchema.safeParse(body).data?.message,
};

/** 001 shows `bulkItemLimitExceeded`; a message is not documented, but worth showing where there is one. */
const refusalSchema = z.object({
	bulkItemLimitExceeded: z.boolean().optional(),
	message: z.string().optional(),
});

/** "the item count below or equal to 500" (001, Bulk operations). */
export const MAX_BULK_ITEMS = 500;

/** "the total Content-Length below 1 MB" (001, Bulk operations), read as the smaller of the two megabytes. */
const MAX_BODY_BYTES = 999_999;

/** Bytes of `{}`. */
const EMPTY_BODY_BYTES = 2;

/** A contact stands once in a request; 001 does not say what a repeated one would do. */
export const oncePerContact: Packing = {
	entries: MAX_BULK_ITEMS,
	bytes: MAX_BODY_BYTES,
	emptyBytes: EMPTY_BODY_BYTES,
	keys: 'once',
};

/** Events and metrics of one contact share its array; each counts as an item, which 001 leaves open. */
export const sharedByContact: Packing = { ...oncePerContact, keys: 'shared' };

/** Ids that would be read as part of the address when they stand in a path; bulk calls hold them in the body. */
const NOT_FOR_PATHS = new Set(['.', '..', '_bulk']);

/** Reads a contact's id; throws ItemRefusal where there is none, or it would not arrive as it is. */
export function readContactId(value: unknown): string {
	return readId(value, 'contact', 'Contact ID');
}

/** An entry of a bulk body: its JSON is made once, and gives the exact size. */
export function contactEntry(item: number, contactId: string, json: string): Entry<string> {
	// Brackets of the array that shared entries stand in, colon and comma.
	const punctuation = 4;
	const jsonBytes = Buffer.byteLength(json);
	return {
		item,
		key: contactId,
		data: json,
		bytes: Buffer.byteLength(JSON.stringify(contactId)) + jsonBytes + punctuation,
		bytesBesideItsKey: jsonBytes + 1,
	};
}

/** Entries by contact, contacts in the order of their first entry. */
function byContact(batch: Array<Entry<string>>): Map<string, Array<Entry<string>>> {
	const contacts = new Map<string, Array<Entry<string>>>();
	for (const entry of batch) {
		const entries = contacts.get(entry.key);
		if (entries) entries.push(entry);
		else contacts.set(entry.key, [entry]);
	}
	return contacts;
}

/** How an endpoint is called for one contact and in bulk (001). */
export interface ContactEndpoint {
	method: IHttpRequestMethods;
	/** What follows the contact id in the path. */
	suffix: '' | '/campaigns' | '/events' | '/metrics';
	/** Whether a contact holds an array of entries in bulk bodies. */
	arrays: boolean;
}

/**
 * Builds the request for a batch.
 *
 * The body is put together as text, since an object would send ids of digits first and in ascending
 * order, while WAI's receipts come in the order sent.
 */
export function contactRequest({ method, suffix, arrays }: ContactEndpoint, batch: Array<Entry<string>>): RequestSpec {
	const [first] = batch;
	if (batch.length === 1 && first && !NOT_FOR_PATHS.has(first.key)) {
		return { method, path: `/api/Contact/${encodeURIComponent(first.key)}${suffix}`, body: Buffer.from(first.data) };
	}
	const members = Array.from(byContact(batch), ([id, entries]) => {
		const values = entries.map(({ data }) => data).join(',');
		return `${JSON.stringify(id)}:${arrays ? `[${values}]` : values}`;
	});
	return { method, path: `/api/Contact${suffix}/_bulk`, body: Buffer.from(`{${members.join(',')}}`) };
}

/** 001: `id` is an array for contacts and in bulk, a text for one campaign or metric; error and failures may be absent. */
const answerSchema = z.object({
	id: z.union([z.string(), z.array(z.string().nullable())]),
	error: z.boolean().nullish(),
	failures: z.custom<Record<string, unknown>>((v) => typeof v === 'object' && v !== null).nullish(),
});

const REFUSED = {
	accepted: false,
	kind: 'rejected',
	message: 'WAI did not take this contact',
} as const;

const UNCLEAR = {
	accepted: false,
	kind: 'unknown',
	retry: true,
	message: 'WAI reported failures without telling which contacts they belong to',
	advice: 'Look in WAI whether the contact arrived',
} as const;

/**
 * What WAI's answer says of each entry.
 *
 * Failures are named by contact, receipts (`id`) stand in the order in which the contacts were sent,
 * null where one failed. Where the two do not agree, a receipt cannot be tied to its contact with
 * certainty: then what is named has failed, and nothing else is given a receipt.
 *
 * @throws UnreadableAnswer for what 001 does not describe
 */
export function contactAnswers(
	batch: Array<Entry<string>>,
	body: unknown,
	result: (entry: Entry<string>) => IDataObject,
): Array<EntryAnswer<string>> {
	const parsed = answerSchema.safeParse(body);
	if (!parsed.success) throw new UnreadableAnswer();
	const { id, error } = parsed.data;
	// Not through the schema: zod leaves out a contact that is called __proto__.
	const failures = (parsed.data.failures ?? {}) as Record<string, { retry?: unknown } | undefined>;
	const receipts = typeof id === 'string' ? [id] : id;
	const contacts = [...byContact(batch).keys()];
	const nulls = receipts.filter((receipt) => receipt === null).length;
	const named = contacts.filter((contact) => Object.hasOwn(failures, contact));
	const inOrder =
		receipts.length === contacts.length &&
		contacts.every((contact, i) => receipts[i] === null || !Object.hasOwn(failures, contact));
	if (receipts.length < contacts.length && named.length === 0) throw new UnreadableAnswer();
	const allNamed = inOrder || (nulls <= named.length && (error !== true || named.length > 0));
	const receiptOf = new Map(contacts.map((contact, i) => [contact, inOrder ? receipts[i] : undefined]));
	return batch.map((entry): EntryAnswer<string> => {
		if (Object.hasOwn(failures, entry.key)) {
			const retry = failures[entry.key]?.retry === true;
			return {
				...REFUSED,
				retry,
				advice: retry ? 'WAI asks to send it again: run the workflow again for this item' : 'Check the data of this contact',
			};
		}
		const receipt = receiptOf.get(entry.key);
		if (!allNamed || receipt === null || (error === true && named.length === 0 && nulls === 0)) return UNCLEAR;
		return { accepted: true, result: { ...result(entry), accepted: true, id: receipt ?? null } };
	});
}
