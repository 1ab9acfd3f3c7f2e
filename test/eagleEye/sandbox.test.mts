import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { INodeParameters } from 'n8n-workflow';

import { airHash } from '../../nodes/EagleEye/signature';
import { readEvent } from '../../nodes/EagleEye/events/envelope';
import { outputOf } from '../../nodes/EagleEye/events/output';
import type { WalletRow } from '../../sandbox/eagleEye/index.mts';
import { issueReward, runEagleEye } from '../support/eagleEye.mts';
import type { SandboxTenant } from '../../sandbox/client.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';

let sandbox: Sandbox;
let tenant: SandboxTenant;
beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => await sandbox.stop());
beforeEach(async () => void (tenant = await sandbox.tenant()));

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
	const { baseUrl, clientId, clientSecret } = tenant.access('eagleEye');
	const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
	const { pathname, search } = new URL(baseUrl + path);
	const response = await fetch(baseUrl + path, {
		method,
		headers: { 'content-type': 'application/json', 'x-ees-auth-client-id': clientId!, 'x-ees-auth-hash': airHash(pathname + search, text, clientSecret!), ...headers },
		body: text === '' ? undefined : text,
	});
	const answer = await response.text();
	return { status: response.status, headers: response.headers, body: answer ? (JSON.parse(answer) as Record<string, unknown>) : undefined };
}

const reward = (more: object = {}) => ({ walletTransaction: { reference: 'r' }, identityValue: '900001', triggers: [{ reference: 'LATE_DELIVERY' }], ...more });

describe('AIR', () => {
	it('checks the hash against the bytes received, and tells its id of the call', async () => {
		expect((await call('POST', '/services/trigger', `${JSON.stringify(reward())} `)).status).toBe(201);
		const other = await call('POST', '/services/trigger', reward(), { 'x-ees-auth-hash': airHash('/services/trigger', '', 'x') });
		expect(other.status).toBe(401);
		expect(other.headers.get('x-ees-called-unique-id')).toMatch(/^[\da-f-]{36}$/);
		expect((await tenant.summary()).eagleEye).toMatchObject({ rewards: 1, hashesRejected: 1 });
	});

	it.each([
		['no reference', { walletTransaction: {} }, 400],
		['no trigger', { triggers: [] }, 400],
		['an empty identity', { identityValue: '' }, 400],
		['a field that does not exist', { amount: 5 }, 400],
		['an action that is not set up', { triggers: [{ reference: 'NOTHING' }] }, 400],
		['an identity that nobody has', { identityValue: 'nobody' }, 404],
	])('refuses a reward with %s', async (_, more, status) => {
		expect((await call('POST', '/services/trigger', reward(more))).status).toBe(status);
		expect(await tenant.rows('eagleEye/rewards')).toEqual([]);
	});
});

describe('EE Connect', () => {
	const connector = (body: unknown, headers: Record<string, string>, id = 'sandbox-connector') => call('POST', `/in/n8n/${id}`, body, headers);

	it('answers as documented: 401 without a token, 403 for unknown pairs, 400 with errors, 200 when queued', async () => {
		const key = { 'x-auth-token': tenant.access('eagleEye').connectorKey! };
		const whole = { type: 'services/trigger', body: reward() };
		expect((await connector(whole, {})).status).toBe(401);
		expect((await connector(whole, { 'x-auth-token': 'another' })).status).toBe(403);
		expect((await connector(whole, key, 'another')).status).toBe(403);
		const refused = await connector({ ...whole, body: reward({ identityValue: '' }) }, key);
		expect(refused.status).toBe(400);
		expect(refused.body).toMatchObject({ message: 'Validation error', errors: [{ path: 'body.identityValue', message: expect.any(String) }] });
		// "the framework schema requires walletTransaction.reference" (CONTRACTS 2.4)
		expect((await connector({ ...whole, body: reward({ walletTransaction: undefined }) }, key)).status).toBe(400);
		const taken = await connector(whole, key);
		expect([taken.status, taken.body]).toEqual([200, { status: 'OK' }]);
		expect(await tenant.rows('eagleEye/queue')).toHaveLength(1);
		expect((await fetch(`${tenant.access('eagleEye').baseUrl}/in/n8n/status`)).status).toBe(200);
	});
});

describe('outbound events', () => {
	it('are given up after the set number of attempts', async () => {
		await tenant.configure({ eagleEye: { events: { url: 'http://127.0.0.1:9/', maxAttempts: 3, retryMs: 5 } } });
		await runEagleEye(tenant, issueReward(), [{ id: '900001' }]);
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(await tenant.rows('eagleEye/events')).toMatchObject([{ status: 'dead', attempts: 3 }]);
	});

	it('every call of the node makes the event that the trigger knows it by, enriched or not', async () => {
		const events: unknown[] = [];
		const server = createServer(async (request, response) => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			events.push(JSON.parse(Buffer.concat(chunks).toString()));
			response.end();
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
		await tenant.configure({ eagleEye: { events: { url, concurrency: 1 } } });
		const who = { lookupBy: 'identity', identityValue: '900001' };
		const run = async (resource: string, operation: string, more: INodeParameters) => await runEagleEye(tenant, { resource, operation, ...who, ...more }, [{}]);
		await run('wallet', 'create', { walletInput: 'fields', identities: { identity: [{ type: 'CUSTOMER_ID', value: 'n-1' }] }, consumer: { field: [{ name: 'a', value: 'b' }] }, schemeId: '1287', campaignTags: 'freecoffee' });
		await run('plan', 'join', { planId: '532', accountJson: '{}' });
		const { accounts } = (await tenant.rows<WalletRow>('eagleEye/wallets'))[0]!;
		await run('account', 'cancel', { accountId: accounts.find(({ type }) => type === 'STANDARD_SUBSCRIPTION')!.accountId });
		await run('coupon', 'issue', { couponInput: 'single', campaignId: '5001' });
		await run('points', 'credit', { accountId: '', pointsInput: 'fields', points: 70 });
		await run('reward', 'issue', { actionReferences: 'WELCOME' });
		await tenant.configure({ eagleEye: { events: { url, concurrency: 1, enrich: false } } });
		await run('wallet', 'delete', {});
		for (let wait = 0; wait < 40 && events.length < 7; wait++) await new Promise((resolve) => setTimeout(resolve, 50));
		server.close();
		const told = events.map((event) => outputOf(readEvent(event), 'CUSTOMER_ID'));
		expect(told.map(({ eventName, useCases, identity, points }) => [eventName, useCases, identity, (points as { moved: number } | null)?.moved])).toEqual([
			['SERVICE.WALLET.ACCOUNTS.CREATE', ['joined'], 'n-1', 0],
			['WALLET.ACCOUNT.CREATE.PLAN', ['subscriptionJoined'], '900001', undefined],
			['WALLET.ACCOUNT.UPDATE', ['subscriptionChanged'], '900001', undefined],
			['WALLET.ACCOUNT.CREATE.CAMPAIGN', [], '900001', undefined],
			['SERVICE.WALLET.TRANSACTION.CREDIT', [], '900001', 70],
			['SERVICE.TRIGGER', ['rewardIssued'], '900001', 500],
			['SERVICE.WALLET.DELETE', ['left'], '900001', undefined],
		]);
		expect(told[0]!.created).toEqual(['wallet', 'identity', 'consumer', 'points account', 'coupon']);
	});
});
