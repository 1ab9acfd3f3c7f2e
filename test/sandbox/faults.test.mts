import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxTenant } from '../../sandbox/client.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { Client, ids, login, person } from './client.mts';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(() => sandbox.stop());

async function withFaults(
	faults: object[],
	seed = 1,
): Promise<{ tenant: SandboxTenant; client: Client }> {
	const tenant = await sandbox.tenant({ seed });
	const client = await login(tenant);
	await tenant.configure({ faults });
	return { tenant, client };
}

const put = (client: Client, id: string) => client.put(`/api/Contact/${id}`, person());

/** The status, or `lost` when the connection broke. */
async function outcome(reply: Promise<{ status: number }>): Promise<number | 'lost'> {
	return await reply.then(
		({ status }) => status,
		() => 'lost' as const,
	);
}

async function outcomes(client: Client, count: number): Promise<Array<number | 'lost'>> {
	const seen: Array<number | 'lost'> = [];
	for (const id of ids(count)) seen.push(await outcome(put(client, id)));
	return seen;
}

async function lastRequest(tenant: SandboxTenant) {
	return (await tenant.requests()).at(-1)!;
}

describe('actions that keep a request from being processed', () => {
	it('status: any, with headers and body', async () => {
		const action = {
			type: 'status',
			status: 503,
			headers: { 'x-why': 'test' },
			body: { why: ['maintenance'] },
		};
		const { tenant, client } = await withFaults([{ action }]);
		const reply = await put(client, '1');
		expect([reply.status, reply.json, reply.headers.get('x-why')]).toEqual([
			503,
			{ why: ['maintenance'] },
			'test',
		]);
		expect(reply.headers.get('retry-after')).toBeNull();
		expect(await lastRequest(tenant)).toMatchObject({
			status: 503,
			faults: ['status'],
			processed: false,
		});
		expect((await tenant.summary()).wai.contacts).toBe(0);
	});

	it('status 429 with Retry-After in seconds, as a date, or without', async () => {
		const action = { type: 'status', status: 429, retryAfter: 2 };
		const { client, tenant } = await withFaults([
			{ match: { nth: 1 }, action },
			{ match: { nth: 2 }, action: { ...action, retryAfterForm: 'date' } },
			{ match: { nth: 3 }, action: { ...action, retryAfterForm: 'none' } },
		]);
		const replies = [
			await put(client, '1'),
			await put(client, '2'),
			await put(client, '3'),
			await put(client, '4'),
		];
		const [seconds, date, none] = replies.map(({ headers }) => headers.get('retry-after'));
		expect(replies.map(({ status }) => status)).toEqual([429, 429, 429, 200]);
		expect(seconds).toBe('2');
		expect(date).toMatch(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/);
		expect(Date.parse(date!) - Date.now()).toBeGreaterThan(900);
		expect(Date.parse(date!) - Date.now()).toBeLessThanOrEqual(3000);
		expect(none).toBeNull();
		expect((await tenant.summary()).requests.answered429).toBe(3);
	});

	it('resetBefore', async () => {
		const { tenant, client } = await withFaults([{ action: 'resetBefore' }]);
		expect(await outcome(put(client, '1'))).toBe('lost');
		expect(await lastRequest(tenant)).toMatchObject({
			status: null,
			faults: ['resetBefore'],
			processed: false,
		});
		expect(await tenant.row('wai/contacts', '1')).toBeUndefined();
	});

	it('tooLarge and limitExceeded', async () => {
		const { tenant, client } = await withFaults([
			{ match: { nth: 1 }, action: 'tooLarge' },
			{ match: { nth: 2 }, action: 'limitExceeded' },
		]);
		expect((await put(client, '1')).status).toBe(413);
		const { status, json } = await put(client, '1');
		expect([status, json]).toEqual([400, { bulkItemLimitExceeded: true }]);
		expect((await tenant.summary()).wai.contacts).toBe(0);
	});

	it('expireToken: 401 for this token from now on', async () => {
		const { tenant, client } = await withFaults([{ times: 1, action: 'expireToken' }]);
		expect(await outcomes(client, 2)).toEqual([401, 401]);
		expect((await put(await login(tenant), '3')).status).toBe(200);
	});

	it('hang: until the client goes away', async () => {
		const { tenant, client } = await withFaults([{ action: 'hang' }]);
		const started = Date.now();
		const reply = client.send('PUT', '/api/Contact/1', {
			body: person(),
			signal: AbortSignal.timeout(300),
		});
		await expect(reply).rejects.toThrow();
		expect(Date.now() - started).toBeGreaterThanOrEqual(290);
		await sleep(100);
		expect(await lastRequest(tenant)).toMatchObject({
			status: null,
			processed: false,
			clientGone: true,
			faults: ['hang'],
		});
		expect((await tenant.summary()).requests.inFlight).toBe(0);
	});
});

describe('actions that spoil the answer to what was processed', () => {
	/** @returns the answer, its body not read yet */
	const putContact = async (
		tenant: SandboxTenant,
		{ token }: { token: string },
		signal?: AbortSignal,
	) =>
		await fetch(`${tenant.access('wai').baseUrl}/api/Contact/1`, {
			method: 'PUT',
			headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
			body: JSON.stringify(person()),
			signal,
		});

	it('resetAfter', async () => {
		const { tenant, client } = await withFaults([{ action: 'resetAfter' }]);
		expect(await outcome(put(client, '1'))).toBe('lost');
		expect(await lastRequest(tenant)).toMatchObject({
			status: null,
			faults: ['resetAfter'],
			processed: true,
		});
		expect((await tenant.row('wai/contacts', '1'))!.writes).toBe(1);
	});

	it('truncate: the head arrives, the body does not', async () => {
		const { tenant, client } = await withFaults([{ action: 'truncate' }]);
		const response = await putContact(tenant, client);
		expect(response.status).toBe(200);
		expect(Number(response.headers.get('content-length'))).toBeGreaterThan(60);
		await expect(response.text()).rejects.toThrow();
		expect(await lastRequest(tenant)).toMatchObject({
			status: 200,
			faults: ['truncate'],
			processed: true,
		});
		expect((await tenant.row('wai/contacts', '1'))!.writes).toBe(1);
	});

	it('stall: the head arrives and the body stops, on a connection that stays', async () => {
		const { tenant, client } = await withFaults([{ action: 'stall' }]);
		const response = await putContact(tenant, client, AbortSignal.timeout(300));
		expect(response.status).toBe(200);
		await expect(response.text()).rejects.toThrow('timeout');
		expect(await lastRequest(tenant)).toMatchObject({
			status: 200,
			faults: ['stall'],
			processed: true,
		});
		expect((await tenant.row('wai/contacts', '1'))!.writes).toBe(1);
	});

	it('notJson and wrongShape: 200 with another body', async () => {
		const { tenant, client } = await withFaults([
			{ match: { nth: 1 }, action: 'notJson' },
			{ match: { nth: 2 }, action: 'wrongShape' },
			{ match: { nth: 3 }, action: { type: 'wrongShape', body: { id: [] } } },
			{ match: { nth: 4 }, action: { type: 'wrongShape', body: null } },
		]);
		const replies = [];
		for (const id of ids(4)) replies.push(await put(client, id));
		expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
		expect(replies[0]!.headers.get('content-type')).toBe('text/html; charset=utf-8');
		expect(replies[0]!.text).toContain('<html>');
		expect(replies[1]!.json).not.toHaveProperty('id');
		expect(replies[2]!.json).toEqual({ id: [] });
		expect(replies[3]!.text).toBe('null');
		expect((await tenant.summary()).wai.contacts).toBe(4);
	});

	it('loses the answer to an error, too, and does not call it processed', async () => {
		const { tenant, client } = await withFaults([{ action: 'resetAfter' }]);
		expect(await outcome(client.put('/api/Contact/1', {}))).toBe('lost');
		expect(await lastRequest(tenant)).toMatchObject({
			status: null,
			faults: ['resetAfter'],
			processed: false,
		});
	});

	it('does not turn an error into a success', async () => {
		const { client } = await withFaults([{ action: 'notJson' }]);
		expect((await client.put('/api/Contact/1', {})).status).toBe(400);
	});

	it('hang after processing', async () => {
		const { tenant, client } = await withFaults([{ action: { type: 'hang', when: 'after' } }]);
		await expect(
			client.send('PUT', '/api/Contact/1', { body: person(), signal: AbortSignal.timeout(200) }),
		).rejects.toThrow();
		await sleep(100);
		expect(await lastRequest(tenant)).toMatchObject({
			status: null,
			processed: true,
			clientGone: true,
		});
		expect((await tenant.summary()).requests).toMatchObject({ inFlight: 0, processed: 2 });
		expect((await tenant.row('wai/contacts', '1'))!.writes).toBe(1);
	});
});

describe('delay', () => {
	it.each(['before', 'after'])(
		'%s processing holds the answer back, and other rules still apply',
		async (when) => {
			const { tenant, client } = await withFaults([
				{ action: { type: 'delay', ms: 300, when } },
				{ action: { type: 'status', status: 500 }, match: { nth: 2 } },
			]);
			const waiting = put(client, '1');
			await sleep(150);
			expect((await tenant.summary()).wai.contacts).toBe(when === 'after' ? 1 : 0);
			expect((await tenant.summary()).requests.inFlight).toBe(1);
			expect((await waiting).status).toBe(200);
			expect((await lastRequest(tenant)).durationMs).toBeGreaterThanOrEqual(295);
			expect((await put(client, '2')).status).toBe(500);
			expect((await lastRequest(tenant)).faults).toEqual(['delay', 'status']);
		},
	);

	it('processes a request whose client has left meanwhile, and says both', async () => {
		const { tenant, client } = await withFaults([{ action: { type: 'delay', ms: 300 } }]);
		await expect(
			client.send('PUT', '/api/Contact/1', { body: person(), signal: AbortSignal.timeout(100) }),
		).rejects.toThrow();
		await sleep(400);
		expect(await lastRequest(tenant)).toMatchObject({
			status: null,
			processed: true,
			clientGone: true,
		});
		expect((await tenant.summary()).requests).toMatchObject({
			clientGone: 1,
			processed: 2,
			inFlight: 0,
		});
		expect((await tenant.row('wai/contacts', '1'))!.writes).toBe(1);
	});

	it('as latency of the tenant holds every answer', async () => {
		const tenant = await sandbox.tenant({ latencyMs: 100 });
		const client = await login(tenant);
		await put(client, '1');
		await client.put('/api/Contact/1', {});
		for (const { durationMs } of await tenant.requests())
			expect(durationMs).toBeGreaterThanOrEqual(99);
	});
});

describe('match', () => {
	const action = { type: 'status', status: 500 };

	it.each([
		[{ nth: 2 }, [200, 500, 200, 200, 200]],
		[{ nth: [1, 4] }, [500, 200, 200, 500, 200]],
		[{ every: 2 }, [200, 500, 200, 500, 200]],
		[{ from: 4 }, [200, 200, 200, 500, 500]],
		[{ to: 2 }, [500, 500, 200, 200, 200]],
		[{ from: 2, to: 3 }, [200, 500, 500, 200, 200]],
		[{ probability: 0 }, [200, 200, 200, 200, 200]],
		[{ probability: 1 }, [500, 500, 500, 500, 500]],
		[{ method: 'put', nth: 1 }, [500, 200, 200, 200, 200]],
		[{ method: 'POST' }, [200, 200, 200, 200, 200]],
		[{ endpoint: 'wai.contact.bulk' }, [200, 200, 200, 200, 200]],
	])('%j', async (match, expected) => {
		const { client } = await withFaults([{ match, action }]);
		expect(await outcomes(client, 5)).toEqual(expected);
	});

	it('times bounds how often a rule is carried out', async () => {
		const { client } = await withFaults([{ match: { every: 2 }, times: 2, action }]);
		expect(await outcomes(client, 7)).toEqual([200, 500, 200, 500, 200, 200, 200]);
	});

	it('numbers the requests of the endpoint, not all', async () => {
		const { client } = await withFaults([
			{ match: { endpoint: ['wai.event.one', 'wai.event.bulk'], nth: 2 }, action },
		]);
		await put(client, '1');
		expect((await client.post('/api/Contact/1/events', { name: 'a' })).status).toBe(200);
		await put(client, '2');
		expect((await client.post('/api/Contact/events/_bulk', { 1: [{ name: 'a' }] })).status).toBe(
			500,
		);
	});

	it('takes the first rule that matches, while later ones go on counting', async () => {
		const { client } = await withFaults([
			{ match: { nth: 1 }, action },
			{ match: { nth: 2 }, action: { type: 'status', status: 502 } },
			{ match: { to: 3 }, action: { type: 'status', status: 503 } },
		]);
		expect(await outcomes(client, 4)).toEqual([500, 502, 503, 200]);
	});

	it('draws the same for the same seed', async () => {
		const draw = async (seed: number) =>
			await outcomes(
				(await withFaults([{ match: { probability: 0.4 }, action }], seed)).client,
				40,
			);
		const [one, again, other] = [await draw(1), await draw(1), await draw(2)];
		expect(one).toEqual(again);
		expect(one).not.toEqual(other);
		expect(one.filter((status) => status === 500).length).toBeGreaterThan(6);
		expect(one.filter((status) => status === 500).length).toBeLessThan(28);
	});

	it('reaches the token call too', async () => {
		const { tenant } = await withFaults([{ match: { endpoint: 'wai.token' }, times: 1, action }]);
		expect(
			(await new Client(tenant).post('/auth/Token/apikey', { key: tenant.access('wai').apiKey }))
				.status,
		).toBe(500);
		expect(
			(await new Client(tenant).post('/auth/Token/apikey', { key: tenant.access('wai').apiKey }))
				.status,
		).toBe(200);
	});

	it.each([
		[{ action: 'explode' }],
		[{ action: { type: 'resetAfter', soon: true } }],
		[{ action, match: { endpoint: 'contact.bulk' } }],
		[{ action, match: { nht: 1 } }],
		[{ action, time: 1 }],
		[{ action: { type: 'status' } }],
		[{ action: { type: 'failEntries', ids: ['1'] } }],
		[{}],
	])('a rule that could never do what it says is rejected: %j', async (rule) => {
		await expect(sandbox.tenant({ faults: [rule] })).rejects.toThrow('400');
	});
});
