import { createHash } from 'crypto';

import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { checkedBaseUrl } from './baseUrl';
import { innermost } from './cause';
import { Redactor } from './redactor';
import { ResponseReader } from './responseReader';
import type { RequestSpec } from '../operation';
import type { Service } from '../vendor';
import { itemError } from '../fields/itemError';
import { type TokenFailure, tokenFailureIn } from './token';

/** A response, freed of the credential's secrets. */
export interface HttpResponse {
	kind: 'response';
	status: number;
	headers: IDataObject;
	text: string;
	/** Why it was not read; the text is empty then. */
	unreadable?: string;
}

/** What became of a request. */
export type HttpResult =
	| HttpResponse
	/** No response: `delivered` tells whether the vendor can have processed the request. */
	| { kind: 'networkError'; delivered: 'no' | 'maybe'; code: string; tokenFailure?: TokenFailure }
	/** It never left, for lack of an access token. */
	| { kind: 'tokenError'; status?: number; retryAfter?: string; message: string };

/** Where a session is used: in a run, or where the editor asks for a list. */
export type SessionContext = Pick<
	IExecuteFunctions | ILoadOptionsFunctions,
	'getCredentials' | 'helpers'
> &
	Partial<Pick<IExecuteFunctions, 'getExecutionCancelSignal'>>;

/** Codes of connections that were never made: the request is certain not to have arrived. */
const NEVER_CONNECTED = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'EADDRNOTAVAIL',
	'ERR_INVALID_URL',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'CERT_HAS_EXPIRED',
	'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Token refreshes per request before the credential is considered invalid. */
const MAX_RENEWALS = 10;

/**
 * One node run's way to a service: n8n's own authenticated HTTP, the credential read once, and its
 * token fetched once however many requests run at a time.
 *
 * One request, the leader, has n8n renew the token, and the others wait for it (docs/decisions/token-renewal.md).
 */
export class Session {
	private credential: ICredentialDataDecryptedObject = {};
	private baseUrl = '';
	private generation = 0;
	private renewing: Promise<unknown> | undefined;
	private readonly answers: ResponseReader;
	private readonly secrets = new Set<string>();
	private redactor: Redactor | undefined;

	/**
	 * @param name of the service as the user knows it, for messages
	 * @param timeout of a request, in milliseconds
	 */
	constructor(
		private readonly context: SessionContext,
		private readonly name: string,
		private readonly service: Service,
		private readonly timeout: number,
	) {
		this.answers = new ResponseReader(timeout);
	}

	/** Reads the credential; throws ItemError where it cannot be used. */
	async open(): Promise<void> {
		await this.readCredential();
		this.baseUrl = checkedBaseUrl(this.credential[this.service.baseUrl], this.name);
		for (const [property, label] of Object.entries(this.service.needs ?? {})) {
			if (this.setting(property) !== '') continue;
			throw itemError(
				`The ${this.name} credential has no ${label}`,
				`Open the credential and fill in "${label}"`,
			);
		}
	}

	/** A property of the credential as text; empty where it is not set. */
	setting(property: string): string {
		const value = this.credential[property];
		return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	}

	/** What names the account that the vendor limits, and nothing that it could be read from. */
	account(limitGroup = ''): string {
		const account = [
			new URL(this.baseUrl).href,
			limitGroup,
			...this.service.account.map((name) => this.setting(name)),
		];
		return createHash('sha256').update(JSON.stringify(account)).digest('base64');
	}

	/** Sends one request. Never throws for what the network or the vendor does. */
	async send(spec: RequestSpec): Promise<HttpResult> {
		for (let renewals = 0; ; renewals++) {
			while (this.renewing) await this.renewing;
			const { generation } = this;
			const leads = this.tokenIsDue();
			const answer = leads ? await this.lead(spec) : await this.request(spec, this.credential);
			if (answer.kind !== 'response' || answer.status !== 401 || !this.service.token) return answer;
			if (renewals >= MAX_RENEWALS) return answer;
			if (generation === this.generation) await this.dropToken();
		}
	}

	private tokenIsDue(): boolean {
		const { token } = this.service;
		if (!token) return false;
		// A time that cannot be read is never due: then the vendor's 401 tells.
		return (
			!this.credential[token.property] ||
			Date.now() >= Date.parse(String(this.credential[token.renewAt]))
		);
	}

	/** Sends with an empty token, which makes n8n fetch, store and inject a new one. */
	private async lead(spec: RequestSpec): Promise<HttpResult> {
		const { credential } = this;
		const { property } = this.service.token!;
		credential[property] = '';
		const sent = this.request(spec, credential);
		this.renewing = sent;
		const answer = await sent;
		this.renewing = undefined;
		this.generation++;
		// Without a token the request itself has not left.
		const hasNoToken = answer.kind === 'networkError' && credential[property] === '';
		return hasNoToken
			? { kind: 'tokenError', message: answer.code, ...answer.tokenFailure }
			: answer;
	}

	/** The token is dead. Another execution may have renewed it already: then that one is taken. */
	private async dropToken(): Promise<void> {
		const { property } = this.service.token!;
		const dead = this.credential[property];
		this.generation++;
		this.renewing = this.readCredential();
		await this.renewing;
		this.renewing = undefined;
		if (this.credential[property] === dead) this.credential[property] = '';
	}

	private async readCredential(): Promise<void> {
		const { credential, check } = this.service;
		this.credential = {
			...(await this.context.getCredentials(credential)),
			...(check && { [check]: 'run' }),
		} as ICredentialDataDecryptedObject;
	}

	/**
	 * The body's bytes are given up when the response is there, and the response is read here: what n8n's HTTP library
	 * keeps of a request outlives it (docs/decisions/releasing-requests.md).
	 */
	private async request(
		spec: RequestSpec,
		credential: ICredentialDataDecryptedObject,
	): Promise<HttpResult> {
		const { credential: type } = this.service;
		// The HTTP library sends a copy of what is not a Buffer, so that nothing is under way from these bytes.
		const body = spec.body && new Uint8Array(spec.body);
		const options: IHttpRequestOptions = {
			method: spec.method,
			url: `${this.baseUrl}${spec.path.toString()}`,
			body,
			headers: { Accept: 'application/json' },
			// Parsing is ours as well: n8n would hide what is not JSON.
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			// A redirect would carry the token and personal data elsewhere.
			disableFollowRedirect: true,
			timeout: this.timeout,
		};
		if (body)
			options.headers!['Content-Type'] = spec.contentType ?? 'application/json; charset=utf-8';
		const cancelled = this.context.getExecutionCancelSignal?.();
		const stop = new AbortController();
		const cancel = () => stop.abort();
		cancelled?.addEventListener('abort', cancel);
		if (cancelled?.aborted) cancel();
		try {
			const response = (await this.context.helpers.httpRequestWithAuthentication.call(
				withSignal(this.context, stop.signal),
				type,
				options,
				// Our copy, so that n8n neither reads and decrypts it for every request nor renews it for each of them.
				{ credentialsDecrypted: { id: '', name: '', type, data: credential } },
			)) as IN8nHttpFullResponse;
			const answer = await this.read(response, this.redactorFor(credential));
			if (answer.unreadable !== undefined) stop.abort();
			return answer;
		} catch (error) {
			// An answer that does not go on would keep its connection.
			stop.abort();
			return { ...networkErrorOf(error), tokenFailure: tokenFailureIn(error) };
		} finally {
			cancelled?.removeEventListener('abort', cancel);
			body?.buffer.transfer(0);
		}
	}

	/** Reads an answer. Nothing of it goes further that holds a secret of the credential. */
	private async read(
		{ statusCode, headers, body }: IN8nHttpFullResponse,
		redactor: Redactor,
	): Promise<HttpResponse> {
		const { text, unreadable } = await this.answers.read(
			body as unknown as NodeJS.ReadableStream,
			headers['content-type'],
		);
		return {
			kind: 'response',
			status: statusCode,
			headers: redactor.headers(headers),
			text: await redactor.text(text),
			...(unreadable !== undefined && { unreadable }),
		};
	}

	/** What hides all secrets that this run has used, tokens that have run out among them. */
	private redactorFor(credential: ICredentialDataDecryptedObject): Redactor {
		const before = this.secrets.size;
		for (const property of this.service.secrets) {
			const value = credential[property];
			if (typeof value === 'string' && value !== '') this.secrets.add(value);
		}
		if (!this.redactor || this.secrets.size > before) this.redactor = new Redactor(this.secrets);
		return this.redactor;
	}
}

/**
 * The context with another signal than the execution's, which n8n gives to each of its requests. On one signal, each
 * listener that comes holds on to the next, and with them the requests that have ended.
 */
function withSignal(context: SessionContext, signal: AbortSignal): IExecuteFunctions {
	return Object.create(context, {
		getExecutionCancelSignal: { value: () => signal },
	}) as IExecuteFunctions;
}

/** n8n wraps what axios throws; the code of the connection stands on the inner one. */
function networkErrorOf(error: unknown): {
	kind: 'networkError';
	delivered: 'no' | 'maybe';
	code: string;
} {
	const code = innermost(error, (e) =>
		'code' in e && typeof e.code === 'string' && e.code ? e.code : undefined,
	);
	return {
		kind: 'networkError',
		delivered: code && NEVER_CONNECTED.has(code) ? 'no' : 'maybe',
		code: code ?? 'no answer',
	};
}
