import type { Entry, EntryResult, NotAccepted, Operation } from '../operation';
import { UnexpectedResponseError } from '../operation';
import { describeNetworkError } from '../transport/networkErrors';
import type { HttpResult } from '../transport/session';
import type { Service, Vendor, VendorFailure, VendorResponse } from '../vendor';
import { retryAfterMs } from './retryAfter';
import { statusAction } from './statuses';

/** What a response, or the lack of one, means for the request that it belongs to. */
export type ResponseAction<Data = unknown> =
	/** Each entry has its own result. */
	| { kind: 'results'; results: Array<EntryResult<Data>> }
	/** The vendor asks to wait; the request was not processed. */
	| (Cause & { kind: 'rateLimited'; retryAfterMs?: number })
	/** Not processed, but may be later. `arrived`: the vendor has had the request. */
	| (Cause & { kind: 'retryable'; arrived: boolean; retryAfterMs?: number })
	/** It may have been processed. */
	| (Cause & { kind: 'indeterminate' })
	/** Smaller requests can pass. */
	| (Cause & { kind: 'payloadTooLarge' })
	/** Rejected for its content: without the entry at fault, the others can pass. */
	| (Cause & { kind: 'rejected'; hint?: string })
	/** Every other request would fail in the same way. */
	| (Cause & { kind: 'fatal'; hint?: string; retryable: boolean });

/** What happened, for the user. */
interface Cause {
	message: string;
	httpCode?: number;
	/** The vendor's own words. */
	vendor?: string;
}

/** The request that a result belongs to. */
export interface SentRequest<Data> {
	vendor: Vendor;
	operation: Operation<Data>;
	batch: Array<Entry<Data>>;
	/** The service that it went to. */
	service: Service;
	/** Its response's body, where that has been parsed before. */
	body?: ParsedBody;
}

/** Decides what to do about a request by the table of statuses and by what the vendor and the operation say of it. */
export function classifyResponse<Data>(
	sent: SentRequest<Data>,
	result: HttpResult,
): ResponseAction<Data> {
	const { vendor } = sent;
	if (result.kind === 'tokenError') return classifyTokenError(vendor, result);
	if (result.kind === 'networkError') {
		const message = `${vendor.name}: ${describeNetworkError(result.code)}`;
		return result.delivered === 'no'
			? { kind: 'retryable', message, arrived: false }
			: { kind: 'indeterminate', message };
	}
	const { status, headers, text, unreadable } = result;
	const isSuccess = status >= 200 && status < 300;
	if (unreadable !== undefined && isSuccess) return classifyUnreadable(sent, status, unreadable);
	const body = sent.body ?? parseBody(result, vendor);
	const response: VendorResponse = {
		status,
		headers,
		text,
		body: body.value,
		service: sent.service,
	};
	return isSuccess
		? classifySuccess(sent, response, body.isReadable)
		: classifyFailure(sent, response);
}

/** A success that is more than an answer can be: what it says is not known, and the next one would be as large. */
function classifyUnreadable<Data>(
	{ vendor, operation, batch }: SentRequest<Data>,
	httpCode: number,
	unreadable: string,
): ResponseAction<Data> {
	const isReading =
		['get', 'getMany'].includes(operation.kind ?? '') || batch.every(({ readOnly }) => readOnly);
	const failure: NotAccepted = {
		accepted: false,
		kind: isReading ? 'rejected' : 'unknown',
		retry: false,
		message: `${vendor.name} answered with HTTP status ${httpCode}, but ${unreadable}`,
		hint: isReading
			? 'Ask for less, such as with a filter, and check the base URL in the credential'
			: `Check in ${vendor.name} whether it arrived before you send it again, and check the base URL in the credential`,
		httpCode,
	};
	return { kind: 'results', results: batch.map(() => failure) };
}

function classifySuccess<Data>(
	sent: SentRequest<Data>,
	response: VendorResponse,
	isReadable: boolean,
): ResponseAction<Data> {
	const { vendor, operation, batch } = sent;
	const httpCode = response.status;
	const message = `${vendor.name} answered with HTTP status ${httpCode}, but the response could not be read`;
	if (!isReadable) return { kind: 'indeterminate', httpCode, message };
	try {
		const failure = failureIn(sent, response);
		const results = failure
			? (operation.onFailure?.(batch, failure) ?? batch.map(() => failure))
			: operation.parseResponse(batch, response.body);
		return { kind: 'results', results };
	} catch (error) {
		const why = error instanceof UnexpectedResponseError ? '' : `: ${String(error)}`;
		return { kind: 'indeterminate', httpCode, message: `${message}${why}` };
	}
}

function classifyFailure<Data>(
	sent: SentRequest<Data>,
	response: VendorResponse,
): ResponseAction<Data> {
	const { vendor } = sent;
	const { status: httpCode, headers } = response;
	const cause = {
		message: `${vendor.name} answered with HTTP status ${httpCode}`,
		httpCode,
		vendor: vendor.errorText(response),
	};
	const after = retryAfterMs(headers['retry-after']);
	const action = statusAction(httpCode, vendor.statuses);
	switch (action) {
		case 'rateLimited':
			return { kind: 'rateLimited', retryAfterMs: after, ...cause };
		case 'retry':
			return { kind: 'retryable', arrived: true, retryAfterMs: after, ...cause };
		case 'indeterminate':
			return { kind: 'indeterminate', ...cause };
		case 'split':
			return { kind: 'payloadTooLarge', ...cause };
		case 'unauthorized':
			return {
				kind: 'fatal',
				...cause,
				message: `${vendor.name} did not accept the credential (HTTP status ${httpCode})`,
				hint: vendor.credentialHint,
				// Permission can be granted (403); the same key stays wrong.
				retryable: httpCode !== 401,
			};
		case 'fatal':
		case 'reject':
			return classifyRejection(sent, response, cause, action);
	}
}

/** What the vendor's envelope says of a rejection goes before what its status says. */
function classifyRejection<Data>(
	sent: SentRequest<Data>,
	response: VendorResponse,
	cause: Cause,
	action: 'fatal' | 'reject',
): ResponseAction<Data> {
	const { vendor, operation, batch } = sent;
	if (vendor.isTooLarge?.(response)) return { kind: 'payloadTooLarge', ...cause };
	const inEnvelope = failureIn(sent, response);
	const failure: VendorFailure = {
		...cause,
		accepted: false,
		kind: 'rejected',
		retry: false,
		hint: `Correct the item according to what ${vendor.name} says`,
		...inEnvelope,
	};
	const results =
		operation.onFailure?.(batch, failure) ??
		(batch.length === 1 && inEnvelope ? [failure] : undefined);
	if (results) return { kind: 'results', results: results.map((one) => withCause(one, cause)) };
	if (action === 'reject')
		return { kind: 'rejected', ...cause, ...(inEnvelope && pickWords(inEnvelope)) };
	return { kind: 'fatal', retryable: true, ...cause };
}

function failureIn<Data>(
	{ vendor, operation, batch }: SentRequest<Data>,
	response: VendorResponse,
): VendorFailure | undefined {
	return operation.failureIn ? operation.failureIn(batch, response) : vendor.failureIn?.(response);
}

const pickWords = ({ message, hint }: VendorFailure) => ({ message, hint });

/** A failure that the operation has read itself still tells its status and the vendor's words. */
function withCause<Data>(
	result: EntryResult<Data>,
	{ httpCode, vendor }: Cause,
): EntryResult<Data> {
	return 'followUp' in result || result.accepted ? result : { httpCode, vendor, ...result };
}

function classifyTokenError(
	vendor: Vendor,
	result: Extract<HttpResult, { kind: 'tokenError' }>,
): ResponseAction<never> {
	const { status: httpCode, message } = result;
	const after = retryAfterMs(result.retryAfter);
	// Of a token call, only "too many requests" and what may pass by itself are worth another try.
	const action = httpCode === undefined ? 'retry' : statusAction(httpCode);
	if (action === 'rateLimited')
		return { kind: 'rateLimited', httpCode, retryAfterMs: after, message };
	if (action !== 'retry' && action !== 'indeterminate')
		return { kind: 'fatal', retryable: true, httpCode, message };
	return {
		kind: 'retryable',
		httpCode,
		message: `Could not get an access token from ${vendor.name}: ${message}`,
		arrived: false,
		retryAfterMs: after,
	};
}

/** What a body holds. */
export interface ParsedBody {
	isReadable: boolean;
	value: unknown;
}

/** Parses the body of a response; a large one takes its time, so that the event loop should turn before and after. */
export function parseBody(
	result: HttpResult,
	{ respondsInText: orText = false }: Vendor,
): ParsedBody {
	const text = result.kind === 'response' ? result.text : '';
	if (text.trim() === '') return { isReadable: true, value: undefined };
	try {
		return { isReadable: true, value: JSON.parse(text) as unknown };
	} catch {
		return { isReadable: orText, value: orText ? text : undefined };
	}
}
