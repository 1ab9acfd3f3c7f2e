import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call that a vendor made. */
export interface Received {
	method: string;
	/** path with the query */
	path: string;
	query: Record<string, string>;
	headers: IncomingHttpHeaders;
	/** the body as it came, and as JSON; undefined where there was none */
	text: string;
	json: any;
}

export interface Receiver {
	/** without a path: `http://127.0.0.1:port` */
	url: string;
	received: Received[];
	/** Waits until a look at what was received finds something. @throws Error after 10 s */
	until<T>(
		look: (received: Received[]) => T | undefined | false | Promise<T | undefined | false>,
	): Promise<T>;
	close(): void;
}

/** What the receiver does with a call; 200 at once unless it says otherwise. */
export type Behaviour = (nth: number) => { status: number; afterMs?: number };

/** A server on the loopback that vendors call. */
export async function startReceiver(
	behave: () => Behaviour | undefined = () => undefined,
): Promise<Receiver> {
	const received: Received[] = [];
	const server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const text = Buffer.concat(chunks).toString();
		const path = request.url!;
		const query = Object.fromEntries(new URL(path, 'http://receiver').searchParams);
		const json = text === '' ? undefined : JSON.parse(text);
		received.push({ method: request.method!, path, query, headers: request.headers, text, json });
		const { status, afterMs = 0 } = behave()?.(received.length) ?? { status: 200 };
		setTimeout(() => response.writeHead(status).end(), afterMs);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		received,
		async until(look) {
			for (
				const end = Date.now() + 10_000;
				Date.now() < end;
				await new Promise((resolve) => setTimeout(resolve, 10))
			) {
				const found = await look(received);
				if (found) return found;
			}
			throw new Error(
				`Not within 10 s: ${JSON.stringify(received.map(({ json }) => json)).slice(0, 2000)}`,
			);
		},
		close() {
			server.closeAllConnections();
			server.close();
		},
	};
}
