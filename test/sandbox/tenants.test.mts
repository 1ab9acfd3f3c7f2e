import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { bulkBody, Client, ids, login, person } from './client.mts';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(() => sandbox.stop());

async function control(method: string, path: string, body?: unknown) {
	const response = await fetch(`${sandbox.url}/control${path}`, {
		method,
		...(body !== undefined && {
			body: JSON.stringify(body),
			headers: { 'content-type': 'application/json' },
		}),
	});
	const text = await response.text();
	return { status: response.status, json: text === '' ? undefined : JSON.parse(text) };
}

describe('tenants', () => {
	it('see nothing of one another', async () => {
		const [one, two] = [await sandbox.tenant(), await sandbox.tenant()];
		expect(one.access('wai').apiKey).not.toBe(two.access('wai').apiKey);
		await (await login(one)).put('/api/Contact/1', person());
		expect((await one.summary()).wai.contacts).toBe(1);
		expect((await two.summary()).requests.total).toBe(0);
	});

	it('start afresh when made again, with the same key if it is given', async () => {
		const settings = { wai: { apiKey: 'fixed' } };
		const first = await sandbox.tenant(settings, 'again');
		const client = await login(first);
		await client.put('/api/Contact/1', person());
		const second = await sandbox.tenant(settings, 'again');
		expect([second.access('wai').baseUrl, second.access('wai').apiKey]).toEqual([
			first.access('wai').baseUrl,
			'fixed',
		]);
		expect((await second.summary()).requests.total).toBe(0);
		expect((await client.put('/api/Contact/1', person())).status).toBe(401);
		expect((await (await login(second)).put('/api/Contact/1', person())).status).toBe(200);
	});

	it('are gone when deleted', async () => {
		const tenant = await sandbox.tenant({}, 'gone');
		expect((await control('DELETE', '/tenants/gone')).status).toBe(204);
		expect((await new Client(tenant).put('/api/Contact/1', person())).status).toBe(404);
		expect((await control('GET', '/tenants/gone/summary')).status).toBe(404);
		expect((await control('DELETE', '/tenants/gone')).status).toBe(404);
	});

	it.each([
		[{ settings: { latency: 5 } }],
		[{ settings: { latencyMs: '5' } }],
		[{ settings: { wai: { maxitems: 5 } } }],
		[{ settings: { acme: {} } }],
		[{ settings: { rateLimit: { requests: 1 } } }],
		[{ name: 'a/b' }],
		[{ nmae: 'x' }],
	])('are rejected with settings that do not exist: %j', async (body) => {
		const { status, json } = await control('POST', '/tenants', body);
		expect(status).toBe(400);
		expect(json.issues.length).toBeGreaterThan(0);
	});

	it('change only what a patch names', async () => {
		const tenant = await sandbox.tenant({
			wai: { apiKey: 'k', maxItems: 3 },
			faults: [
				{ match: { endpoint: 'wai.contact.one', nth: 2 }, action: { type: 'status', status: 500 } },
			],
		});
		const client = await login(tenant);
		expect((await client.put('/api/Contact/1', person())).status).toBe(200);
		await tenant.configure({ latencyMs: 1, wai: { maxBytes: 500 } });
		// The key, the limit, the token, what was received and the count of the rule are as they were.
		expect((await client.put('/api/Contact/2', person())).status).toBe(500);
		expect((await client.put('/api/Contact/_bulk', bulkBody(ids(4), person()))).json).toEqual({
			bulkItemLimitExceeded: true,
		});
		expect((await login(tenant)).token).not.toBe('');
		expect((await tenant.summary()).wai.contacts).toBe(1);
		await expect(tenant.configure({ wai: { maxItems: 'many' } })).rejects.toThrow('400');
		await tenant.configure({ faults: [] });
		expect((await client.put('/api/Contact/3', person())).status).toBe(200);
	});
});

describe('rate limit', () => {
	async function burst(rateLimit: object, count: number) {
		const tenant = await sandbox.tenant();
		const client = await login(tenant);
		await tenant.configure({ rateLimit });
		const replies = [];
		for (let n = 0; n < count; n++) replies.push(await client.get('/api/Campaign/campaigns'));
		return { tenant, client, replies, statuses: replies.map(({ status }) => status) };
	}

	it('rejects what is over it with 429 and the seconds left, and admits again afterwards', async () => {
		const { client, replies, statuses, tenant } = await burst({ requests: 2, perSeconds: 1 }, 4);
		expect(statuses).toEqual([200, 200, 429, 429]);
		expect(replies[3]!.headers.get('retry-after')).toBe('1');
		await sleep(1000);
		expect((await client.get('/api/Campaign/campaigns')).status).toBe(200);
		expect((await tenant.summary()).requests).toMatchObject({ answered429: 2, processed: 4 });
	});

	it('says when as a date, or not at all', async () => {
		const date = (
			await burst({ requests: 1, perSeconds: 60, retryAfter: 'date' }, 2)
		).replies[1]!.headers.get('retry-after')!;
		const waitMs = Date.parse(date) - Date.now();
		expect(waitMs).toBeGreaterThan(50_000);
		expect(waitMs).toBeLessThanOrEqual(61_000);
		expect(
			(await burst({ requests: 1, perSeconds: 60, retryAfter: 'none' }, 2)).replies[1]!.headers.get(
				'retry-after',
			),
		).toBeNull();
	});

	it('never names a time at which it would reject once more', async () => {
		for (const scheme of ['fixedWindow', 'tokenBucket']) {
			const { client, replies } = await burst({ requests: 2, perSeconds: 1.4, scheme }, 3);
			await sleep(Number(replies[2]!.headers.get('retry-after')) * 1000);
			expect((await client.get('/api/Campaign/campaigns')).status).toBe(200);
		}
	});

	it('as a token bucket lets single requests through as they become due', async () => {
		const { client, statuses } = await burst(
			{ requests: 2, perSeconds: 1, scheme: 'tokenBucket' },
			3,
		);
		expect(statuses).toEqual([200, 200, 429]);
		await sleep(550);
		expect((await client.get('/api/Campaign/campaigns')).status).toBe(200);
		expect((await client.get('/api/Campaign/campaigns')).status).toBe(429);
	});

	it('leaves the token call alone, unless named', async () => {
		const limit = { requests: 1, perSeconds: 60 };
		const open = await sandbox.tenant({ rateLimit: limit });
		await login(open);
		expect((await login(open)).token).toBeTruthy();
		const closed = await sandbox.tenant({ rateLimit: { ...limit, endpoints: ['wai.token'] } });
		const client = await login(closed);
		expect(
			(await client.post('/auth/Token/apikey', { key: closed.access('wai').apiKey })).status,
		).toBe(429);
		expect((await client.get('/api/Campaign/campaigns')).status).toBe(200);
		expect((await client.get('/api/Campaign/campaigns')).status).toBe(200);
	});

	it('is not counted by fault rules', async () => {
		const tenant = await sandbox.tenant({
			faults: [
				{
					match: { endpoint: 'wai.campaign.list', nth: 2 },
					action: { type: 'status', status: 500 },
				},
			],
		});
		const client = await login(tenant);
		await tenant.configure({ rateLimit: { requests: 1, perSeconds: 60 } });
		const first = [
			await client.get('/api/Campaign/campaigns'),
			await client.get('/api/Campaign/campaigns'),
		];
		await tenant.configure({ rateLimit: null });
		expect(
			[...first, await client.get('/api/Campaign/campaigns')].map(({ status }) => status),
		).toEqual([200, 429, 500]);
	});
});
