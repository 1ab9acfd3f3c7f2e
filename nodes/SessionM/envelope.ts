import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { isObject } from '../../engine/fields/json';
import { UnexpectedResponseError } from '../../engine/operation';
import type { VendorFailure, VendorResponse } from '../../engine/vendor';

/** Every response of all three services has a status: "ok" (Core, Connect) or "OK" (POS) is success (sessionM 3.6). */
const envelope = z.object({ status: z.string(), errors: z.unknown() }).passthrough();

/** One object (sessionM 3.6); a list of them is taken, too. */
const errorSchema = z
	.object({ code: z.union([z.string(), z.number()]).optional(), message: z.string().optional() })
	.passthrough();

/** Characters of the vendor's own words that are shown. */
const MAX_WORDS = 300;

/** The code is the only one that is verified (sessionM 3.6). */
export const USER_NOT_FOUND = 'user_not_found';

/** The `failureIn` of the vendor. @throws UnexpectedResponseError for a 2xx without a status */
export function failureIn({ status: httpStatus, body }: VendorResponse): VendorFailure | undefined {
	const parsed = envelope.safeParse(body);
	if (!parsed.success) {
		if (httpStatus < 300) throw new UnexpectedResponseError();
		return undefined;
	}
	const { status, errors } = parsed.data;
	if (status.trim().toLowerCase() === 'ok') return failureInPayload(parsed.data.payload);
	const { code, text = status } = errorIn(errors);
	// sessionM 3.5 names "pending processing" as the one answer to a request id that is not final; its wording is not
	// verified.
	return /pending/i.test(`${status} ${code ?? ''}`) ? pending(code, text) : rejected(code, text);
}

/** What says that a part of a payload was not done, and what stands there when it was (sessionM 3.9). */
const FAILURE_FIELDS = ['fail_reason', 'error_status', 'error_response'];
const NO_FAILURE = new Set(['', '0', 'none', 'ok', 'success', 'false', 'null']);

/** A success can hide a failure in its payload: in itself, or in the entries of one of its lists. */
function failureInPayload(payload: unknown): VendorFailure | undefined {
	if (!isObject(payload)) return undefined;
	const lists = Object.values(payload).filter((value) => Array.isArray(value)) as unknown[][];
	const entries = lists
		.flat()
		.filter(isObject)
		.filter((entry) => FAILURE_FIELDS.some((field) => field in entry));
	const parts = FAILURE_FIELDS.some((field) => field in payload) ? [payload, ...entries] : entries;
	const reasons = parts.map(reasonIn).filter((reason) => reason !== undefined);
	const [reason] = reasons;
	if (reason === undefined) return undefined;
	if (reasons.length === parts.length) return rejected('', reason);
	return {
		...rejected('', reasons.join('; ')),
		kind: 'unknown',
		message: `SessionM did ${parts.length - reasons.length} of ${parts.length} parts and rejected the rest`,
		hint: 'Check in SessionM what was done before you send it again',
	};
}

function reasonIn(part: object): string | undefined {
	const found = FAILURE_FIELDS.flatMap((field) => {
		const value = (part as IDataObject)[field];
		if (value === undefined || value === null) return [];
		const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
		return NO_FAILURE.has(text.trim().toLowerCase()) ? [] : [`${field}: ${text}`];
	});
	return found.length > 0 ? found.join(', ').slice(0, MAX_WORDS) : undefined;
}

function pending(code: string | undefined, vendor: string): VendorFailure {
	return {
		accepted: false,
		kind: 'unknown',
		retry: true,
		message: 'SessionM is still processing it',
		hint: 'Run the workflow again for this item later',
		vendor,
		code: code ?? '',
	};
}

function rejected(code: string | undefined, vendor: string): VendorFailure {
	return {
		accepted: false,
		kind: 'rejected',
		retry: false,
		message: `SessionM rejected it${code ? ` (${code})` : ''}`,
		hint:
			code === USER_NOT_FOUND
				? 'Check the ID of the customer, or create the customer first (Customer: Create or Update)'
				: 'Correct the item according to what SessionM says',
		vendor,
		code: code ?? '',
	};
}

function errorIn(errors: unknown): { code?: string; text?: string } {
	const first: unknown = Array.isArray(errors) ? errors[0] : errors;
	if (typeof first === 'string') return { text: first.slice(0, MAX_WORDS) };
	const error = errorSchema.safeParse(first).data;
	if (error?.code === undefined && error?.message === undefined) {
		return { text: isObject(first) ? JSON.stringify(first).slice(0, MAX_WORDS) : undefined };
	}
	const code = error.code === undefined ? undefined : String(error.code);
	const words = [code, error.message].filter(Boolean).join(': ');
	return { code, text: words.slice(0, MAX_WORDS) };
}

/** SessionM's words in a response that is not a success; undefined where there are none. */
export function errorText({ body }: Pick<VendorResponse, 'body'>): string | undefined {
	const parsed = envelope.safeParse(body);
	return parsed.success ? errorIn(parsed.data.errors).text : undefined;
}

/** The `payload` of a success, by which Connect and POS answer; null where there is none. */
export function payloadOf(body: unknown): IDataObject[string] {
	return (body as { payload?: IDataObject[string] } | undefined)?.payload ?? null;
}
