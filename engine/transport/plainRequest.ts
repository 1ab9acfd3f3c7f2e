import type { IDataObject, IHttpRequestHelper, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { checkedBaseUrl } from './baseUrl';
import { Redactor } from './redactor';
import { ResponseReader } from './responseReader';

/** How long a credential waits for an answer, in milliseconds. */
const TIMEOUT_MS = 30_000;

/** A request that a credential makes by itself, to fetch a token or to check a key. */
export interface PlainRequest extends Pick<IHttpRequestOptions, 'method' | 'headers' | 'body'> {
	baseUrl: unknown;
	/** Below the base URL. */
	path: string;
	/** As the user knows the service. */
	vendor: string;
	/** What must not stand in what is said of the answer. The answer itself is as it came: it may bring a token. */
	secrets: unknown[];
}

/** What it was answered. */
export interface PlainAnswer {
	statusCode: number;
	headers: IDataObject;
	/** As it came. */
	text: string;
	/** Why it was not read; the text is empty then. */
	unreadable?: string;
	/** Parsed JSON, undefined where it is none. */
	body: unknown;
	/** The same without any secret that was given. */
	redacted: unknown;
}

/**
 * Sends a request without n8n's authentication, within the same bounds as a run's: to the base URL's origin only,
 * without following redirects, and reading no more than an answer can have.
 *
 * @throws ItemError for a base URL that cannot be used, and what breaks the connection
 */
export async function plainRequest(helper: IHttpRequestHelper, request: PlainRequest): Promise<PlainAnswer> {
	const { method, headers, body, baseUrl, path, vendor, secrets } = request;
	const stop = new AbortController();
	const response = (await helper.helpers.httpRequest({
		method,
		url: `${checkedBaseUrl(baseUrl, vendor)}${path}`,
		headers: { Accept: 'application/json', ...headers },
		body,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: TIMEOUT_MS,
		abortSignal: stop.signal,
	})) as IN8nHttpFullResponse;
	const stream = response.body as unknown as NodeJS.ReadableStream;
	try {
		const { text, unreadable } = await new ResponseReader(TIMEOUT_MS).read(
			stream,
			response.headers['content-type'],
		);
		const redactor = new Redactor(secrets.filter((secret) => typeof secret === 'string'));
		const { statusCode, headers: answered } = response;
		return {
			statusCode,
			headers: answered,
			text,
			unreadable,
			body: jsonOf(text),
			redacted: jsonOf(await redactor.text(text)),
		};
	} finally {
		// What is not read to its end would keep its connection.
		stop.abort();
	}
}

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
