import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came. */
export interface ReceivedRequest {
	method: string;
	url: string;
	headers: IncomingHttpHeaders;
	body: string;
}

/** A server that answers as it is told to, and keeps what it received. */
export interface TestServer {
	url: string;
	received: ReceivedRequest[];
	stop(): void;
}

/** Starts a server on a free port of the loopback. `answer` is called when the whole request is there. */
export async function startServer(
	answer: (request: ReceivedRequest, response: Parameters<RequestListener>[1]) => void = (_, response) =>
		void response.end('{}'),
): Promise<TestServer> {
	const received: ReceivedRequest[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const one = {
				method: request.method!,
				url: request.url!,
				headers: request.headers,
				body: Buffer.concat(chunks).toString(),
			};
			received.push(one);
			answer(one, response.setHeader('content-type', 'application/json'));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const stop = () => {
		server.closeAllConnections();
		server.close();
	};
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received, stop };
}
