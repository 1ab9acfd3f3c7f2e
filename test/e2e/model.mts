/**
 * A chat model that says what the test tells it to, behind OpenAI's chat completions API, for n8n's OpenAI
 * Chat Model node.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A call of a tool that the model asks for. */
export interface ToolCall {
	name: string;
	arguments: object;
}

/** What n8n posts to `/v1/chat/completions`, as far as the tests ask for it. */
export interface ModelRequest {
	messages: Array<{ role: string; content: unknown; tool_call_id?: string }>;
	tools?: Array<{
		function: {
			name: string;
			description: string;
			parameters: { properties: Record<string, unknown> };
		};
	}>;
}

export interface Model {
	/** The base URL for the credential of n8n. */
	url: string;
	/** Every request so far, oldest first. */
	requests: ModelRequest[];
	/** What the tools have answered, by the text that the model received. */
	results(): string[];
	close(): Promise<void>;
}

/**
 * Starts the model on loopback. Asked without a tool's result, it calls the tools given, all at once;
 * asked with their results, it ends with a text that repeats them.
 */
export async function startModel(calls: ToolCall[]): Promise<Model> {
	const requests: ModelRequest[] = [];
	const server = createServer(async (incoming, answer) => {
		const request = (await json(incoming)) as ModelRequest;
		requests.push(request);
		const results = resultsOf(request);
		const message =
			results.length === 0
				? {
						role: 'assistant',
						content: null,
						tool_calls: calls.map(({ name, arguments: given }, i) => ({
							id: `call_${i}`,
							type: 'function',
							function: { name, arguments: JSON.stringify(given) },
						})),
					}
				: { role: 'assistant', content: `The tools said: ${results.join(' ')}` };
		answer.writeHead(200, { 'content-type': 'application/json' }).end(
			JSON.stringify({
				id: `chatcmpl-${requests.length}`,
				object: 'chat.completion',
				created: Math.floor(Date.now() / 1000),
				model: 'told',
				choices: [
					{ index: 0, message, finish_reason: results.length === 0 ? 'tool_calls' : 'stop' },
				],
				usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
			}),
		);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
		requests,
		results: () => (requests.length === 0 ? [] : resultsOf(requests.at(-1)!)),
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

function resultsOf({ messages }: ModelRequest): string[] {
	return messages.filter(({ role }) => role === 'tool').map(({ content }) => String(content));
}
