import type { INodeParameters } from 'n8n-workflow';

import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { event, runWai } from '../support/wai.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

describe('events', () => {
	it('are counted one by one: 1,200 on 30 contacts, none over 500 a request', async () => {
		const tenant = await sandbox.tenant();
		const items = Array.from({ length: 1200 }, (_, i) => ({
			id: String(i % 30),
			name: `event-${i}`,
			at: new Date(1_700_000_000_000 + i * 1000).toISOString(),
		}));
		const { output } = await runWai(tenant, event(), items);
		expect(output.map(({ json }) => json.eventName)).toEqual(items.map(({ name }) => name));
		const events = await tenant.rows('wai/events');
		expect(new Set(events.map(({ name }) => name)).size).toBe(1200);
		expect(
			events.every(({ contact, name }) => contact === String(Number(name.slice(6)) % 30)),
		).toBe(true);
		const requests = await tenant.requests('wai.event.bulk');
		expect(requests.map(({ items: n }) => n)).toEqual([500, 500, 200]);
	});

	it('each carry the receipt that WAI gave for them, whatever the order and the kind of the ids', async () => {
		const tenant = await sandbox.tenant();
		const ids = ['30', '7', 'x', '7', '__proto__', '0', '30', '1', 'x'];
		const { output } = await runWai(
			tenant,
			event(),
			ids.map((id, i) => ({ id, name: `event-${i}`, at: new Date(i * 1000).toISOString() })),
		);
		const events = await tenant.rows('wai/events');
		const receiptOf = new Map(events.map(({ name, receipt }) => [name, receipt]));
		expect(events.map(({ name, contact }) => `${name} ${contact}`).sort()).toEqual(
			ids.map((id, i) => `event-${i} ${id}`),
		);
		expect(new Set(receiptOf.values()).size).toBe(new Set(ids).size);
		expect(output.map(({ json }) => json.receiptId)).toEqual(
			ids.map((_, i) => receiptOf.get(`event-${i}`)),
		);
	});

	it('a bad date in item 7 of 1,000 is rejected in words, and 999 are in the ledger', async () => {
		const tenant = await sandbox.tenant();
		const items = Array.from({ length: 1000 }, (_, i) => ({
			id: String(i),
			name: 'conversion',
			at: i === 7 ? '31/02/2026' : '2026-11-21T09:00:00Z',
		}));
		const { errors, output } = await runWai(tenant, event(), items, onErrorOutput);
		expect(output).toHaveLength(999);
		expect(await tenant.rows('wai/events')).toHaveLength(999);
		expect(errors).toHaveLength(1);
		expect(errors[0]).toMatchObject({
			pairedItem: { item: 7 },
			json: {
				id: '7',
				error: '"At" is not a date: "31/02/2026"',
				message:
					'Day and month cannot be told apart. Write the date as year-month-day, such as 2026-11-21',
				details: { outcome: 'rejected', retryable: false, attempts: 0 },
			},
		});
	});

	it.each([
		['2026-11-21T10:00:00+01:00', '2026-11-21T09:00:00Z'],
		['2026-11-21T10:00:00', '2026-11-21T09:00:00Z'],
		['2026-11-21 10:00', '2026-11-21T09:00:00Z'],
		['2026-11-21', '2026-11-20T23:00:00Z'],
		['Sat, 21 Nov 2026 09:00:00 GMT', '2026-11-21T09:00:00Z'],
		[1_795_251_600, '2026-11-21T09:00:00Z'],
		[1_795_251_600_123, '2026-11-21T09:00:00.123Z'],
		['1795251600123', '2026-11-21T09:00:00.123Z'],
	])('%s in Stockholm is sent as %s', async (at, sent) => {
		const tenant = await sandbox.tenant();
		await runWai(tenant, event(), [{ id: '1', name: 'x', at }]);
		expect(await tenant.rows('wai/events')).toMatchObject([{ sentAt: sent, atReplaced: false }]);
	});

	it('carry the time of the run where At is left blank, but not where the data lacks it', async () => {
		const tenant = await sandbox.tenant();
		const before = Date.now();
		await runWai(tenant, event({ at: '' }), [{ id: '1', name: 'x' }]);
		const [stored] = await tenant.rows('wai/events');
		expect(stored!.atReplaced).toBe(false);
		expect(Date.parse(stored!.sentAt!)).toBeGreaterThanOrEqual(before);
		const { errors } = await runWai(tenant, event(), [{ id: '1', name: 'x' }], onErrorOutput);
		expect(errors[0]!.json.error).toBe('"At" is empty');
		expect(await tenant.rows('wai/events')).toHaveLength(1);
	});

	it('are not repeated after a lost answer, and reported as unknown', async () => {
		const tenant = await sandbox.tenant({
			faults: [{ match: { nth: 1, endpoint: 'wai.event.bulk' }, action: 'resetAfter' }],
		});
		const items = Array.from({ length: 1000 }, (_, i) => ({
			id: String(i),
			name: 'x',
			at: '2026-11-21',
		}));
		const { errors, output } = await runWai(
			tenant,
			event({ options: { maxConcurrency: 1 } }),
			items,
			onErrorOutput,
		);
		expect(output).toHaveLength(500);
		expect(
			errors.every(({ json }) => (json.details as { outcome: string }).outcome === 'unknown'),
		).toBe(true);
		expect(errors[0]!.json.message).toContain('Resend When Outcome Is Unknown');
		expect((await tenant.summary()).wai.events).toBe(1000);
	});

	it('are repeated after a lost answer where the user asks for it', async () => {
		const tenant = await sandbox.tenant({
			faults: [{ match: { nth: 1, endpoint: 'wai.event.bulk' }, action: 'resetBefore' }],
		});
		const { output } = await runWai(tenant, event({ options: { resendUnknown: true } }), [
			{ id: '1', name: 'x', at: '2026-11-21' },
			{ id: '2', name: 'x', at: '2026-11-21' },
		]);
		expect(output).toHaveLength(2);
		expect((await tenant.summary()).wai.events).toBe(2);
	});

	it('are repeated where WAI is sure not to have them: 429, 503, token rejected', async () => {
		const tenant = await sandbox.tenant({
			faults: [
				{
					match: { nth: 1, endpoint: 'wai.event.one' },
					action: { type: 'status', status: 429, retryAfter: 0 },
				},
				{ match: { nth: 2, endpoint: 'wai.event.one' }, action: { type: 'status', status: 503 } },
				{ match: { nth: 3, endpoint: 'wai.event.one' }, action: 'expireToken' },
			],
		});
		const { output } = await runWai(tenant, event(), [{ id: '1', name: 'x', at: '2026-11-21' }]);
		expect(output[0]!.json).toMatchObject({
			contactId: '1',
			eventName: 'x',
			accepted: true,
			receiptId: expect.any(String) as string,
		});
		expect((await tenant.summary()).wai).toMatchObject({ events: 1, tokensIssued: 2 });
	});
});

describe('metrics', () => {
	const metric = (more: INodeParameters = {}): INodeParameters => ({
		resource: 'metric',
		operation: 'create',
		contactId: '={{ $json.id }}',
		periodStart: '2026-10-01',
		periodEnd: '2026-11-01',
		received: '2026-11-02T08:00:00Z',
		metricsInput: 'fields',
		metrics: { metric: [{ name: 'electricity', value: '={{ $json.kwh }}', unit: 'kWh' }] },
		...more,
	});

	it('are sent with their period in UTC, numbers as numbers', async () => {
		const tenant = await sandbox.tenant();
		const items = Array.from({ length: 700 }, (_, i) => ({
			id: String(i % 9),
			kwh: i % 2 ? i : String(i),
		}));
		const { output } = await runWai(tenant, metric(), items);
		expect(output).toHaveLength(700);
		const rows = await tenant.rows('wai/metrics');
		expect(rows.map(({ metrics }) => metrics[0]!.value).sort((a, b) => a - b)).toEqual(
			items.map((_, i) => i),
		);
		expect(rows[0]).toMatchObject({
			periodStart: '2026-09-30T22:00:00Z',
			periodEnd: '2026-10-31T23:00:00Z',
			received: '2026-11-02T08:00:00Z',
		});
		expect((await tenant.requests('wai.metric.bulk')).map(({ items: n }) => n)).toEqual([500, 200]);
	});

	it('take a list as JSON', async () => {
		const tenant = await sandbox.tenant();
		const metricsJson = '={{ [{ name: "water", value: $json.m3, unit: "kbm" }] }}';
		await runWai(tenant, metric({ metricsInput: 'json', metricsJson, received: '' }), [
			{ id: '1', m3: 4.32 },
		]);
		expect(await tenant.rows('wai/metrics')).toMatchObject([
			{ contact: '1', metrics: [{ name: 'water', value: 4.32, unit: 'kbm' }] },
		]);
	});

	it.each<[string, INodeParameters, string]>([
		[
			'a value that is no number',
			{},
			'"Metrics 1, value" is not a number: "many" (it holds more than a number)',
		],
		['no metric', { metrics: {} }, '"Metrics" holds no metric'],
		[
			'an end before the start',
			{ metrics: { metric: [{ name: 'a', value: '1', unit: '' }] }, periodEnd: '2026-09-01' },
			'"Period End" is before "Period Start"',
		],
		[
			'a start that is no date',
			{ periodStart: 'last month' },
			'"Period Start" is not a date: "last month"',
		],
		[
			'JSON that is none',
			{ metricsInput: 'json', metricsJson: '[' },
			'"Metrics (JSON)" is not valid JSON',
		],
	])('%s is rejected', async (_, parameters, message) => {
		const tenant = await sandbox.tenant();
		const { errors } = await runWai(
			tenant,
			metric(parameters),
			[{ id: '1', kwh: 'many' }],
			onErrorOutput,
		);
		expect(errors[0]!.json.error).toBe(message);
		expect((await tenant.summary()).requests.total).toBe(0);
	});
});
