import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import fc from 'fast-check';
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { airHash } from '../../nodes/EagleEye/signature';
import { eagleEyeCredentials } from '../support/eagleEye.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import {
	legacy as asHttpRequest,
	modern as asPack,
	type Send,
	sends as sender,
} from '../support/sender.mts';

describe('the published vectors', () => {
	it.each([
		[
			'/wallet/555555',
			'',
			'0987654321',
			'76e132ab2154bb7139258b65134ddaf74c12a4242ce136b87a7335292fddc068',
		],
		[
			'/some/path',
			'{"some":"arbitrary","json":"data"}',
			'some-secret',
			'01ec08cfb3aa78bc8fcec38ed1d4298d3c44eb7b19647e817c30b7ff628bb180',
		],
	])('%s', (path, body, secret, hash) => {
		expect(airHash(path, body, secret)).toBe(hash);
		expect(airHash(path, Buffer.from(body), secret)).toBe(hash);
	});
});

/** What a server receives, byte by byte. */
interface Received {
	url: string;
	headers: Record<string, string | string[] | undefined>;
	body: Buffer;
}

const SECRET = 'söcret';
let server: Server;
let received: Received[] = [];
let baseUrl: string;

beforeAll(async () => {
	server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			received.push({ url: request.url!, headers: request.headers, body: Buffer.concat(chunks) });
			response.setHeader('content-type', 'application/json').end('{}');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/2.0`;
});
afterAll(() => server.close());
beforeEach(() => (received = []));

const modern = (options: IHttpRequestOptions): Send => asPack('eagleEyeAirApi', options);
const legacy = (options: IDataObject): Send => asHttpRequest('eagleEyeAirApi', options);
const sends = async (send: Send, credential: IDataObject = {}) =>
	await sender(send, 'eagleEyeAirApi', {
		clientId: 'unit',
		clientSecret: SECRET,
		walletUrl: baseUrl,
		...credential,
	} as never);

function expectSigned(count = 1): void {
	expect(received).toHaveLength(count);
	for (const { url, headers, body } of received) {
		expect(headers['x-ees-auth-hash']).toBe(airHash(url, body, SECRET));
		expect(headers['x-ees-auth-client-id']).toBe('unit');
		expect(headers['caller-unique-id']).toMatch(/^[\da-f-]{36}$/);
		expect(headers['transfer-encoding']).toBeUndefined();
	}
}

describe('what is hashed is what is sent', () => {
	const text = '  {"a" : "å\\u00e5", "n": 1.50 }\n';
	it.each<[string, IHttpRequestOptions, string]>([
		['bytes', { method: 'POST', url: '/x', body: Buffer.from(text) }, text],
		['a text, its spaces included', { method: 'POST', url: '/x', body: text }, text],
		[
			'an object',
			{ method: 'POST', url: '/x', body: { a: 'å', list: [1, { b: null }] } },
			'{"a":"å","list":[1,{"b":null}]}',
		],
		['an empty object', { method: 'POST', url: '/x', body: {} }, '{}'],
		['no body', { method: 'DELETE', url: '/x' }, ''],
		['a body with GET, which is not sent', { method: 'GET', url: '/x', body: { a: 1 } }, ''],
	])('%s', async (_, options, body) => {
		const { error } = await sends(modern({ baseURL: baseUrl, ...options }));
		expect(error).toBeUndefined();
		expectSigned();
		expect(received[0]!.body.toString()).toBe(body);
		expect(received[0]!.url).toBe('/2.0/x');
	});

	it.each<[string, IDataObject, string, string]>([
		['an object', { method: 'POST', body: { a: 'å' }, json: true }, '{"a":"å"}', '/2.0/x'],
		[
			'a raw text',
			{ method: 'POST', body: ' {"a":1} ', headers: { 'content-type': 'application/json' } },
			' {"a":1} ',
			'/2.0/x',
		],
		[
			'a query',
			{ method: 'GET', qs: { 'identity-value': 'a b+c@d/é', list: ['1', '2'] } },
			'',
			'/2.0/x?identity-value=a%20b%2Bc%40d%2F%C3%A9&list%5B0%5D=1&list%5B1%5D=2',
		],
		[
			'a query whose lists repeat their name',
			{ method: 'GET', qs: { l: ['1', '2'] }, qsStringifyOptions: { arrayFormat: 'repeat' } },
			'',
			'/2.0/x?l=1&l=2',
		],
	])("Custom API Call's %s", async (_, options, body, url) => {
		const { error } = await sends(legacy({ uri: `${baseUrl}/x`, ...options }));
		expect(error).toBeUndefined();
		expectSigned();
		expect(received[0]!.body.toString()).toBe(body);
		expect(received[0]!.url).toBe(url);
	});

	it('any body and any query', async () => {
		const queries = fc.dictionary(
			fc.string({ minLength: 1 }),
			fc.oneof(fc.string(), fc.integer(), fc.array(fc.string(), { maxLength: 3 })),
			{ maxKeys: 4 },
		);
		await fc.assert(
			fc.asyncProperty(fc.jsonValue(), queries, async (value, qs) => {
				received = [];
				const body = typeof value === 'object' && value !== null ? value : { value };
				await sends(async (context) => {
					await modern({ method: 'POST', url: `${baseUrl}/x`, qs, body: body as IDataObject })(
						context,
					);
					await legacy({
						method: 'PATCH',
						uri: `${baseUrl}/x`,
						qs,
						body: body as IDataObject,
						json: true,
					})(context);
				});
				expectSigned(2);
				for (const one of received)
					expect(JSON.parse(one.body.toString())).toEqual(JSON.parse(JSON.stringify(body)));
			}),
			{ numRuns: 60 },
		);
	});

	it('forms are rejected in words, since AIR takes JSON', async () => {
		const { error } = await sends(legacy({ uri: `${baseUrl}/x`, method: 'POST', form: { a: 1 } }));
		expect(JSON.stringify([error?.message, error?.description])).toContain(
			'AIR takes JSON bodies only',
		);
		expect(received).toEqual([]);
	});

	it('nothing is signed for an address that is not safe', async () => {
		const { error } = await sends(modern({ method: 'GET', url: `${baseUrl}/x` }), {
			walletUrl: 'http://example.com',
		});
		expect(error).toBeDefined();
		expect(received).toEqual([]);
	});
});

describe('against AIR', () => {
	let sandbox: Sandbox;
	beforeAll(async () => void (sandbox = await startSandbox()));
	afterAll(async () => await sandbox.stop());

	it('Custom API Call is signed rightly, and a wrong secret is rejected', async () => {
		const tenant = await sandbox.tenant();
		const { eagleEyeAirApi } = eagleEyeCredentials(tenant);
		const call = legacy({
			uri: `${tenant.access('eagleEye').baseUrl}/wallet`,
			method: 'GET',
			qs: { 'identity-value': '900001' },
			json: true,
		});
		expect((await sends(call, eagleEyeAirApi as IDataObject)).error).toBeUndefined();
		const rejected = await sends(call, {
			...eagleEyeAirApi,
			clientSecret: 'another',
		} as IDataObject);
		expect(rejected.error?.httpCode).toBe('401');
	});
});
