import { z } from 'zod/v4';
import { HttpError } from './vendor.mts';

/** How a 429 says when to retry: WAI documents seconds (wai 4.2), HTTP also allows a date, some vendors say nothing. */
export const retryAfterForm = z.enum(['seconds', 'date', 'none']);

export const rateLimitSettings = z
	.object({
		requests: z.number().int().positive(),
		perSeconds: z.number().positive(),
		retryAfter: retryAfterForm.default('seconds'),
		scheme: z.enum(['fixedWindow', 'tokenBucket']).default('fixedWindow'),
		/** endpoints that count, as `vendor.endpoint`; default: all that need authorization */
		endpoints: z.array(z.string()).optional(),
	})
	.strict();

export type RateLimit = z.infer<typeof rateLimitSettings>;

/** The Retry-After header for a wait in ms, rounded up so that whoever keeps to it is never too early. */
export function retryAfter(
	waitMs: number,
	form: z.infer<typeof retryAfterForm>,
): Record<string, string> {
	if (form === 'none') return {};
	if (form === 'seconds') return { 'retry-after': String(Math.ceil(waitMs / 1000)) };
	const at = Math.ceil((Date.now() + waitMs) / 1000) * 1000;
	return { 'retry-after': new Date(at).toUTCString() };
}

/** Admits as many requests as the limit allows and rejects the others with 429. */
export class RateGate {
	private readonly limit: RateLimit;
	private left: number;
	private since = performance.now();

	constructor(limit: RateLimit) {
		this.limit = limit;
		this.left = limit.requests;
	}

	/** @throws HttpError 429 */
	admit(endpoint: { name: string; open: boolean }): void {
		const { endpoints } = this.limit;
		if (endpoints ? !endpoints.includes(endpoint.name) : endpoint.open) return;
		this.refill();
		if (this.left < 1) {
			throw new HttpError(
				429,
				'Too many requests',
				retryAfter(this.waitMs(), this.limit.retryAfter),
			);
		}
		this.left--;
	}

	private refill(): void {
		const periodMs = this.limit.perSeconds * 1000;
		const passed = performance.now() - this.since;
		if (this.limit.scheme === 'tokenBucket') {
			this.left = Math.min(
				this.limit.requests,
				this.left + (passed / periodMs) * this.limit.requests,
			);
			this.since += passed;
		} else if (passed >= periodMs) {
			this.left = this.limit.requests;
			this.since += Math.floor(passed / periodMs) * periodMs;
		}
	}

	private waitMs(): number {
		const periodMs = this.limit.perSeconds * 1000;
		if (this.limit.scheme === 'tokenBucket')
			return ((1 - this.left) * periodMs) / this.limit.requests;
		return this.since + periodMs - performance.now();
	}
}
