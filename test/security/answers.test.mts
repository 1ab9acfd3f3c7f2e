import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

import type { IDataObject } from 'n8n-workflow';

import { WaiApi } from '../../credentials/WaiApi.credentials';
import { UContactApi } from '../../credentials/UContactApi.credentials';
import {
	AnswerBudget,
	MAX_ANSWER_BYTES,
	MAX_ANSWER_DEPTH,
	MAX_ANSWER_VALUES,
} from '../../engine/transport/answerBudget';
import { type NodeRunResult, onErrorOutput, runNode } from '../support/engine.mts';
import { EventLoopProbe } from '../support/loop.mts';
import { startServer, type TestServer } from '../support/server.mts';
import { forCustomer } from '../support/sessionM.mts';
import { upsert } from '../support/wai.mts';
import { plantedCredential } from './credentials.mts';

const MB = 1024 * 1024;
const text = (start: string, unit: string, end: string, bytes: number) =>
	Buffer.from(start + unit.repeat(bytes / unit.length) + end);
const hashed = (n: number) => createHash('md5').update(String(n)).digest('base64url');
const keys = (count: number) =>
	Buffer.from(`{${Array.from({ length: count }, (_, n) => `"${hashed(n)}":1`).join(',')}}`);
const shapes = (count: number) =>
	Buffer.from(`[${Array.from({ length: count }, (_, n) => `{"k${n}":1}`).join(',')}]`);

/** Written again and again, without an end of its own. */
const endless = (unit: Buffer) => (response: ServerResponse) => {
	const write = () => {
		while (!response.destroyed && response.write(unit));
		if (!response.destroyed) response.once('drain', write);
	};
	write();
};
const whole =
	(body: Buffer, headers: Record<string, string> = {}) =>
	(response: ServerResponse) =>
		void response.writeHead(response.statusCode, headers).end(body);

const bomb = gzipSync(Buffer.alloc(256 * MB, ' '), { level: 9 });
const tooLarge: Array<[string, (response: ServerResponse) => void, RegExp]> = [
	['without an end', endless(Buffer.alloc(64 * 1024, 'x')), /more than 4 MB/],
	[
		'of 256 MB, compressed to a few hundred kB',
		whole(bomb, { 'content-encoding': 'gzip' }),
		/more than 4 MB/,
	],
	['of a single byte too many', whole(text('"', 'x', '"', MAX_ANSWER_BYTES - 1)), /more than 4 MB/],
	[
		'of a million empty objects',
		whole(text('[', '{},', '0]', 3_000_000)),
		/more than 75,000 values/,
	],
	['of 200,000 names', whole(keys(100_000)), /more than 75,000 values/],
	[
		'nested 100,000 deep',
		whole(Buffer.from(`[{"id":"1","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}]`)),
		/more than (75,000 values|100 levels)/,
	],
	[
		'nested 101 deep',
		whole(Buffer.from(`${'['.repeat(101)}${']'.repeat(101)}`)),
		/more than 100 levels/,
	],
];

/** As much as an answer may hold, of what is slowest to parse and to search. */
const justWithin: Array<[string, Buffer]> = [
	['names', keys(MAX_ANSWER_VALUES - 2)],
	['objects, each of a name of its own', shapes(MAX_ANSWER_VALUES / 2 - 1)],
	['one text', text('{"x":"', 'planted', '"}', MAX_ANSWER_BYTES - 20)],
	['escapes', text('{"x":"', '\\u0041', '"}', MAX_ANSWER_BYTES - 20)],
	['words of headers', text('{"x":"', 'Bearer abcdefghijklmn ', '"}', MAX_ANSWER_BYTES - 30)],
	['blanks', text('{"x":"Bearer', ' ', '"}', MAX_ANSWER_BYTES - 30)],
	['lists', text('[', '[],', '0]', 3 * (MAX_ANSWER_VALUES / 2 - 2))],
];

let vendor: TestServer;
let status = 200;
let answer: (response: ServerResponse) => void;
let closed = 0;
beforeAll(async () => {
	vendor = await startServer((_, response) => {
		response.once('close', () => closed++);
		response.statusCode = status;
		answer(response);
	});
});
afterAll(() => vendor.stop());
beforeEach(() => {
	closed = 0;
	vendor.received.length = 0;
});

const run = async (name: string, parameters: IDataObject, item: IDataObject) =>
	await runNode({
		type: name.startsWith('wai') ? 'wai' : 'sessionM',
		parameters: { ...parameters, options: { maxRetries: 0, timeout: 20 } } as never,
		items: [item],
		credentials: { [name]: plantedCredential(name).data(vendor.url) },
		...onErrorOutput,
	});

describe('an answer that is too much', () => {
	// The first request of a process sets up n8n's network service, and the code has to be compiled.
	beforeAll(async () => {
		[answer, status] = [whole(Buffer.from('{}')), 200];
		for (const name of ['waiApi', 'sessionMApi'])
			await run(name, name === 'waiApi' ? upsert() : forCustomer('customer', 'get'), { id: '1' });
	});

	it.each(tooLarge)('%s is given up, and said so', async (_, give, reason) => {
		[answer, status] = [give, 200];
		const before = process.memoryUsage().rss;
		let rounds = 0;
		let results: NodeRunResult[] = [];
		const heldMs = await EventLoopProbe.leastOf(3, 50, async () => {
			rounds++;
			results = [
				await run('waiApi', upsert(), { id: '1', name: 'Ada' }),
				await run('sessionMApi', forCustomer('customer', 'get'), { id: 'C-1' }),
			];
		});
		expect(process.memoryUsage().rss - before).toBeLessThan(150 * MB);
		const [sent, read] = results.map(
			({ errors }) => errors[0]!.json as { error: string; message: string; details: IDataObject },
		);
		expect(sent!.error).toMatch(reason);
		expect(sent!.details).toMatchObject({ outcome: 'unknown', httpCode: 200 });
		expect(read!.error).toMatch(reason);
		expect(read!.details).toMatchObject({ outcome: 'rejected', retryable: false });
		expect(vendor.received).toHaveLength(2 * rounds);
		for (let tries = 0; closed < 2 * rounds && tries < 100; tries++)
			await new Promise((resolve) => setTimeout(resolve, 10));
		expect(closed).toBe(2 * rounds);
		expect(heldMs).toBeLessThan(50);
	});

	it.each([400, 403, 500, 503])('with status %d it is what the status says', async (code) => {
		[answer, status] = [tooLarge[1]![1], code];
		const { errors } = await run('waiApi', upsert(), { id: '1', name: 'Ada' });
		expect(errors[0]!.json.details).toMatchObject({ httpCode: code });
	});

	it('of a token call brings no token, and is not kept', async () => {
		const helpers = { httpRequest: undefined as unknown };
		await runNode({
			type: {
				description: {
					displayName: 'x',
					name: 'x',
					group: ['output'],
					version: 1,
					description: '',
					defaults: { name: 'x' },
					inputs: ['main'],
					outputs: ['main'],
					properties: [],
				},
				execute: async function () {
					helpers.httpRequest = this.helpers.httpRequest;
					return [[]];
				},
			},
			parameters: {},
			items: [{}],
		});
		status = 200;
		for (const [, give] of tooLarge) {
			answer = give;
			const before = process.memoryUsage().rss;
			const calls = [new WaiApi(), new UContactApi()].map((type) =>
				type.preAuthentication.call({ helpers } as never, {
					baseUrl: vendor.url,
					apiKey: 'x',
					authentication: 'password',
					user: 'u',
					password: 'p',
				}),
			);
			for (const call of calls) await expect(call).rejects.toThrow(/returned no token/);
			expect(process.memoryUsage().rss - before).toBeLessThan(150 * MB);
		}
	});
});

describe('an answer of as much as there may be', () => {
	it.each(justWithin)('%s: read within 50 ms in one piece', async (what, body) => {
		[answer, status] = [whole(body), 200];
		expect(new AnswerBudget().take(body)).toBeUndefined();
		await run('waiApi', upsert(), { id: '1', name: 'Ada' });
		const heldMs = await EventLoopProbe.leastOf(3, 50, async () => {
			const { errors } = await run('waiApi', upsert(), { id: '1', name: 'Ada' });
			expect(errors[0]!.json.details).toMatchObject({ outcome: 'unknown' });
		});
		console.info(`${what}: the event loop was held for ${heldMs.toFixed(1)} ms`);
		expect(heldMs).toBeLessThan(50);
	});
});

describe('the budget', () => {
	it('counts what JSON holds, wherever the chunks part it', () => {
		const json = JSON.stringify({ a: ['x,[{', '\\"', { b: [1, 2, { c: '}' }] }], d: {} });
		const deep = `${'['.repeat(MAX_ANSWER_DEPTH)}"[[[["${']'.repeat(MAX_ANSWER_DEPTH)}`;
		for (const given of [json, deep]) {
			const budget = new AnswerBudget();
			for (const byte of Buffer.from(given))
				expect(budget.take(Uint8Array.of(byte))).toBeUndefined();
		}
	});

	it('an answer in another charset is read in it', async () => {
		[answer, status] = [
			(response) =>
				void response
					.writeHead(200, { 'content-type': 'application/json; charset=iso-8859-1' })
					.end(Buffer.from('{"status":"ok","user":{"id":"u","first_name":"Åsa"}}', 'latin1')),
			200,
		];
		const { output } = await run('sessionMApi', forCustomer('customer', 'get'), { id: 'C-1' });
		expect(output[0]!.json.first_name).toBe('Åsa');
	});
});
