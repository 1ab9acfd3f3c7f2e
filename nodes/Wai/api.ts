import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';
import { z } from 'zod';

import { readId } from '../../engine/fields/id';
import {
	type Batching,
	type Entry,
	type EntryResult,
	type RequestSpec,
	UnexpectedResponseError,
} from '../../engine/operation';
import type { Vendor, VendorFailure, VendorResponse } from '../../engine/vendor';
import { isDotted, path, type Path } from '../../engine/path';

/** WAI (Wiraya Activation Intelligence); docs/contracts/wai.md is the contract. */
export const wai: Vendor = {
	name: 'WAI',
	service: {
		credential: 'waiApi',
		baseUrl: 'baseUrl',
		account: ['apiKey'],
		secrets: ['apiKey', 'token'],
		token: { property: 'token', renewAt: 'renewAt' },
	},
	isTooLarge: ({ status, body }) =>
		status === 400 && errorSchema.safeParse(body).data?.bulkItemLimitExceeded === true,
	errorText: ({ body }) => errorSchema.safeParse(body).data?.message,
};

/** Only `bulkItemLimitExceeded` is documented (wai 4.9); a message is worth showing where there is one. */
const errorSchema = z.object({
	bulkItemLimitExceeded: z.boolean().optional(),
	message: z.string().optional(),
});

/** At most 500 items a request (wai 4.8). */
export const MAX_BULK_ITEMS = 500;

/** The Content-Length stays below 1 MB, read as the smaller of the two megabytes (wai 4.8). */
const MAX_BODY_BYTES = 999_999;

/** Bytes of `{}`. */
const EMPTY_BODY_BYTES = 2;

/** A contact stands once in a request; what a repeated one would do is not documented (wai 4.8). */
export const oncePerContact: Batching = {
	maxEntries: MAX_BULK_ITEMS,
	maxBytes: MAX_BODY_BYTES,
	envelopeBytes: EMPTY_BODY_BYTES,
	keys: 'once',
};

/** Events and metrics of one contact share its array; each counts as an item, which is not documented (wai 4.8). */
export const sharedByContact: Batching = { ...oncePerContact, keys: 'shared' };

/** Whether an id would be read as part of the address when it stands in a path; bulk calls hold it in the body. */
const isForBodiesOnly = (id: string): boolean => id === '_bulk' || isDotted(id);

/** Reads a contact's id; throws ItemError where there is none, or it would not arrive as it is. */
export function readContactId(value: unknown): string {
	return readId(value, 'contact', 'Contact ID');
}

/** Ids that stand in JSON as they are, a byte a character: nearly all. */
const PLAIN_ID = /^[ !#-[\]-~]*$/;

/** An entry of a bulk body: its JSON is made once, and gives the exact size. */
export function contactEntry(item: number, contactId: string, json: string): Entry<string> {
	// Brackets of the array that shared entries stand in, colon and comma.
	const punctuation = 4;
	const quotes = 2;
	const jsonBytes = Buffer.byteLength(json);
	const idBytes = PLAIN_ID.test(contactId)
		? contactId.length + quotes
		: Buffer.byteLength(JSON.stringify(contactId));
	return {
		item,
		key: contactId,
		data: json,
		bytes: idBytes + jsonBytes + punctuation,
		bytesIfKeyPresent: jsonBytes + 1,
	};
}

/** How an endpoint is called for one contact and in bulk (wai 4.4, 4.8). */
export interface ContactEndpoint {
	method: IHttpRequestMethods;
	/** What follows the contact id in the path. */
	suffix: Path;
	/** Whether a contact holds an array of entries in bulk bodies. */
	arrays: boolean;
}

/** Builds the request for a batch. */
export function contactRequest(
	endpoint: ContactEndpoint,
	batch: Array<Entry<string>>,
): RequestSpec {
	const { method, suffix } = endpoint;
	const [first] = batch;
	if (batch.length === 1 && first && !isForBodiesOnly(first.key)) {
		return {
			method,
			path: path`/api/Contact/${first.key}${suffix}`,
			body: Buffer.from(first.data),
		};
	}
	return { method, path: path`/api/Contact${suffix}/_bulk`, body: bulkBody(endpoint, batch) };
}

/**
 * The body is written as text, since an object would send ids of digits first and in ascending order, while
 * WAI's receipts come in the order sent; and piece by piece into the buffer that is sent, since a text of all
 * of them would take twice the memory for one name in Japanese.
 */
function bulkBody({ arrays }: ContactEndpoint, batch: Array<Entry<string>>): Buffer {
	const body = Buffer.allocUnsafe(batch.reduce((sum, { bytes }) => sum + bytes, EMPTY_BODY_BYTES));
	let end = 0;
	const write = (text: string) => {
		end += body.write(text, end);
	};
	/** One character, which is written faster by its code. */
	const put = (code: number) => {
		body[end++] = code;
	};
	const name = (contact: string) => {
		put(end === 0 ? Code.openingBrace : Code.comma);
		write(JSON.stringify(contact));
		put(Code.colon);
	};
	if (arrays) {
		for (const [contact, entries] of byContact(batch)) {
			name(contact);
			write(`[${entries.map(({ data }) => data).join(',')}]`);
		}
	} else {
		for (const { key, data } of batch) {
			name(key);
			write(data);
		}
	}
	put(Code.closingBrace);
	return body.subarray(0, end);
}

/** Of characters, in Unicode. */
const Code = { comma: 0x2c, colon: 0x3a, openingBrace: 0x7b, closingBrace: 0x7d } as const;

/** The entries of each contact, contacts in the order of their first entry. */
function byContact(batch: Array<Entry<string>>): Map<string, Array<Entry<string>>> {
	const contacts = new Map<string, Array<Entry<string>>>();
	for (const entry of batch) {
		const known = contacts.get(entry.key);
		if (known) known.push(entry);
		else contacts.set(entry.key, [entry]);
	}
	return contacts;
}

/**
 * `id` is an array for contacts and in bulk, a text for one campaign or metric; error and failures may be absent
 * (wai 4.4, 4.8, 4.9).
 */
const answerSchema = z.object({
	id: z.custom<string | Array<string | null>>(
		(v) => typeof v === 'string' || (Array.isArray(v) && v.every(isReceipt)),
	),
	error: z.boolean().nullish(),
	failures: z.custom<Record<string, unknown>>((v) => typeof v === 'object' && v !== null).nullish(),
});

/**
 * Not by a schema of its own, which would take longer for a list of them than all else that is done with the
 * answer.
 */
function isReceipt(value: unknown): boolean {
	return typeof value === 'string' || value === null;
}

/** What is looked at of an answer to any call (wai 4.9). */
const errorAnswerSchema = z.object({
	id: z.unknown(),
	error: z.literal(true).nullish().catch(undefined),
	failures: z.record(z.unknown()).nullish().catch(undefined),
});

/** The failure that a success reports, where nothing is known of the call: of all of it, or of a part (wai 4.9). */
export function failureInAnswer({ status, body, text }: VendorResponse): VendorFailure | undefined {
	const { id, error, failures } = errorAnswerSchema.safeParse(body).data ?? {};
	if (status >= 300 || (error !== true && Object.keys(failures ?? {}).length === 0))
		return undefined;
	const isPart = Array.isArray(id) && id.some((receipt) => receipt !== null);
	return {
		accepted: false,
		kind: isPart ? 'unknown' : 'rejected',
		retry: false,
		message: isPart ? 'WAI took a part of it, and rejected the rest' : 'WAI rejected it',
		hint: isPart
			? 'Check in WAI what has arrived before you send the rest again'
			: 'Correct the item by what WAI says of it',
		vendor: text.slice(0, MAX_WORDS),
	};
}

/** Characters of WAI's own words that are shown. */
const MAX_WORDS = 300;

const REJECTED = {
	accepted: false,
	kind: 'rejected',
	message: 'WAI rejected this contact',
} as const;

const UNCLEAR = {
	accepted: false,
	kind: 'unknown',
	retry: true,
	message: 'WAI reported failures without saying which contacts they belong to',
	hint: 'Check in WAI whether the contact arrived',
} as const;

/**
 * What WAI's answer says of each entry.
 *
 * Failures are named by contact, receipts (`id`) stand in the order in which the contacts were sent,
 * null where one failed. Where the two do not agree, a receipt cannot be tied to its contact with
 * certainty: then what is named has failed, and nothing else is given a receipt.
 *
 * @param result the output item's `json` of an entry that was accepted
 * @throws UnexpectedResponseError for what is not documented (wai 4.9)
 */
export function contactAnswers(
	endpoint: ContactEndpoint,
	batch: Array<Entry<string>>,
	body: unknown,
	result: (entry: Entry<string>, receipt: string | null) => IDataObject,
): Array<EntryResult<string>> {
	const parsed = answerSchema.safeParse(body);
	if (!parsed.success) throw new UnexpectedResponseError();
	const { id, error } = parsed.data;
	// Not through the schema: zod leaves out a contact that is called __proto__.
	const failures = new Map(
		Object.entries((parsed.data.failures ?? {}) as Record<string, { retry?: unknown } | undefined>),
	);
	const receipts = typeof id === 'string' ? [id] : id;
	const keys = batch.map(({ key }) => key);
	// Where each contact stands, for entries that share one; otherwise each has its own.
	const positions = endpoint.arrays
		? new Map([...new Set(keys)].map((contact, i) => [contact, i]))
		: undefined;
	const contacts = positions ? [...positions.keys()] : keys;
	const nulls = receipts.filter((receipt) => receipt === null).length;
	const named = failures.size === 0 ? [] : contacts.filter((contact) => failures.has(contact));
	const inOrder =
		receipts.length === contacts.length &&
		(named.length === 0 ||
			contacts.every((contact, i) => receipts[i] === null || !failures.has(contact)));
	if (receipts.length < contacts.length && named.length === 0) throw new UnexpectedResponseError();
	const allNamed = inOrder || (nulls <= named.length && (error !== true || named.length > 0));
	const unclear = !allNamed || (error === true && named.length === 0 && nulls === 0);
	return batch.map((entry, i): EntryResult<string> => {
		if (failures.has(entry.key)) {
			const retry = failures.get(entry.key)?.retry === true;
			return {
				...REJECTED,
				retry,
				hint: retry
					? 'WAI asks to send it again: run the workflow again for this item'
					: 'Check the data of this contact',
			};
		}
		const receipt = inOrder ? receipts[positions ? positions.get(entry.key)! : i] : undefined;
		if (unclear || receipt === null) return UNCLEAR;
		return { accepted: true, result: result(entry, receipt ?? null) };
	});
}
