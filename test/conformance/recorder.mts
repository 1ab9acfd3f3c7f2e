import {
	createServer,
	request,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that has passed. */
export interface RecordedRequest {
	method: string;
	/** With the query. */
	path: string;
	body: string;
}

/** A response in the place of the sandbox's. */
export interface Answer {
	status: number;
	body: string;
	contentType: string;
}

/** Stands before the sandbox, keeps what passes, and can answer in its place. */
export class Recorder {
	readonly requests: RecordedRequest[] = [];
	private readonly server: Server;

	/** @param answerTo the answer to the nth request, from 0; undefined to let it pass */
	constructor(
		private readonly target: string,
		private readonly answerTo: (n: number) => Answer | undefined = () => undefined,
	) {
		this.server = createServer((incoming, response) => void this.pass(incoming, response));
	}

	/** @returns its address */
	async open(): Promise<string> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private async pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of incoming) chunks.push(chunk as Buffer);
		const body = Buffer.concat(chunks);
		const { method = 'GET', url = '/', headers } = incoming;
		const answer = this.answerTo(this.requests.length);
		this.requests.push({ method, path: url, body: body.toString() });
		if (answer) {
			response.writeHead(answer.status, { 'content-type': answer.contentType }).end(answer.body);
			return;
		}
		const { host } = new URL(this.target);
		const outgoing = request(
			`${this.target}${url}`,
			{ method, headers: { ...headers, host } },
			(answered) => {
				response.writeHead(answered.statusCode!, answered.headers);
				answered.pipe(response);
			},
		);
		outgoing.on('error', () => response.destroy());
		outgoing.end(body);
	}
}
