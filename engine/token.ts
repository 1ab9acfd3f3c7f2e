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

/** Marks an error that a credential throws when its token call fails, for `tokenFailureIn`. */
export function tokenFailure(error: Error, failure: Omit<TokenFailure, 'message'>): Error {
	return Object.assign(error, { tokenFailure: { ...failure, message: error.message } });
}

/** The failed token call that an error of n8n's goes back to. */
export function tokenFailureIn(error: unknown): TokenFailure | undefined {
	return innermost(error, (e) => ('tokenFailure' in e ? (e.tokenFailure as TokenFailure) : undefined));
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
	const date = typeof vendorNow === 'string' ? Date.parse(vendorNow) + DATE_RESOLUTION_MS : Number.NaN;
	const life = Date.parse(expires) - (Number.isNaN(date) ? now : date);
	return Number.isNaN(life) ? '' : new Date(now + life - Math.min(RENEW_BEFORE_MS, life / 10)).toISOString();
}
