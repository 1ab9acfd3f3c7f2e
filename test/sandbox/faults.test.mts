import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxTenant } from '../../sandbox/client.mts';
import { ids, login, person } from './client.mts';
import {
	lastRequest,
	outcome,
	outcomes,
	put,
	sandbox,
	useSandbox,
	withFaults,
} from './withFaults.mts';

useSandbox();

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
