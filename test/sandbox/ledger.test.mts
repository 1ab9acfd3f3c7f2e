import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { bulkBody, ids, login, person } from './client.mts';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(() => sandbox.stop());

describe('request ledger', () => {
	it('keeps every request in the order of arrival', async () => {
		const before = Date.now();
		const tenant = await sandbox.tenant();
		const client = await login(tenant);
		const body = bulkBody(['å', 'b'], person());
		await client.put('/api/Contact/_bulk', body);
		await client.put('/api/Contact/1', {});
		await client.get('/api/Campaign/campaigns?filterEnabled=true');
		const rows = await tenant.requests();
		expect(
			rows.map(({ n, endpoint, status, processed, items }) => [
				n,
				endpoint,
				status,
				processed,
				items,
			]),
		).toEqual([
			[1, 'wai.token', 200, true, 0],
			[2, 'wai.contact.bulk', 200, true, 2],
			[3, 'wai.contact.one', 400, false, 1],
			[4, 'wai.campaign.list', 200, true, 0],
		]);
		expect(rows[1]).toMatchObject({
			vendor: 'wai',
			method: 'PUT',
			path: '/api/Contact/_bulk',
			bytes: Buffer.byteLength(body),
			faults: [],
			clientGone: false,
		});
		expect(rows[3]!.path).toBe('/api/Campaign/campaigns?filterEnabled=true');
		for (const { startedAt, durationMs } of rows) {
			expect(startedAt).toBeGreaterThanOrEqual(before - 50);
			expect(startedAt).toBeLessThanOrEqual(Date.now() + 50);
			expect(durationMs).toBeGreaterThanOrEqual(0);
		}
		expect(await tenant.requests('wai.contact.one')).toEqual([rows[2]]);
	});

	it('sums up what its rows say', async () => {
		const tenant = await sandbox.tenant();
		const client = await login(tenant);
		await client.put('/api/Contact/_bulk', bulkBody(ids(7), person()));
		await client.put('/api/Contact/1', {});
		const [rows, { requests }] = [await tenant.requests(), await tenant.summary()];
		expect(requests).toEqual({
			total: 3,
			processed: 2,
			inFlight: 0,
			maxInFlight: 1,
			bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0),
			maxBytes: Math.max(...rows.map(({ bytes }) => bytes)),
			maxItems: 7,
			clientGone: 0,
			answered429: 0,
			firstAt: rows[0]!.startedAt,
			lastAt: rows[2]!.startedAt,
			statuses: { 200: 2, 400: 1 },
			faults: {},
			endpoints: {
				'wai.token': { requests: 1, statuses: { 200: 1 } },
				'wai.contact.bulk': { requests: 1, statuses: { 200: 1 } },
				'wai.contact.one': { requests: 1, statuses: { 400: 1 } },
			},
		});
	});

	it('knows how many requests were in flight at once', async () => {
		const tenant = await sandbox.tenant();
		const client = await login(tenant);
		await tenant.configure({ latencyMs: 150 });
		await Promise.all(ids(5).map((id) => client.put(`/api/Contact/${id}`, person())));
		await client.put('/api/Contact/6', person());
		expect((await tenant.summary()).requests).toMatchObject({ maxInFlight: 5, inFlight: 0 });
	});

	it('keeps a request whose client left before the body was complete', async () => {
		const tenant = await sandbox.tenant();
		const { token } = await login(tenant);
		const { hostname, port, pathname } = new URL(tenant.access('wai').baseUrl);
		const socket = connect(Number(port), hostname);
		const head = [
			`PUT ${pathname}/api/Contact/1 HTTP/1.1`,
			'Host: localhost',
			`Authorization: Bearer ${token}`,
			'Content-Type: application/json',
			'Content-Length: 100',
		];
		socket.write(`${head.join('\r\n')}\r\n\r\n{"personal":`);
		await sleep(100);
		expect((await tenant.summary()).requests.inFlight).toBe(1);
		socket.destroy();
		await sleep(100);
		expect((await tenant.requests()).at(-1)).toMatchObject({
			status: null,
			clientGone: true,
			processed: false,
		});
		expect((await tenant.summary()).requests.inFlight).toBe(0);
	});
});

describe('ledger queries', () => {
	it('give the newest rows first, and rows by any field', async () => {
		const tenant = await sandbox.tenant();
		const client = await login(tenant);
		for (const id of ['a', 'b', 'c', 'a']) await client.put(`/api/Contact/${id}`, person());
		for (const name of ['x', 'y', 'z'])
			await client.post(`/api/Contact/${name === 'y' ? 'b' : 'a'}/events`, { name });
		const query = async (path: string): Promise<any[]> => {
			const response = await fetch(`${sandbox.url}/control/tenants/${tenant.name}/${path}`);
			expect(response.headers.get('content-type')).toBe('application/x-ndjson');
			return (await response.text())
				.split('\n')
				.filter(Boolean)
				.map((line) => JSON.parse(line));
		};
		expect((await query('wai/contacts?newest=2')).map(({ id }) => id)).toEqual(['a', 'c']);
		expect((await query('wai/events?newest=2')).map(({ name }) => name)).toEqual(['z', 'y']);
		expect((await query('wai/events?contact=a')).map(({ name }) => name)).toEqual(['x', 'z']);
		expect((await query('requests?newest=1')).map(({ n }) => n)).toEqual([8]);
		expect(await query('wai/metrics')).toEqual([]);
	});

	it('give a million bytes and more without loss', async () => {
		const tenant = await sandbox.tenant();
		const client = await login(tenant);
		for (let batch = 0; batch < 10; batch++) {
			await client.put(
				'/api/Contact/_bulk',
				bulkBody(ids(500, batch * 500), person('Å'.repeat(100))),
			);
		}
		const contacts = await tenant.rows('wai/contacts');
		expect(contacts.map(({ id }) => id)).toEqual(ids(5000, 0));
		expect(contacts.every(({ document }) => document.personal.givenName === 'Å'.repeat(100))).toBe(
			true,
		);
	});
});
