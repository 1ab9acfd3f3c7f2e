import { UserError, type IN8nHttpFullResponse } from 'n8n-workflow';

import { innermost } from './cause';

/** A token is renewed this long before it runs out, or after nine tenths of a shorter life. */
const RENEW_BEFORE_MS = 20_000;

/** An HTTP Date says no more than the second. */
const DATE_RESOLUTION_MS = 1000;

/** What the engine needs to know of a token call that failed. */
export interface TokenFailure {
	message: string;
	/** HTTP status; none where there was no answer. */
	status?: number;
	/** The Retry-After header. */
	retryAfter?: string;
}

/** Statuses of the 4xx that ask for another try rather than refuse the key. */
const IN_PASSING = new Set([408, 429]);

/**
 * The error that a credential throws when its token call brought no token, for `tokenFailureIn`.
 *
 * @param vendor by name
 * @param refused what to say when the vendor has refused the key, such as "WAI did not accept the API key"
 * @param answer to the token call; `says` tells a refusal with status 200 from one that cannot be read
 */
export function tokenError(
	vendor: string,
	refused: string,
	{
		statusCode,
		headers,
		says,
	}: Pick<IN8nHttpFullResponse, 'statusCode' | 'headers'> & { says: 'refused' | 'unreadable' },
): Error {
	// An answer that cannot be read says nothing of the key, and may be another one at the next try.
	const unreadable = statusCode === 200 && says === 'unreadable';
	const status = unreadable ? undefined : statusCode === 200 ? 401 : statusCode;
	const isRefusal =
		status !== undefined && status >= 400 && status < 500 && !IN_PASSING.has(status);
	const aside = unreadable ? ', with a response that could not be read' : '';
	const message = isRefusal
		? refused
		: `${vendor} returned no token (HTTP status ${statusCode}${aside})`;
	const after = headers['retry-after'];
	const tokenFailure: TokenFailure = {
		message,
		status,
		retryAfter: typeof after === 'string' ? after : undefined,
	};
	return Object.assign(new UserError(message), { tokenFailure });
}

/** The failed token call that an error of n8n's goes back to. */
export function tokenFailureIn(error: unknown): TokenFailure | undefined {
	return innermost(error, (e) =>
		'tokenFailure' in e ? (e.tokenFailure as TokenFailure) : undefined,
	);
}

/**
 * When to renew a token, by this machine's clock, which need not agree with the vendor's.
 *
 * @param expires when the token runs out, by the vendor's clock
 * @param vendorNow the Date header of the answer that brought the token
 * @returns an ISO date, empty where the expiry cannot be read
 */
export function renewalTime(expires: string, vendorNow: unknown): string {
	const now = Date.now();
	const date =
		typeof vendorNow === 'string' ? Date.parse(vendorNow) + DATE_RESOLUTION_MS : Number.NaN;
	const life = Date.parse(expires) - (Number.isNaN(date) ? now : date);
	return Number.isNaN(life)
		? ''
		: new Date(now + life - Math.min(RENEW_BEFORE_MS, life / 10)).toISOString();
}
