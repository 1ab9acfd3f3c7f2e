import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { Client, login, person, requestToken } from './client.mts';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(() => sandbox.stop());

describe('WAI token', () => {
	it('is given for the API key, in the documented form, for five minutes', async () => {
		const before = Date.now();
		const { status, headers, json } = await requestToken(await sandbox.tenant());
		expect(status).toBe(200);
		expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
		expect(Object.keys(json)).toEqual(['authenticated', 'token', 'tokenExpires']);
		expect(json.authenticated).toBe(true);
		expect(json.tokenExpires).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
		const lifetime = Date.parse(json.tokenExpires) - before;
		expect(lifetime).toBeGreaterThanOrEqual(299_000);
		expect(lifetime).toBeLessThan(310_000);
	});

	it('is rejected for another key, and counted', async () => {
		const tenant = await sandbox.tenant();
		const { status, json } = await requestToken(tenant, 'wrong');
		expect(status).toBe(401);
		expect(json).toEqual({ authenticated: false });
		expect((await tenant.summary()).wai).toMatchObject({ tokensIssued: 0, keysRejected: 1 });
	});

	it.each([{}, { key: 7 }, { key: 'k', more: 1 }, ['k'], 'null', '{"key":"k",}'])(
		'is rejected for the body %j',
		async (body) => {
			const tenant = await sandbox.tenant({ wai: { apiKey: 'k' } });
			expect((await new Client(tenant).post('/auth/Token/apikey', body)).status).toBe(400);
		},
	);

	it.each([
		['none', { authorization: null }],
		['an unknown one', { authorization: 'Bearer nobody' }],
		['another scheme', { authorization: 'Basic nobody' }],
		['an empty one', { authorization: 'Bearer ' }],
	])('must come with every other call: %s', async (_, headers) => {
		const tenant = await sandbox.tenant();
		const client = await login(tenant);
		const calls = [
			await client.send('PUT', '/api/Contact/1', { headers, body: person() }),
			await client.send('PUT', '/api/Contact/_bulk', { headers, body: { 1: person() } }),
			await client.send('POST', '/api/Contact/1/campaigns', {
				headers,
				body: { campaign: 'activation' },
			}),
			await client.send('POST', '/api/Contact/events/_bulk', {
				headers,
				body: { 1: [{ name: 'login' }] },
			}),
			await client.send('GET', '/api/Campaign/campaigns', { headers }),
		];
		expect(calls.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
		expect((await tenant.summary()).wai.receipts).toBe(0);
	});

	it('of one account does not open another', async () => {
		const { token } = await login(await sandbox.tenant());
		const other = new Client(await sandbox.tenant(), token);
		expect((await other.get('/api/Campaign/campaigns')).status).toBe(401);
	});

	it('ends when its time is over', async () => {
		const client = await login(await sandbox.tenant({ wai: { tokenTtlSeconds: 0.5 } }));
		expect((await client.get('/api/Campaign/campaigns')).status).toBe(200);
		await sleep(600);
		expect((await client.get('/api/Campaign/campaigns')).status).toBe(401);
	});

	it('ends after a number of requests, where set', async () => {
		const tenant = await sandbox.tenant({ wai: { tokenMaxRequests: 2 } });
		const client = await login(tenant);
		const statuses = [];
		for (let n = 0; n < 3; n++) statuses.push((await client.get('/api/Campaign/campaigns')).status);
		expect(statuses).toEqual([200, 200, 401]);
		expect((await (await login(tenant)).get('/api/Campaign/campaigns')).status).toBe(200);
	});

	it('stays good when another one is issued', async () => {
		const tenant = await sandbox.tenant();
		const client = await login(tenant);
		await requestToken(tenant);
		expect((await client.get('/api/Campaign/campaigns')).status).toBe(200);
		expect((await tenant.summary()).wai.tokensIssued).toBe(2);
	});
});
