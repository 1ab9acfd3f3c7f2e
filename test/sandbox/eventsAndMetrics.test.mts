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

const receipt = expect.stringMatching(/^\d{56}$/);
const metric = {
	received: '2017-02-10T01:00:00Z',
	periodStart: '2017-02-01T01:00:00Z',
	periodEnd: '2017-03-01T01:00:00.573921Z',
	metrics: [{ name: 'electricity', value: 492, unit: 'kWh' }],
};

describe('events', () => {
	it('answers the single call with a receipt as text', async () => {
		const { status, json } = await client.post('/api/Contact/1/events', {
			name: 'conversion',
			at: '2017-01-02T03:04:05Z',
		});
		expect([status, json]).toEqual([200, { id: receipt }]);
		expect(await tenant.rows('wai/events')).toEqual([
			{
				contact: '1',
				name: 'conversion',
				sentAt: '2017-01-02T03:04:05Z',
				at: '2017-01-02T03:04:05.000Z',
				atReplaced: false,
				misspelt: null,
				request: 2,
				receipt: json.id,
			},
		]);
	});

	it('answers the bulk call with one receipt a contact, not an event', async () => {
		const { json } = await client.post(
			'/api/Contact/events/_bulk',
			'{"20":[{"name":"a"},{"name":"b"}],"3":[{"name":"c"}]}',
		);
		expect(json).toEqual({ id: [receipt, receipt], error: false, failures: {} });
		const rows = await tenant.rows('wai/events');
		expect(rows.map(({ contact, name, receipt: given }) => [contact, name, given])).toEqual([
			['20', 'a', json.id[0]],
			['20', 'b', json.id[0]],
			['3', 'c', json.id[1]],
		]);
	});

	it.each([
		['2017-01-02T03:04:05.573921Z', '2017-01-02T03:04:05.573Z'],
		['2017-01-02T03:04:05', '2017-01-02T03:04:05.000Z'],
		['2017-01-02T03:04:05+02:00', '2017-01-02T01:04:05.000Z'],
		['2017-01-02', '2017-01-02T00:00:00.000Z'],
	])('reads the time %s as UTC', async (at, stored) => {
		await client.post('/api/Contact/1/events', { name: 'login', at });
		expect(await tenant.rows('wai/events')).toMatchObject([
			{ at: stored, sentAt: at, atReplaced: false },
		]);
	});

	it.each([undefined, '', 'yesterday', '2017-02-30T00:00:00Z', '02/01/2017'])(
		'replaces the time %s by its own, and says so',
		async (at) => {
			const before = Date.now();
			await client.post('/api/Contact/1/events', { name: 'login', at });
			const [event] = await tenant.rows('wai/events');
			expect(event).toMatchObject({ atReplaced: true });
			expect(event!.sentAt).toBe(at);
			expect(Math.abs(Date.parse(event!.at) - before)).toBeLessThan(5000);
			expect((await tenant.summary()).wai.replacedTimes).toBe(1);
		},
	);

	it.each([
		['no name', { at: '2017-01-02T03:04:05Z' }],
		['an empty name', { name: '' }],
		['a number for a name', { name: 7 }],
		['a number for a time', { name: 'login', at: 1483326245 }],
		['another member', { name: 'login', value: 3 }],
	])('rejects %s', async (_, body) => {
		expect((await client.post('/api/Contact/1/events', body)).status).toBe(400);
		expect(
			(await client.post('/api/Contact/events/_bulk', { 1: [{ name: 'login' }, body] })).status,
		).toBe(400);
		expect((await tenant.summary()).wai.events).toBe(0);
	});

	it('rejects a bulk entry that is not a list of events', async () => {
		expect((await client.post('/api/Contact/events/_bulk', { 1: { name: 'login' } })).status).toBe(
			400,
		);
		expect((await client.post('/api/Contact/events/_bulk', { 1: [] })).status).toBe(400);
		expect((await client.post('/api/Contact/1/events', [{ name: 'login' }])).status).toBe(400);
	});

	it('counts events, not contacts, against the limit', async () => {
		const of = (count: number) => Array.from({ length: count }, () => ({ name: 'login' }));
		expect(
			(await client.post('/api/Contact/events/_bulk', { 1: of(300), 2: of(200) })).status,
		).toBe(200);
		const { status, json } = await client.post('/api/Contact/events/_bulk', {
			1: of(300),
			2: of(201),
		});
		expect([status, json]).toEqual([400, { bulkItemLimitExceeded: true }]);
		expect((await tenant.summary()).wai.events).toBe(500);
		expect((await tenant.summary()).requests.maxItems).toBe(501);
	});
});

describe('metrics', () => {
	it('answers the single call with a receipt as text', async () => {
		const { status, json } = await client.post('/api/Contact/1/metrics', metric);
		expect([status, json]).toEqual([200, { id: receipt }]);
		expect(await tenant.rows('wai/metrics')).toEqual([
			{ contact: '1', ...metric, request: 2, receipt: json.id },
		]);
	});

	it('answers the bulk call with one receipt a contact and nothing more', async () => {
		const { json } = await client.post(
			'/api/Contact/metrics/_bulk',
			`{"20":${JSON.stringify([metric, metric])},"3":${JSON.stringify([metric])}}`,
		);
		expect(json).toEqual({ id: [receipt, receipt] });
		expect((await tenant.rows('wai/metrics')).map((row) => [row.contact, row.receipt])).toEqual([
			['20', json.id[0]],
			['20', json.id[0]],
			['3', json.id[1]],
		]);
		expect((await tenant.summary()).wai).toMatchObject({
			metrics: 3,
			metricValues: 3,
			receipts: 2,
		});
	});

	it.each([
		['no received', { received: undefined }],
		['no periodStart', { periodStart: undefined }],
		['no periodEnd', { periodEnd: undefined }],
		['a time without Z', { periodStart: '2017-02-01T01:00:00' }],
		['a day that does not exist', { periodEnd: '2017-02-30T01:00:00Z' }],
		['a date alone', { received: '2017-02-10' }],
		['no values', { metrics: [] }],
		['one value, not in a list', { metrics: metric.metrics[0] }],
		['text for a value', { metrics: [{ name: 'a', value: '4', unit: 'b' }] }],
		['null for a value', { metrics: [{ name: 'a', value: null, unit: 'b' }] }],
		['no unit', { metrics: [{ name: 'a', value: 4 }] }],
		['no name', { metrics: [{ value: 4, unit: 'b' }] }],
		['another member', { note: 'x' }],
	])('rejects %s', async (_, change) => {
		expect((await client.post('/api/Contact/1/metrics', { ...metric, ...change })).status).toBe(
			400,
		);
		expect(
			(await client.post('/api/Contact/metrics/_bulk', { 1: [metric, { ...metric, ...change }] }))
				.status,
		).toBe(400);
		expect((await tenant.summary()).wai.metrics).toBe(0);
	});

	it('counts metrics, not contacts, against the limit', async () => {
		await tenant.configure({ wai: { maxItems: 3 } });
		expect(
			(await client.post('/api/Contact/metrics/_bulk', { 1: [metric, metric], 2: [metric] }))
				.status,
		).toBe(200);
		expect(
			(
				await client.post('/api/Contact/metrics/_bulk', {
					1: [metric, metric],
					2: [metric, metric],
				})
			).json,
		).toEqual({ bulkItemLimitExceeded: true });
	});
});

describe('contacts that were never sent', () => {
	it('are taken by default', async () => {
		expect((await client.post('/api/Contact/1/events', { name: 'login' })).status).toBe(200);
	});

	it('are rejected where set: with 404 alone, and entry by entry in bulk', async () => {
		await tenant.configure({ wai: { requireKnownContact: true } });
		await client.put('/api/Contact/known', person());
		expect((await client.post('/api/Contact/1/events', { name: 'login' })).status).toBe(404);
		expect((await client.post('/api/Contact/1/campaigns', { campaign: 'activation' })).status).toBe(
			404,
		);
		expect((await client.post('/api/Contact/known/metrics', metric)).status).toBe(200);
		const { json } = await client.post(
			'/api/Contact/events/_bulk',
			bulkBody(['1', 'known'], [{ name: 'login' }]),
		);
		expect(json).toEqual({ id: [null, receipt], error: true, failures: { 1: { retry: false } } });
		expect((await tenant.rows('wai/events')).map(({ contact }) => contact)).toEqual(['known']);
	});
});

it('numbers receipts across all calls, without a gap and growing', async () => {
	const replies = [
		await client.put('/api/Contact/_bulk', bulkBody(ids(3), person())),
		await client.post('/api/Contact/1/events', { name: 'login' }),
		await client.post('/api/Contact/campaigns/_bulk', { 1: { campaign: 'winback' } }),
		await client.post('/api/Contact/1/metrics', metric),
	];
	const receipts = replies.flatMap(({ json }) => json.id as string[]);
	expect(new Set(receipts).size).toBe(6);
	expect(receipts).toEqual([...receipts].sort());
});
