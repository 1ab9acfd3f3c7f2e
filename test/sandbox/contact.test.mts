import { crc32 } from 'node:zlib';
import type { SandboxTenant } from '../../sandbox/client.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { bulkBody, ids, login, person, type Client } from './client.mts';

let sandbox: Sandbox;
let tenant: SandboxTenant;
let client: Client;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(() => sandbox.stop());
beforeEach(async () => {
	tenant = await sandbox.tenant();
	client = await login(tenant);
});

const RECEIPT = /^\d{56}$/;

describe('PUT /api/Contact/{id}', () => {
	it('answers as in the sample and keeps the document', async () => {
		const document = {
			personal: { givenName: 'John', score: 1.5 },
			general: { nested: { deep: [1, null] } },
		};
		const { status, json } = await client.put('/api/Contact/12345', document);
		expect(status).toBe(200);
		expect(json).toEqual({ id: [expect.stringMatching(RECEIPT)], error: false, failures: {} });
		const row = await tenant.row('wai/contacts', '12345');
		expect(row).toMatchObject({ id: '12345', writes: 1, document });
		const sent = JSON.stringify(document);
		expect(row!.history).toEqual([
			{
				request: 2,
				receipt: json.id[0],
				bytes: sent.length,
				crc32: crc32(sent).toString(16).padStart(8, '0'),
			},
		]);
	});

	it('replaces the whole document and keeps the history', async () => {
		await client.put('/api/Contact/1', {
			personal: { givenName: 'John', title: 'Mr' },
			general: { city: 'Leeds' },
		});
		await client.put('/api/Contact/1', { personal: { givenName: 'Jane' }, general: {} });
		const row = await tenant.row('wai/contacts', '1');
		expect(row!.document).toEqual({ personal: { givenName: 'Jane' }, general: {} });
		expect(row!.writes).toBe(2);
		expect(row!.history.map(({ request }) => request)).toEqual([2, 3]);
		expect((await tenant.summary()).wai).toMatchObject({ contacts: 1, contactWrites: 2 });
	});

	it.each(['a/b?c', '%2F', '__proto__', 'constructor', 'Zoë 😀', 'a#b;c=d&e+f', 'x'.repeat(2000)])(
		'takes the id %s',
		async (id) => {
			expect((await client.put(`/api/Contact/${encodeURIComponent(id)}`, person())).status).toBe(
				200,
			);
			expect((await tenant.rows('wai/contacts')).map((row) => row.id)).toEqual([id]);
			expect(await tenant.row('wai/contacts', id)).toMatchObject({ id, document: person() });
		},
	);

	it.each([
		['no sections', {}],
		['no general', { personal: {} }],
		['no personal', { general: {} }],
		['another member', { personal: {}, general: {}, tags: [] }],
		['a list for a section', { personal: [], general: {} }],
		['null for a section', { personal: {}, general: null }],
		['text for a section', { personal: {}, general: 'x' }],
		['a list', [person()]],
		['null', 'null'],
		['nothing', ''],
		['a trailing comma', '{"personal":{},"general":{},}'],
		['single quotes', "{'personal':{},'general':{}}"],
		['a byte order mark', '\ufeff{"personal":{},"general":{}}'],
		['a repeated section', '{"personal":{"a":1},"general":{},"personal":{}}'],
		['a repeated field', '{"personal":{"a":1,"a":2},"general":{}}'],
		['__proto__ as a member', '{"personal":{},"general":{},"__proto__":{}}'],
		[
			'invalid UTF-8',
			Buffer.from([...Buffer.from('{"personal":{"a":"'), 0xff, ...Buffer.from('"},"general":{}}')]),
		],
	])('rejects %s', async (_, body) => {
		expect((await client.put('/api/Contact/1', body)).status).toBe(400);
		expect((await tenant.summary()).wai.contactWrites).toBe(0);
		expect((await tenant.requests()).at(-1)).toMatchObject({ status: 400, processed: false });
	});

	it('rejects an empty id', async () => {
		expect((await client.put('/api/Contact/', person())).status).toBe(404);
		expect((await client.post('/api/Contact//events', { name: 'login' })).status).toBe(404);
	});
});

describe('PUT /api/Contact/_bulk', () => {
	it('answers one growing receipt a contact and nothing more', async () => {
		const { status, json } = await client.put('/api/Contact/_bulk', { a: person(), b: person() });
		expect(status).toBe(200);
		expect(Object.keys(json)).toEqual(['id']);
		expect(json.id).toEqual([expect.stringMatching(RECEIPT), expect.stringMatching(RECEIPT)]);
		expect(json.id[1] > json.id[0]).toBe(true);
	});

	it('answers in the order of the body, also for ids that look like numbers', async () => {
		const order = [
			'20',
			'3',
			'x',
			'100',
			'1',
			'__proto__',
			'0',
			'constructor',
			'-1',
			'Zoë"\\😀',
			'2',
		];
		const { json } = await client.put('/api/Contact/_bulk', bulkBody(order, person()));
		const receipts = new Map(
			(await tenant.rows('wai/contacts')).map((row) => [row.id, row.history[0]!.receipt]),
		);
		expect(json.id).toEqual(order.map((id) => receipts.get(id)));
	});

	it('keeps each contact with its own document, whatever white space and escapes the body has', async () => {
		await client.put(
			'/api/Contact/_bulk',
			'\n{ "\\u0061/b" : {"personal":{"t":"}],\\"{"},"general":{}} ,\r\n\t"2":\n' +
				'{"general":{"x":[{"y":":"}]},"personal":{}}\n}\n',
		);
		expect((await tenant.row('wai/contacts', 'a/b'))!.document).toEqual({
			personal: { t: '}],"{' },
			general: {},
		});
		expect((await tenant.row('wai/contacts', '2'))!.document).toEqual({
			personal: {},
			general: { x: [{ y: ':' }] },
		});
	});

	it.each([
		['a repeated id', `{"1":${JSON.stringify(person())},"1":${JSON.stringify(person())}}`],
		[
			'a repeated id, once escaped',
			`{"a":${JSON.stringify(person())},"\\u0061":${JSON.stringify(person())}}`,
		],
		['an empty id', { '': person() }],
		['one wrong contact', { 1: person(), 2: { personal: {} } }],
		['no contacts', {}],
		['a list', [person()]],
		['text', '"x"'],
		['a trailing comma', `{"1":${JSON.stringify(person())},}`],
	])('rejects %s as a whole', async (_, body) => {
		expect((await client.put('/api/Contact/_bulk', body)).status).toBe(400);
		expect((await tenant.summary()).wai.contactWrites).toBe(0);
	});

	it('lets one wrong contact fail alone where set', async () => {
		await tenant.configure({ wai: { invalidEntries: 'failEntry' } });
		const { status, json } = await client.put(
			'/api/Contact/_bulk',
			bulkBody(['9', '5'], person()).replace('}}}', '},"x":1}}'),
		);
		expect(status).toBe(200);
		expect(json).toEqual({
			id: [expect.stringMatching(RECEIPT), null],
			error: true,
			failures: { 5: { retry: false } },
		});
		expect((await tenant.rows('wai/contacts')).map(({ id }) => id)).toEqual(['9']);
	});

	it('takes 500 contacts and rejects 501', async () => {
		expect(
			(await client.put('/api/Contact/_bulk', bulkBody(ids(500), person()))).json.id,
		).toHaveLength(500);
		const { status, json } = await client.put(
			'/api/Contact/_bulk',
			bulkBody(ids(501, 1000), person()),
		);
		expect([status, json]).toEqual([400, { bulkItemLimitExceeded: true }]);
		expect((await tenant.summary()).wai.contacts).toBe(500);
		expect((await tenant.requests()).map(({ items }) => items)).toEqual([0, 500, 501]);
	});

	it('takes 999,999 bytes and rejects 1,000,000, counted in UTF-8', async () => {
		const bodyOf = (bytes: number) => {
			const frame = Buffer.byteLength(JSON.stringify({ 1: { personal: { x: '' }, general: {} } }));
			const text = 'å'.repeat(Math.floor((bytes - frame) / 2)) + 'a'.repeat((bytes - frame) % 2);
			return JSON.stringify({ 1: { personal: { x: text }, general: {} } });
		};
		expect((await client.put('/api/Contact/_bulk', bodyOf(999_999))).status).toBe(200);
		const { status, json } = await client.put('/api/Contact/_bulk', bodyOf(1_000_000));
		expect([status, json]).toEqual([400, { bulkItemLimitExceeded: true }]);
		expect((await tenant.requests()).map(({ bytes }) => bytes).slice(1)).toEqual([
			999_999, 1_000_000,
		]);
		expect((await tenant.summary()).wai.contactWrites).toBe(1);
	});

	it('keeps to lower limits where set', async () => {
		await tenant.configure({ wai: { maxItems: 2, maxBytes: 150 } });
		expect((await client.put('/api/Contact/_bulk', bulkBody(ids(2), person()))).status).toBe(200);
		expect((await client.put('/api/Contact/_bulk', bulkBody(ids(3), person()))).json).toEqual({
			bulkItemLimitExceeded: true,
		});
		expect(
			(await client.put('/api/Contact/_bulk', bulkBody(ids(2), person('x'.repeat(50))))).json,
		).toEqual({
			bulkItemLimitExceeded: true,
		});
	});
});

describe('requests outside the contract', () => {
	it.each([
		'text/plain',
		'application/json; charset=iso-8859-1',
		'application/jsonp',
		'application/json, text/plain',
		'garbage',
	])('rejects the type %s', async (type) => {
		const { status } = await client.send('PUT', '/api/Contact/1', {
			body: person(),
			headers: { 'content-type': type },
		});
		expect(status).toBe(415);
		expect((await tenant.summary()).requests.statuses).toEqual({ 200: 1, 415: 1 });
	});

	it('rejects a body without a type, and one that is compressed', async () => {
		expect(
			(
				await client.send('PUT', '/api/Contact/1', {
					body: person(),
					headers: { 'content-type': null },
				})
			).status,
		).toBe(415);
		expect(
			(
				await client.send('PUT', '/api/Contact/1', {
					body: person(),
					headers: { 'content-encoding': 'gzip' },
				})
			).status,
		).toBe(415);
	});

	it.each([
		'application/json; charset=utf-8',
		'application/json;charset=UTF-8',
		'Application/JSON; charset="utf-8"',
	])('takes the type %s', async (type) => {
		const { status } = await client.send('PUT', '/api/Contact/1', {
			body: person(),
			headers: { 'content-type': type },
		});
		expect(status).toBe(200);
	});

	it.each([
		['PUT', '/api/contact/1', 404],
		['PUT', '/Contact/1', 404],
		['PUT', '/api/Contact/a/b', 404],
		['POST', '/api/Contact/1/events/', 404],
		['GET', '/api/Campaign', 404],
		['PUT', '/api/Contact/%FF', 400],
		['DELETE', '/api/Contact/1', 405],
		['POST', '/api/Contact/_bulk', 405],
		['PUT', '/api/Contact/events/_bulk', 405],
		['GET', '/auth/Token/apikey', 405],
		['POST', '/api/Campaign/campaigns', 405],
	])('answers %s %s with %i, and keeps it in the ledger', async (method, path, status) => {
		const reply = await client.send(method, path, {
			body: method === 'GET' ? undefined : person(),
		});
		expect(reply.status).toBe(status);
		if (status === 405) expect(reply.headers.get('allow')).toMatch(/^(GET|POST|PUT)$/);
		expect((await tenant.requests()).at(-1)).toMatchObject({
			endpoint: 'wai.unknown',
			method,
			path,
			status,
			processed: false,
		});
	});
});
