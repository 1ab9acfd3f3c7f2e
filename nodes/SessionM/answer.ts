import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { isObject } from '../../engine/json';
import { type Entry, type EntryAnswer, type NotAccepted, UnreadableAnswer } from '../../engine/operation';

/** What SessionM says, whatever the HTTP status. */
export type Said =
	| { ok: true; body: IDataObject }
	| { ok: false; pending: boolean; code?: string; text?: string };

/** Every answer of all three services has a status: "ok" (Core, Connect) or "OK" (POS) is success (CONTRACTS 3.6). */
const envelope = z.object({ status: z.string(), errors: z.unknown() }).passthrough();

/** CONTRACTS 3.6 gives one object; a list of them is taken, too. */
const errorSchema = z
	.object({ code: z.union([z.string(), z.number()]).optional(), message: z.string().optional() })
	.passthrough();

/** Characters of the vendor's own words that are shown. */
const MOST_WORDS = 300;

/**
 * Reads an answer by its `status`.
 *
 * @throws UnreadableAnswer where it has none
 */
export function said(body: unknown): Said {
	const parsed = envelope.safeParse(body);
	if (!parsed.success) throw new UnreadableAnswer();
	const { status, errors } = parsed.data;
	if (status.trim().toLowerCase() === 'ok') return { ok: true, body: parsed.data as IDataObject };
	const { code, text } = errorIn(errors);
	// 3.5 names "pending processing" as the one answer to a request id that is not final; its wording is not verified.
	return { ok: false, pending: /pending/i.test(`${status} ${code ?? ''}`), code, text: text ?? status };
}

function errorIn(errors: unknown): { code?: string; text?: string } {
	const first: unknown = Array.isArray(errors) ? errors[0] : errors;
	if (typeof first === 'string') return { text: first.slice(0, MOST_WORDS) };
	const error = errorSchema.safeParse(first).data;
	if (error?.code === undefined && error?.message === undefined) {
		return { text: isObject(first) ? JSON.stringify(first).slice(0, MOST_WORDS) : undefined };
	}
	const code = error.code === undefined ? undefined : String(error.code);
	const words = [code, error.message].filter(Boolean).join(': ');
	return { code, text: words.slice(0, MOST_WORDS) };
}

/** SessionM's words in an answer that is not a success; undefined where there are none. */
export function errorText(body: unknown): string | undefined {
	const parsed = envelope.safeParse(body);
	return parsed.success ? errorIn(parsed.data.errors).text : undefined;
}

/** The code is the only one that is verified (CONTRACTS 3.6). */
export const USER_NOT_FOUND = 'user_not_found';

/** An answer that is not a success, as the outcome of an entry. */
export function refusedBy({ pending, code, text }: Extract<Said, { ok: false }>): NotAccepted {
	if (pending) {
		return {
			accepted: false,
			kind: 'unknown',
			retry: true,
			message: 'SessionM is still processing it',
			advice: 'Run the workflow again for this item later',
			vendor: text,
		};
	}
	return {
		accepted: false,
		kind: 'rejected',
		retry: false,
		message: `SessionM refused it${code ? ` (${code})` : ''}`,
		advice:
			code === USER_NOT_FOUND
				? 'Check the ID of the customer, or create the customer first (Customer: Create or Update)'
				: 'Correct the item by what SessionM says of it',
		vendor: text,
	};
}

/**
 * What a 4xx answer says in SessionM's own form. Undefined where it says nothing, or speaks of the key: the
 * rules that all vendors share tell what that means.
 */
export function saidInRefusal(status: number, body: unknown): Extract<Said, { ok: false }> | undefined {
	if (status === 401 || status === 403 || !envelope.safeParse(body).success) return undefined;
	const what = said(body);
	return what.ok ? undefined : what;
}

/** The `refused` of an operation for which every refusal is final. */
export function refusedForGood<Data>(
	batch: Array<Entry<Data>>,
	status: number,
	body: unknown,
): Array<EntryAnswer<Data>> | undefined {
	const what = saidInRefusal(status, body);
	return what && batch.map(() => refusedBy(what));
}
