/** A relay between n8n and the sandbox that notes every secret that passes: API keys, tokens, authorization headers. */
import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Relay {
	/** The target's address as n8n shall call it. */
	url: string;
	/** Tokens that WAI handed out and that n8n sent back, each once. */
	tokens(): string[];
	close(): Promise<void>;
}

/** Starts a relay on loopback to the http address `target`, whose path is kept. */
export async function startRelay(target: string): Promise<Relay> {
	const { hostname, port, pathname } = new URL(target);
	const tokens = new Set<string>();
	const server = createServer((incoming, answer) => {
		const sent = /^Bearer (\S+)$/i.exec(incoming.headers.authorization ?? '')?.[1];
		if (sent) tokens.add(sent);
		const { host, ...headers } = incoming.headers;
		const outgoing = request(
			{ hostname, port, path: incoming.url, method: incoming.method, headers },
			(reply) => {
				if (/\/auth\//.test(incoming.url ?? '')) void noteToken(reply, tokens);
				answer.writeHead(reply.statusCode ?? 502, reply.headers);
				reply.pipe(answer);
			},
		);
		outgoing.on('error', () => answer.destroy());
		incoming.pipe(outgoing);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
		tokens: () => [...tokens],
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

async function noteToken(reply: IncomingMessage, tokens: Set<string>): Promise<void> {
	let text = '';
	reply.on('data', (chunk: Buffer) => (text += chunk.toString()));
	await once(reply, 'end');
	const { token } = JSON.parse(text) as { token?: string };
	if (token) tokens.add(token);
}
