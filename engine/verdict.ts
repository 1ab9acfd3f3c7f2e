import type { Answer } from './http';
import type { Entry, EntryAnswer, Operation, Vendor } from './operation';
import { UnreadableAnswer } from './operation';
import { retryAfterMs } from './gate';

/** What an answer, or the lack of one, means for the request that it belongs to. */
export type Verdict<Data = unknown> =
	/** Each entry has its own answer. */
	| { kind: 'answered'; answers: Array<EntryAnswer<Data>>; httpCode?: number }
	/** The vendor asks to wait; the request was not processed. */
	| { kind: 'limited'; retryAfterMs?: number; httpCode?: number; message: string }
	/** Not processed, but may be later. */
	| { kind: 'notProcessed'; httpCode?: number; message: string; arrived: boolean; retryAfterMs?: number }
	/** It may have been processed. */
	| { kind: 'ambiguous'; httpCode?: number; message: string }
	/** Too large: smaller requests can pass. */
	| { kind: 'tooLarge'; httpCode: number; message: string }
	/** Refused because of what is in it: without the entry at fault the others can pass. */
	| { kind: 'refused'; httpCode: number; message: string; vendor?: string }
	/** Refused whatever is in it: every other request would be as well. */
	| { kind: 'barred'; httpCode?: number; message: string; vendor?: string; advice?: string };

/** Statuses that speak of the request's content; others of the 4xx speak of address, method or media type. */
const ABOUT_CONTENT = new Set([400, 404, 409, 410, 413, 414, 422]);

const BARRED = new Set([401, 403]);

/** Statuses by which a server says that it has not processed the request and another try is welcome. */
const NOT_PROCESSED = new Set([425, 503]);

/** Lost connections in words for the user. */
const LOST: Record<string, string> = {
	ECONNREFUSED: 'The connection was refused',
	ENOTFOUND: 'The host of the base URL was not found',
	EAI_AGAIN: 'The host of the base URL could not be looked up',
	ECONNABORTED: 'No answer came within the timeout',
	ETIMEDOUT: 'No answer came within the timeout',
	ECONNRESET: 'The connection was lost',
	EPIPE: 'The connection was lost',
	ERR_CANCELED: 'The execution was cancelled while the request was under way',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate of the host is self-signed',
	CERT_HAS_EXPIRED: 'The certificate of the host has run out',
};

/** Why there was no answer, for the user. Without the code: n8n would put a text of its own in the place of a message that holds one. */
export function lostInWords(code?: string): string {
	return LOST[code ?? ''] ?? 'The connection was lost';
}

/** Judges an answer by the rules that all vendors share and the vendor's own words for "too large". */
export function judge<Data>(
	vendor: Vendor,
	operation: Operation<Data>,
	batch: Array<Entry<Data>>,
	answer: Answer,
): Verdict<Data> {
	if (answer.kind === 'noToken') return judgeNoToken(vendor, answer);
	if (answer.kind === 'lost') {
		const message = `${vendor.name}: ${lostInWords(answer.code)}`;
		return answer.delivered === 'no'
			? { kind: 'notProcessed', message, arrived: false }
			: { kind: 'ambiguous', message };
	}
	const { status: httpCode, headers } = answer;
	const body = parsed(answer.text, vendor.answersInText);
	if (httpCode >= 200 && httpCode < 300) return judgeSuccess(vendor, operation, batch, httpCode, body);
	const vendorText = vendor.refusalText(body.ok ? body.value : undefined);
	const message = `${vendor.name} answered with HTTP status ${httpCode}`;
	const after = retryAfterMs(headers['retry-after']);
	if (httpCode === 429 || vendor.limitStatuses?.includes(httpCode)) return { kind: 'limited', retryAfterMs: after, httpCode, message };
	if (NOT_PROCESSED.has(httpCode)) {
		return { kind: 'notProcessed', httpCode, message, arrived: true, retryAfterMs: after };
	}
	if (httpCode >= 500 || httpCode === 408) return { kind: 'ambiguous', httpCode, message };
	const answers = httpCode === 401 || !body.ok ? undefined : operation.refused?.(batch, httpCode, body.value);
	if (answers) return { kind: 'answered', answers, httpCode };
	if (vendor.isTooLarge(httpCode, body.ok ? body.value : undefined)) return { kind: 'tooLarge', httpCode, message };
	if (ABOUT_CONTENT.has(httpCode)) return { kind: 'refused', httpCode, message, vendor: vendorText };
	if (BARRED.has(httpCode)) {
		return {
			kind: 'barred',
			httpCode,
			message: `${vendor.name} did not accept the credential (HTTP status ${httpCode})`,
			vendor: vendorText,
			advice: vendor.credentialAdvice,
		};
	}
	return { kind: 'barred', httpCode, message, vendor: vendorText };
}

function judgeSuccess<Data>(
	vendor: Vendor,
	operation: Operation<Data>,
	batch: Array<Entry<Data>>,
	httpCode: number,
	body: Parsed,
): Verdict<Data> {
	const unreadable: Verdict<Data> = {
		kind: 'ambiguous',
		httpCode,
		message: `${vendor.name} answered with HTTP status ${httpCode}, but the answer could not be read`,
	};
	if (!body.ok) return unreadable;
	try {
		return { kind: 'answered', answers: operation.answer(batch, body.value) };
	} catch (error) {
		if (error instanceof UnreadableAnswer) return unreadable;
		return { ...unreadable, message: `${unreadable.message}: ${String(error)}` };
	}
}

function judgeNoToken(vendor: Vendor, answer: Extract<Answer, { kind: 'noToken' }>): Verdict<never> {
	const { status: httpCode } = answer;
	if (httpCode === 429) {
		return { kind: 'limited', httpCode, retryAfterMs: retryAfterMs(answer.retryAfter), message: answer.message };
	}
	if (httpCode !== undefined && httpCode < 500 && httpCode !== 408) {
		return { kind: 'barred', httpCode, message: answer.message };
	}
	return {
		kind: 'notProcessed',
		httpCode,
		message: `No token could be had from ${vendor.name}: ${answer.message}`,
		arrived: false,
		retryAfterMs: retryAfterMs(answer.retryAfter),
	};
}

type Parsed = { ok: true; value: unknown } | { ok: false };

function parsed(text: string, orText = false): Parsed {
	if (text.trim() === '') return { ok: true, value: undefined };
	try {
		return { ok: true, value: JSON.parse(text) as unknown };
	} catch {
		return orText ? { ok: true, value: text } : { ok: false };
	}
}
