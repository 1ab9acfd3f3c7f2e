import type { SandboxTenant } from '../../sandbox/client.mts';

export interface Reply {
	status: number;
	headers: Headers;
	text: string;
	/** the body as JSON; undefined if it is none */
	json: any;
}

export interface CallOptions {
	/** an object is sent as JSON, text and bytes as they are */
	body?: unknown;
	/** added to, or in place of, Authorization and Content-Type; null leaves one out */
	headers?: Record<string, string | null>;
	signal?: AbortSignal;
}

/** A bare HTTP client of a tenant's WAI, which sends what it is told and judges nothing. */
export class Client {
	readonly tenant: SandboxTenant;
	token: string;

	constructor(tenant: SandboxTenant, token = '') {
		this.tenant = tenant;
		this.token = token;
	}

	async send(method: string, path: string, options: CallOptions = {}): Promise<Reply> {
		const { body } = options;
		const headers = new Headers({
			authorization: `Bearer ${this.token}`,
			'content-type': 'application/json',
		});
		for (const [name, value] of Object.entries(options.headers ?? {})) {
			if (value === null) headers.delete(name);
			else headers.set(name, value);
		}
		const raw =
			body === undefined || typeof body === 'string' || body instanceof Uint8Array
				? body
				: JSON.stringify(body);
		const response = await fetch(this.tenant.access('wai').baseUrl + path, {
			method,
			headers,
			signal: options.signal,
			// As bytes, because fetch would add a Content-Type to text that has none.
			body: raw === undefined ? undefined : Buffer.from(raw as string),
		});
		const text = await response.text();
		return { status: response.status, headers: response.headers, text, json: parse(text) };
	}

	async put(path: string, body: unknown): Promise<Reply> {
		return await this.send('PUT', path, { body });
	}

	async post(path: string, body: unknown): Promise<Reply> {
		return await this.send('POST', path, { body });
	}

	async get(path: string): Promise<Reply> {
		return await this.send('GET', path);
	}
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

export async function requestToken(
	tenant: SandboxTenant,
	key = tenant.access('wai').apiKey,
): Promise<Reply> {
	return await new Client(tenant).send('POST', '/auth/Token/apikey', {
		body: { key },
		headers: { authorization: null },
	});
}

/** A client with a fresh token. */
export async function login(tenant: SandboxTenant): Promise<Client> {
	return new Client(tenant, (await requestToken(tenant)).json.token);
}

export const person = (givenName = 'Åsa') => ({ personal: { givenName }, general: {} });

/** A bulk body with these ids in this order, which JSON.stringify would not keep. */
export function bulkBody(ids: string[], entry: unknown): string {
	return `{${ids.map((id) => `${JSON.stringify(id)}:${JSON.stringify(entry)}`).join(',')}}`;
}

export const ids = (count: number, first = 1): string[] =>
	Array.from({ length: count }, (_, index) => String(first + index));
