import { randomBytes } from 'node:crypto';

interface Token {
	expiresAt: number;
	requestsLeft: number;
}

/** The tokens of one account. Renewing does not end the tokens issued before. */
export class Tokens {
	private readonly tokens = new Map<string, Token>();
	issued = 0;
	rejected = 0;

	issue(ttlSeconds: number, maxRequests = Infinity): { token: string; expiresAt: number } {
		const token = randomBytes(32).toString('base64url');
		const expiresAt = Date.now() + ttlSeconds * 1000;
		this.tokens.set(token, { expiresAt, requestsLeft: maxRequests });
		this.issued++;
		return { token, expiresAt };
	}

	/** Whether a request may pass with this token; counts it. */
	admit(token: string): boolean {
		const known = this.tokens.get(token);
		if (!known) return false;
		if (known.expiresAt <= Date.now() || known.requestsLeft < 1) {
			this.tokens.delete(token);
			return false;
		}
		known.requestsLeft--;
		return true;
	}

	revoke(token: string): void {
		this.tokens.delete(token);
	}

	/** Ends every token issued so far, before its time. @returns how many those were */
	revokeAll(): number {
		const { size } = this.tokens;
		this.tokens.clear();
		return size;
	}
}

/** The scheme is case-insensitive (RFC 9110, 11.1), the token is not. */
export function bearerToken(authorization: string | undefined): string | undefined {
	return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}

/** Seven decimals, as .NET writes them: `2017-04-26T08:25:42.0418136Z` (wai 4.3). */
export function tokenDate(ms: number): string {
	const ticks = String(Math.floor(Math.random() * 10_000)).padStart(4, '0');
	return new Date(Math.floor(ms)).toISOString().replace('Z', `${ticks}Z`);
}
