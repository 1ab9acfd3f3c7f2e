/** A session at n8n's REST API: signing in, and calls that tell n8n's own message when it rejects them. */
import axios, { type AxiosInstance, type AxiosResponse, type Method } from 'axios';
import { Agent } from 'node:http';
import type { Owner } from './documents.mts';

/** Signs in once and keeps the session. Every method throws an error with n8n's own message when n8n rejects. */
export class N8nSession {
	readonly url: string;
	private readonly http: AxiosInstance;
	private cookie = '';

	constructor(url: string) {
		this.url = url;
		this.http = axios.create({
			baseURL: `${url}/rest`,
			// n8n's event loop can be busy for long while it handles a large execution.
			timeout: 120_000,
			// A kept connection could be closed by such a busy n8n just as it is used again.
			httpAgent: new Agent({ keepAlive: false }),
			proxy: false,
			maxContentLength: Infinity,
			validateStatus: () => true,
			// n8n ties a session to the browser that made it.
			headers: { 'browser-id': 'customer-activation' },
		});
	}

	/** Makes the owner account on a new n8n, or signs in where it exists. */
	async signIn(owner: Owner): Promise<void> {
		const login = async () =>
			await this.raw('post', '/login', {
				emailOrLdapLoginId: owner.email,
				password: owner.password,
			});
		let answer = await login();
		if (answer.status === 401) {
			answer = await this.raw('post', '/owner/setup', owner);
			if (answer.status >= 400) {
				throw new Error(
					`n8n has another owner than ${owner.email}, or another password: ${messageOf(answer)}`,
				);
			}
		}
		this.unwrap(answer, 'sign in');
		const cookies = (answer.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';', 1)[0]);
		this.cookie = cookies.join('; ');
	}

	/** The session's cookie. */
	session(): string {
		return this.cookie;
	}

	/** Goes on with the session of another client. n8n lets nobody sign in more than a few times a minute. */
	resume(session: string): void {
		this.cookie = session;
	}

	/** All node types n8n knows, as the editor loads them. */
	async nodeTypes(): Promise<Array<{ name: string; displayName: string; [key: string]: unknown }>> {
		// Not under /rest.
		const answer = await this.raw('get', `${this.url}/types/nodes.json`);
		if (answer.status !== 200)
			throw new Error(`n8n does not list its node types: ${messageOf(answer)}`);
		return answer.data;
	}

	protected async call<T>(method: Method, path: string, doing: string, body?: unknown): Promise<T> {
		return this.unwrap<T>(await this.raw(method, path, body), doing);
	}

	protected async raw(method: Method, path: string, body?: unknown): Promise<AxiosResponse> {
		return await this.http.request({
			method,
			url: path,
			data: body,
			headers: this.cookie ? { cookie: this.cookie } : {},
		});
	}

	private unwrap<T>(answer: AxiosResponse, doing: string): T {
		if (answer.status >= 400) throw new Error(`n8n did not ${doing}: ${messageOf(answer)}`);
		return (answer.data as { data: T }).data;
	}
}

function messageOf({ status, data }: AxiosResponse): string {
	const { message } = (data ?? {}) as { message?: string };
	return `${message ?? 'no reason given'} (HTTP ${status})`;
}
