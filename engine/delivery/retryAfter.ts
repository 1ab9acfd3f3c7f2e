/**
 * How long a Retry-After header asks to wait.
 *
 * @param value seconds or an HTTP date (RFC 9110, 10.2.3)
 * @returns milliseconds, undefined where the header is missing or unreadable
 */
export function retryAfterMs(value: unknown, now = Date.now()): number | undefined {
	if (typeof value !== 'string' || value.trim() === '') return undefined;
	const seconds = Number(value);
	const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now;
	return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
