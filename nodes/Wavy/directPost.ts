import type { IWebhookFunctions } from 'n8n-workflow';

/** A connection of Node's. */
type Socket = ReturnType<IWebhookFunctions['getRequestObject']>['socket'];

/** What a server has said. */
export interface Said {
	status: number;
	text: string;
}

/** How long an answer may take, in milliseconds. An n8n under load takes its time. */
const TIMEOUT_MS = 30_000;

/** Of an answer, more is not read: n8n's pages for people have some 8,000 bytes. */
const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * Posts JSON to an address, past all proxies: n8n's helpers take those of the environment, and `fetch` does where Node
 * is told so (`NODE_USE_ENV_PROXY`). Plain http goes by a connection of its own; of https, a proxy reads nothing.
 *
 * @param like a connection of this process, of whose kind the own one is
 * @throws an error where there is no answer
 */
export async function directPost(like: Socket, url: URL, body: string): Promise<Said> {
	return url.protocol === 'https:' ? await fetched(url, body) : await spoken(like, url, body);
}

async function fetched(url: URL, body: string): Promise<Said> {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
		body,
		redirect: 'manual',
		signal: AbortSignal.timeout(TIMEOUT_MS),
	});
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of response.body ?? []) {
		chunks.push(chunk as Uint8Array);
		bytes += chunks.at(-1)!.length;
		if (bytes > MAX_ANSWER_BYTES) break;
	}
	return { status: response.status, text: Buffer.concat(chunks).toString() };
}

/** HTTP/1.0, whose answer comes in one piece and ends with the connection (RFC 1945). */
async function spoken(like: Socket, url: URL, body: string): Promise<Said> {
	const { promise, resolve, reject } = Promise.withResolvers<void>();
	const socket = new (like.constructor as new () => Socket)();
	const chunks: Buffer[] = [];
	let bytes = 0;
	socket.on('data', (chunk: Buffer) => {
		chunks.push(chunk);
		bytes += chunk.length;
		if (bytes > MAX_ANSWER_BYTES) resolve();
	});
	socket.on('error', reject);
	socket.on('close', () => resolve());
	socket.setTimeout(TIMEOUT_MS, () => reject(new Error('No answer came in time')));
	socket.connect(Number(url.port || 80), url.hostname.replace(/^\[|\]$/g, ''));
	socket.write(
		[
			`POST ${url.pathname}${url.search} HTTP/1.0`,
			`Host: ${url.host}`,
			'Content-Type: application/json',
			'Accept: application/json',
			`Content-Length: ${Buffer.byteLength(body)}`,
			'Connection: close',
			'',
			body,
		].join('\r\n'),
	);
	try {
		await promise;
	} finally {
		socket.destroy();
	}
	const said = /^HTTP\/1\.[01] (\d{3})[^]*?\r\n\r\n([^]*)$/.exec(Buffer.concat(chunks).toString());
	if (!said) throw new Error('The answer is not HTTP');
	return { status: Number(said[1]), text: said[2]! };
}
