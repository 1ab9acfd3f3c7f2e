import { createHash } from 'node:crypto';

import type { RowOf, SandboxTenant } from '../../sandbox/client.mts';
import { startReceiver, type Receiver } from '../sandbox/receiver.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';

let sandbox: Sandbox;
let receiver: Receiver;
let tenant: SandboxTenant;
beforeAll(async () => {
	sandbox = await startSandbox();
	receiver = await startReceiver();
});
afterAll(async () => {
	receiver.close();
	await sandbox.stop();
});
beforeEach(async () => {
	receiver.received.length = 0;
	tenant = await sandbox.tenant({ eagleEye: { events: { url: `${receiver.url}/`, concurrency: 1 } } });
});

const sha256 = (...parts: string[]) => createHash('sha256').update(parts.join('')).digest('hex');

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
	const { baseUrl, clientId, clientSecret } = tenant.access('eagleEye');
	const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
	const { pathname, search } = new URL(baseUrl + path);
	const response = await fetch(baseUrl + path, {
		method,
		headers: {
			'content-type': 'application/json',
			'x-ees-auth-client-id': clientId,
			'x-ees-auth-hash': sha256(pathname, search, text, clientSecret),
			...headers,
		},
		body: text === '' ? undefined : text,
	});
	const answer = await response.text();
	return { status: response.status, headers: response.headers, body: answer ? (JSON.parse(answer) as any) : undefined };
}

const reward = (more: object = {}) => ({
	walletTransaction: { reference: 'r' },
	identityValue: '900001',
	triggers: [{ reference: 'LATE_DELIVERY' }],
	...more,
});

type WalletRow = RowOf<'eagleEye/wallets'>;

const walletOf = async (identity = '900001'): Promise<WalletRow> =>
	(await tenant.rows('eagleEye/wallets')).find(({ identities }) => identities.some(({ value }) => value === identity))!;
const pointsOf = ({ accounts }: WalletRow) => accounts.find(({ type }) => type === 'POINTS')!;

/** The last event of that name, once it has come. */
const event = async (name: string) =>
	await receiver.until((all) => all.findLast(({ json }) => json.headers.eventName === name)?.json);
/** What a list of operations is, shortly. */
const kinds = ({ atomicOperations }: any): string[] =>
	atomicOperations.map(({ objectType, operationType, objectValue: { event: done, transactionType, status } }: any) =>
		[objectType, operationType, done ?? transactionType ?? status].filter(Boolean).join(' '),
	);
const values = ({ atomicOperations }: any, type: string): any[] =>
	atomicOperations.filter(({ objectType }: any) => objectType === type).map(({ objectValue }: any) => objectValue);

const DATE = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
const ID = expect.stringMatching(/^\d+$/);

describe('AIR', () => {
	it('checks the hash against the bytes received, and tells its id of the call', async () => {
		expect((await call('POST', '/services/trigger', `${JSON.stringify(reward())} `)).status).toBe(201);
		const wrong = { 'x-ees-auth-hash': sha256('/services/trigger', 'x') };
		const other = await call('POST', '/services/trigger', reward(), wrong);
		expect(other.status).toBe(401);
		expect(other.headers.get('x-ees-called-unique-id')).toMatch(/^[\da-f-]{36}$/);
		expect((await tenant.summary()).eagleEye).toMatchObject({ rewards: 1, hashesRejected: 1 });
	});

	it('takes /2.0 as part of the path that is hashed, where it is in the path', async () => {
		const { baseUrl, clientSecret } = tenant.access('eagleEye');
		const { pathname } = new URL(baseUrl);
		expect((await call('GET', '/2.0/wallet?identity-value=900001')).body.walletId).toBe((await walletOf()).walletId);
		const without = sha256(`${pathname}/wallet?identity-value=900001`, clientSecret);
		expect((await call('GET', '/2.0/wallet?identity-value=900001', undefined, { 'x-ees-auth-hash': without })).status).toBe(401);
		await call('POST', '/2.0/services/trigger', reward());
		expect((await event('SERVICE.TRIGGER')).request.resource).toBe('/services/trigger');
	});

	it.each([
		['no reference', { walletTransaction: {} }, 400],
		['no trigger', { triggers: [] }, 400],
		['an empty identity', { identityValue: '' }, 400],
		['a field that does not exist', { amount: 5 }, 400],
		['an action that is not set up', { triggers: [{ reference: 'NOTHING' }] }, 400],
		['an identity that nobody has', { identityValue: 'nobody' }, 404],
	])('rejects a reward with %s', async (_, more, status) => {
		expect((await call('POST', '/services/trigger', reward(more))).status).toBe(status);
		expect(await tenant.rows('eagleEye/rewards')).toEqual([]);
	});

	it('keeps the identities of a deleted wallet reserved', async () => {
		const { walletId } = await walletOf();
		expect((await call('DELETE', `/services/wallet/${walletId}`)).status).toBe(204);
		expect((await call('GET', '/wallet?identity-value=900001')).status).toBe(404);
		const again = { type: 'CONSUMER', identities: [{ type: 'CUSTOMER_ID', value: '900001' }] };
		expect((await call('POST', '/services/wallet', again)).status).toBe(400);
	});

	it.each([
		['points', { balances: { current: 40 } }, 40, 0],
		['a value, for AIR to calculate', { transactionValue: 1250 }, 12, 1250],
	])('earns by %s', async (_, body, points, spend) => {
		const wallet = await walletOf('900002');
		const { accountId } = pointsOf(wallet);
		const { status, body: answer } = await call('PATCH', `/wallet/${wallet.walletId}/account/${accountId}/earn`, body);
		expect([status, answer.event, answer.value, answer.account.balances.current]).toEqual([200, 'EARN', points, points]);
		const [tier] = values(await event('SERVICE.WALLET.TRANSACTION.EARN'), 'tierMembershipTransactionEntity');
		expect(tier.actions).toEqual([
			{ balanceType: 'POINTS', amount: points, balanceBefore: 0, balanceAfter: points },
			{ balanceType: 'TRANSACTIONS', amount: 0, balanceBefore: 0, balanceAfter: 0 },
			{ balanceType: 'SPEND', amount: spend, balanceBefore: 0, balanceAfter: spend },
		]);
		const both = { balances: { current: 1 }, transactionValue: 1 };
		expect((await call('PATCH', `/wallet/${wallet.walletId}/account/${accountId}/earn`, both)).status).toBe(400);
	});

	it('changes identities and consumers', async () => {
		const { walletId } = await walletOf();
		const added = await call('POST', `/wallet/${walletId}/identity`, { type: 'CARD', value: 'card-9' });
		const path = `/wallet/${walletId}/identity/${added.body.identityId}`;
		expect((await call('PATCH', path, { value: 'card-10' })).body).toMatchObject({ type: 'CARD', value: 'card-10' });
		expect((await call('GET', '/wallet?identity-value=CARD-10')).body.walletId).toBe(walletId);
		expect((await call('GET', '/wallet?identity-value=card-9')).status).toBe(404);
		expect((await call('PATCH', path, { value: '900002' })).status).toBe(400);
		const { body: made } = await call('POST', `/wallet/${walletId}/consumer`, { friendlyName: 'Ada', data: { personal: { firstName: 'Ada' } } });
		const changed = await call('PATCH', `/wallet/${walletId}/consumer/${made.consumerId}`, { data: { personal: { firstName: 'Eva' } } });
		expect(changed.body).toMatchObject({ friendlyName: 'Ada', data: { personal: { firstName: 'Eva' } } });
		expect((await call('PATCH', `/wallet/${walletId}/consumer/1`, {})).status).toBe(404);
		expect((await call('PATCH', `/wallet/${walletId}/consumer/${made.consumerId}`, { name: 'x' })).status).toBe(400);
	});
});

describe('EE Connect', () => {
	const connector = (body: unknown, headers: Record<string, string>, id = 'sandbox-connector') =>
		call('POST', `/in/n8n/${id}`, body, headers);

	it('answers as documented: 401 without a token, 403 for unknown pairs, 400 with errors, 200 when queued', async () => {
		const key = { 'x-auth-token': tenant.access('eagleEye').connectorKey };
		const whole = { type: 'services/trigger', body: reward() };
		expect((await connector(whole, {})).status).toBe(401);
		expect((await connector(whole, { 'x-auth-token': 'another' })).status).toBe(403);
		expect((await connector(whole, key, 'another')).status).toBe(403);
		const rejected = await connector({ ...whole, body: reward({ identityValue: '' }) }, key);
		expect(rejected.status).toBe(400);
		expect(rejected.body).toMatchObject({
			message: 'Validation error',
			errors: [{ path: 'body.identityValue', message: expect.any(String) }],
		});
		// The framework of the vendor's connectors requires a reference.
		expect((await connector({ ...whole, body: reward({ walletTransaction: undefined }) }, key)).status).toBe(400);
		const taken = await connector(whole, key);
		expect([taken.status, taken.body]).toEqual([200, { status: 'OK' }]);
		expect(await tenant.rows('eagleEye/queue')).toHaveLength(1);
		expect((await fetch(`${tenant.access('eagleEye').baseUrl}/in/n8n/status`)).status).toBe(200);
	});
});

describe('outbound events', () => {
	it('come in the envelope, with the identities of the wallet', async () => {
		const { walletId } = await walletOf();
		await call('POST', '/services/trigger', reward());
		const [{ headers, json }] = (await receiver.until((all) => all.length === 1 && all)) as [any];
		expect(headers['x-auth-token']).toBe(tenant.access('eagleEye').headerValue);
		expect(json.headers).toEqual({
			eventName: 'SERVICE.TRIGGER',
			eventDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/),
			eesEnvironmentType: 'sandbox-uk',
			eesSubsystemId: 'wallet.sandbox.uk.eagleeye.com',
			callerIp: '127.0.0.1',
			unitId: '1',
			unitFriendlyName: 'Sandbox',
			clientId: 'sandbox-unit',
			clientIdFriendlyName: 'Sandbox',
			eesEventId: expect.stringMatching(/^[\da-f-]{36}$/),
			eesMasterEventId: expect.any(String),
			externalMessageId: null,
			eesApiVersion: '2.0',
		});
		expect(json.request).toEqual({
			resource: '/services/trigger',
			method: 'POST',
			body: JSON.stringify(reward()),
			contentType: 'application/json',
			customHeaders: [],
		});
		expect(json.response).toMatchObject({ code: 201, contentType: 'application/json;charset=utf-8' });
		expect(json.enrichmentData[`walletEntity_${walletId}`].identities[0]).toEqual({
			identityId: ID,
			walletId,
			type: 'CUSTOMER_ID',
			friendlyName: null,
			value: '900001',
			safeValue: null,
			secret: null,
			dates: { start: DATE, end: null },
			meta: [],
			state: 'DEFAULT',
			status: 'ACTIVE',
			dateCreated: DATE,
			lastUpdated: DATE,
			mobileWallet: expect.any(String),
		});
		await tenant.configure({ eagleEye: { events: { url: `${receiver.url}/`, enrich: false } } });
		await call('POST', '/services/trigger', reward());
		expect((await receiver.until((all) => all[1])).json).not.toHaveProperty('enrichmentData');
	});

	it('are given up after the set number of attempts', async () => {
		await tenant.configure({ eagleEye: { events: { url: 'http://127.0.0.1:9/', maxAttempts: 3, retryMs: 5 } } });
		await call('POST', '/services/trigger', reward());
		const rows = async () => await tenant.rows('eagleEye/events');
		const [row] = await receiver.until(async () => (await rows())[0]?.status === 'dead' && (await rows()));
		expect(row).toMatchObject({ status: 'dead', attempts: 3 });
	});
});

describe('tiers', () => {
	const tier = async (action: string, body: object) => {
		const { walletId, tier: membership } = await walletOf();
		return await call('PATCH', `/wallet/${walletId}/tier/membership/${membership!.tierMembershipId}/${action}`, body);
	};

	it('a reward of points credits the tier with 0, so that nothing has changed', async () => {
		await call('POST', '/services/trigger', reward());
		const told = await event('SERVICE.TRIGGER');
		expect(kinds(told)).toEqual([
			'walletAccountTransactionEntity CREATE CREATE',
			'walletAccountTransactionEntity CREATE REDEEM',
			'walletAccountTransactionEntity CREATE CREDIT',
			'tierMembershipTransactionEntity CREATE CREDIT',
			'tierMembershipEntity UPDATE ACTIVE',
		]);
		expect(values(told, 'tierMembershipTransactionEntity')).toEqual([
			{
				tierMembershipTransactionId: ID,
				tierId: '301',
				tierIdAfter: null,
				tierMembershipId: ID,
				transactionType: 'CREDIT',
				parentTierMembershipTransactionId: null,
				walletTransactionId: told.response.body.walletTransactionId,
				dateCreated: DATE,
				lastUpdated: DATE,
				actions: [{ balanceType: 'POINTS', amount: 0, balanceBefore: 900, balanceAfter: 900 }],
			},
		]);
		expect(values(told, 'tierMembershipEntity')).toEqual([
			{
				tierMembershipId: ID,
				tierId: '301',
				status: 'ACTIVE',
				accountIds: [pointsOf(await walletOf()).accountId],
				balances: { points: 900, spend: 0, transactions: 0 },
				expiryDate: expect.stringMatching(/T23:59:59\+00:00$/),
				tierBalancesResetDate: expect.stringMatching(/T23:59:59\+00:00$/),
				dateCreated: DATE,
				lastUpdated: DATE,
			},
		]);
	});

	it('a credit that reaches the next tier holds CREDIT and MOVE, and the membership is in the new tier', async () => {
		const { status, body } = await tier('credit', { balances: { points: 150, spend: 1000, transactions: 2 } });
		expect(status).toBe(200);
		expect(body.transactions.map(({ transactionType }: any) => transactionType)).toEqual(['MOVE', 'CREDIT']);
		const told = await event('TIER.MEMBERSHIP.CREDIT');
		expect(kinds(told)).toEqual([
			'walletEntity READ ACTIVE',
			'tierMembershipTransactionEntity CREATE CREDIT',
			'tierMembershipEntity UPDATE ACTIVE',
			'tierMembershipTransactionEntity CREATE MOVE',
		]);
		expect(values(told, 'tierMembershipTransactionEntity')).toMatchObject([
			{
				tierId: '301',
				tierIdAfter: null,
				walletTransactionId: null,
				actions: [
					{ balanceType: 'POINTS', amount: 150, balanceBefore: 900, balanceAfter: 1050 },
					{ balanceType: 'SPEND', amount: 1000, balanceBefore: 0, balanceAfter: 1000 },
					{ balanceType: 'TRANSACTIONS', amount: 2, balanceBefore: 0, balanceAfter: 2 },
				],
			},
			{ tierId: '301', tierIdAfter: '302', actions: [] },
		]);
		const [membership] = values(told, 'tierMembershipEntity');
		expect(membership).toMatchObject({ tierId: '302', balances: { points: 1050, spend: 1000, transactions: 2 } });
		expect(membership).not.toHaveProperty('walletId');
		expect(told.response.body.membership).toEqual(membership);
	});

	it('a move tells the tier before and after, and moves no balance', async () => {
		await tier('move', { tierId: '303' });
		const told = await event('TIER.MEMBERSHIP.MOVE');
		expect(kinds(told)).toEqual([
			'walletEntity READ ACTIVE',
			'tierMembershipEntity UPDATE ACTIVE',
			'tierMembershipTransactionEntity CREATE MOVE',
		]);
		expect(values(told, 'tierMembershipTransactionEntity')).toMatchObject([
			{ tierId: '301', tierIdAfter: '303', transactionType: 'MOVE', actions: [] },
		]);
		expect(values(told, 'tierMembershipEntity')).toMatchObject([{ tierId: '303', balances: { points: 900 } }]);
		expect((await tier('move', { tierId: '999' })).status).toBe(404);
	});

	it.each([
		['debit', { points: 100, spend: 50, transactions: 1 }, 'DEBIT', [-100, -50, -1]],
		['adjust', { points: -100, spend: 50, transactions: -1 }, 'ADJUSTMENT', [-100, 50, -1]],
	])('%s moves the balances by signed amounts, and demotes nobody', async (action, balances, type, amounts) => {
		await tier('move', { tierId: '302' });
		await tier(action, { balances });
		const told = await event(`TIER.MEMBERSHIP.${action.toUpperCase()}`);
		const [moved] = values(told, 'tierMembershipTransactionEntity');
		expect([moved.transactionType, moved.actions.map(({ amount }: any) => amount)]).toEqual([type, amounts]);
		expect(values(told, 'tierMembershipEntity')).toMatchObject([{ tierId: '302' }]);
		expect((await tier('debit', { balances: { points: -1 } })).status).toBe(400);
	});

	it('a scheme without tiers tells none', async () => {
		tenant = await sandbox.tenant({ eagleEye: { tiers: [], events: { url: `${receiver.url}/` } } });
		await call('POST', '/services/trigger', reward());
		expect(values(await event('SERVICE.TRIGGER'), 'tierMembershipEntity')).toEqual([]);
	});
});

describe('wallets and their accounts', () => {
	const identities = [
		{ type: 'CUSTOMER_ID', value: 'n-1', status: 'ACTIVE', state: 'DEFAULT' },
		{ type: 'MOBILE', value: '+1(416)-111-0001', status: 'ACTIVE', state: 'DEFAULT' },
	];

	it('created in one call tell wallet, identities, coupons, points, tier and consumer, in this order', async () => {
		const { status, body } = await call('POST', '/services/wallet/accounts', {
			state: 'DEFAULT',
			status: 'ACTIVE',
			type: 'CONSUMER',
			identities,
			consumer: { friendlyName: 'Ada', type: 'INDIVIDUAL', status: 'ACTIVE', meta: { a: 'b' }, data: {} },
			accounts: {
				campaign: [{ campaignTag: 'freecoffee', state: 'LOADED' }],
				scheme: [{ status: 'ACTIVE', schemeId: 1287, state: 'LOADED' }],
			},
		});
		expect(status).toBe(201);
		expect(body.accounts).toMatchObject({
			campaign: { total: 1, results: [{ type: 'ECOUPON' }], successful: { total: 1 }, failed: { total: 0, results: [] } },
			scheme: { total: 1, results: [{ type: 'POINTS' }], successful: { total: 1 }, failed: { total: 0 } },
		});
		const told = await event('SERVICE.WALLET.ACCOUNTS.CREATE');
		expect(kinds(told)).toEqual([
			'walletEntity CREATE ACTIVE',
			'walletIdentityEntity CREATE ACTIVE',
			'walletIdentityEntity CREATE ACTIVE',
			'walletAccountTransactionEntity CREATE CREATE',
			'walletAccountTransactionEntity CREATE CREATE',
			'tierMembershipEntity CREATE ACTIVE',
			'walletConsumerEntity CREATE ACTIVE',
		]);
		const [coupon, points] = values(told, 'walletAccountTransactionEntity');
		expect(coupon).toEqual({
			accountTransactionId: ID,
			parentAccountTransactionId: null,
			accountId: body.accounts.campaign.results[0].accountId,
			account: { ...body.accounts.campaign.results[0], mobileWallet: null },
			event: 'CREATE',
			value: 0,
			source: 1,
			balancesBefore: { available: 0, refundable: 0 },
			balancesAfter: { available: 0, refundable: 0 },
			transactionDetails: [],
			properties: [],
			dateCreated: DATE,
			lastUpdated: DATE,
		});
		expect(points).toMatchObject({ account: { balances: { current: 0, usable: 0, lifetime: 0 } }, balancesAfter: { current: 0, lifetime: 0 } });
	});

	it('created with a stamp card tell neither request nor answer', async () => {
		const accounts = { campaign: [{ campaignTag: 'coffeecard', state: 'LOADED' }] };
		await call('POST', '/services/wallet/accounts', { type: 'CONSUMER', identities, accounts });
		const told = await event('SERVICE.WALLET.ACCOUNTS.CREATE');
		expect([told.request, told.response]).toEqual([{}, { code: 201, contentType: 'application/json;charset=utf-8' }]);
		expect(values(told, 'walletAccountTransactionEntity')).toMatchObject([
			{ account: { type: 'COUPON_STAMP_CARD', balances: { available: 0, refundable: 0 } }, event: 'CREATE' },
		]);
	});

	it('deleted tell no identity: none in the enrichment, made-up values in the operations', async () => {
		const { walletId } = await walletOf();
		await call('POST', '/services/trigger', reward({ triggers: [{ reference: 'FREE_COFFEE' }] }));
		await call('DELETE', `/services/wallet/${walletId}`);
		const told = await event('SERVICE.WALLET.DELETE');
		expect(told.enrichmentData).toEqual({ [`walletEntity_${walletId}`]: { identities: [] } });
		expect([told.request.body, told.response]).toMatchObject([null, { code: 204, body: null }]);
		const deleted = values(told, 'walletIdentityEntity');
		expect(deleted.map(({ type, status }) => [type, status])).toEqual([['CUSTOMER_ID', 'DELETED'], ['MOBILE', 'DELETED']]);
		for (const { identityId, value } of deleted) {
			expect(value).toMatch(new RegExp(`^DELETED_${identityId}_[A-Za-z0-9]{7}_\\d{10}$`));
		}
		expect(JSON.stringify(told)).not.toContain('900001');
		const ended = values(told, 'walletAccountTransactionEntity').map(({ account, event: done }) => [account.type, done, account.status]);
		// The points account is emptied and cancelled, and both are told twice.
		expect(ended).toEqual([
			['POINTS', 'DEBIT', 'CANCELLED'],
			['POINTS', 'CANCEL', 'CANCELLED'],
			['POINTS', 'CANCEL', 'CANCELLED'],
			['POINTS', 'DEBIT', 'CANCELLED'],
			['ECOUPON', 'CANCEL', 'CANCELLED'],
		]);
		expect(told.atomicOperations.at(-1)).toMatchObject({ objectType: 'walletEntity', operationType: 'DELETE', objectValue: { walletId, status: 'DELETED' } });
	});

	it('a subscription never ends, its entitlement coupons do, and are cancelled with it', async () => {
		const { walletId } = await walletOf();
		const { status, body } = await call('POST', `/wallet/${walletId}/plan/532/account`, { status: 'ACTIVE', state: 'LOADED' });
		expect([status, body.type, body.clientType, body.balances, body.dates.end]).toEqual([200, 'STANDARD_SUBSCRIPTION', null, null, '2038-01-19T03:14:07+00:00']);
		const ids = body.relationships.ENTITLEMENT.ECOUPON.map(({ accountId }: any) => accountId);
		expect(ids).toHaveLength(2);
		const joined = values(await event('WALLET.ACCOUNT.CREATE.PLAN'), 'walletAccountTransactionEntity');
		const parent = joined[2].accountTransactionId;
		expect(joined).toMatchObject([
			...ids.map((accountId: string) => ({
				accountId,
				parentAccountTransactionId: parent,
				account: {
					clientType: 'ENTITLEMENT',
					dates: { end: expect.stringMatching(/-12-31T23:59:00\+00:00$/) },
					relationships: { ENTITLEMENT_OF: { STANDARD_SUBSCRIPTION: [{ accountId: body.accountId, dateCreated: DATE }] } },
				},
			})),
			{ accountId: body.accountId, parentAccountTransactionId: null, balancesBefore: [], balancesAfter: [] },
		]);
		const cancelled = await call('PATCH', `/wallet/${walletId}/account/${body.accountId}/cancel`);
		expect(cancelled.body).toMatchObject({ accountId: body.accountId, event: 'CANCEL', account: { status: 'CANCELLED' } });
		const told = values(await event('WALLET.ACCOUNT.UPDATE'), 'walletAccountTransactionEntity');
		expect(told.map(({ accountId, event: done, account }) => [accountId, done, account.status])).toEqual(
			[body.accountId, ...ids].map((id) => [id, 'CANCEL', 'CANCELLED']),
		);
	});

	it('a coupon, several by tag, and a scheme are told as they were captured', async () => {
		const { walletId } = await walletOf();
		const one = await call('POST', `/wallet/${walletId}/campaign/5001/account`, { status: 'ACTIVE', state: 'LOADED' });
		const single = await event('WALLET.ACCOUNT.CREATE.CAMPAIGN');
		expect(values(single, 'walletAccountTransactionEntity')).toMatchObject([
			{ accountId: one.body.accountId, parentAccountTransactionId: null, account: one.body, event: 'CREATE' },
		]);
		receiver.received.length = 0;
		const tags = ['freecoffee', 'initialoffer'].map((campaignTag) => ({ campaignTag, state: 'LOADED' }));
		const { body } = await call('POST', `/wallet/${walletId}/campaigns/accounts`, tags);
		expect(body).toMatchObject({ total: 2, results: [{ campaignId: '5001' }, { campaignId: '5002' }], failed: { total: 0 } });
		const several = values(await event('WALLET.ACCOUNT.CREATE.CAMPAIGN'), 'walletAccountTransactionEntity');
		expect(several.map(({ parentAccountTransactionId: parent, account }) => [parent, account.mobileWallet])).toEqual([['', null], ['', null]]);
		const made = await call('POST', '/services/wallet', { type: 'CONSUMER', identities });
		await call('POST', `/wallet/${made.body.walletId}/scheme/1287/account`, { status: 'ACTIVE', state: 'EARNBURN' });
		expect(kinds(await event('WALLET.ACCOUNT.CREATE.SCHEME'))).toEqual([
			'walletAccountTransactionEntity CREATE CREATE',
			'tierMembershipEntity CREATE ACTIVE',
		]);
	});

	it('a quest is told in the other form: objective coupons, bodies as objects, identities by type', async () => {
		const { walletId } = await walletOf();
		const { body } = await call('POST', `/wallet/${walletId}/campaign/5004/account`, { status: 'ACTIVE', state: 'LOADED' });
		const told = await event('WALLET.ACCOUNT.CREATE.CAMPAIGN');
		expect(told.request.body).toEqual({ status: 'ACTIVE', state: 'LOADED' });
		expect(told.enrichmentData).toEqual({ identities: { CUSTOMER_ID: '900001', MOBILE: '5519900000001' } });
		const objective = { accountId: ID, dateCreated: DATE };
		expect(told.atomicOperations).toEqual([
			{
				objectType: 'WALLET_ACCOUNT_TRANSACTION_ENTITY',
				operationType: 'CREATE',
				objectValue: {
					account: {
						accountId: body.accountId,
						campaignId: '5004',
						type: 'QUEST',
						clientType: 'OFFER',
						status: 'ACTIVE',
						state: 'LOADED',
						dates: body.dates,
						balances: { objectivesMet: 0 },
						relationships: { OBJECTIVE: { ECOUPON: [objective, objective] } },
					},
				},
			},
		]);
	});

	it('a reward of a coupon has the coupon’s ids in the answer, and in the wrong operation', async () => {
		await call('POST', '/services/trigger', reward({ triggers: [{ reference: 'FREE_COFFEE' }] }));
		const told = await event('SERVICE.TRIGGER');
		const { accounts, type } = told.response.body;
		expect(type).toBe('BEHAVIOURAL_ACTION_COUPON');
		expect(accounts.map(({ account, event: done }: any) => [account.type, done])).toEqual([
			['BEHAVIOURAL_ACTION', 'CREATE'],
			['BEHAVIOURAL_ACTION', 'REDEEM'],
			['ECOUPON', 'CREATE'],
		]);
		const [begun, , coupon] = values(told, 'walletAccountTransactionEntity');
		expect([begun.accountId, begun.account.type]).toEqual([accounts[2].accountId, 'BEHAVIOURAL_ACTION']);
		expect(coupon).toMatchObject({ accountId: '', accountTransactionId: '', account: { accountId: '', type: 'ECOUPON' } });
	});
});

describe('the till', () => {
	const act = async (action: string, body: object) =>
		await tenant.act<{ reference: string; eventId: string }>(`eagleEye/${action}`, body);
	const item = (count: number) => ({ upc: '1', description: 'Coffee', unitCost: 1000, count });
	const coupon = async () => {
		const { walletId } = await walletOf();
		return (await call('POST', `/wallet/${walletId}/campaign/5001/account`, {})).body.accountId as string;
	};

	it('settles a purchase: coupons redeemed, points earned, the tier credited', async () => {
		const id = await coupon();
		await act('purchase', { identity: '900001', reference: 'p-1', items: [item(5)], redeem: [id], openOffer: 700, bonus: 60 });
		const told = await event('POSCONNECT.WALLET.SETTLE');
		expect(told.headers).toMatchObject({ eesSubsystemId: 'pos.sandbox.uk.eagleeye.com', eesApiVersion: '7.6' });
		expect(kinds(told)).toEqual([
			'walletTransactionEntity CREATE SETTLED',
			'walletAccountEntity CREATE USED',
			'walletAccountTransactionEntity UPDATE REDEEM',
			'walletAccountTransactionEntity UPDATE REDEEM',
			'walletAccountTransactionEntity UPDATE EARN',
			'walletAccountTransactionEntity UPDATE CREDIT',
			'tierMembershipTransactionEntity CREATE CREDIT',
			'tierMembershipEntity UPDATE ACTIVE',
			'walletTransactionEntity UPDATE SETTLED',
		]);
		const [open, own, earned] = values(told, 'walletAccountTransactionEntity');
		expect([open.value, own.value, own.accountId]).toEqual([700, 100, id]);
		expect(own).toMatchObject({
			parentAccountTransactionId: '',
			account: { type: 'ECOUPON', status: 'USED' },
			transactionDetails: { numberOfRewards: 1, merchant_store_id: 'outlet1', merchant_store_parent_id: 'banner1' },
		});
		expect(earned).toMatchObject({ value: 42, balancesBefore: { current: 2500, lifetime: 0 }, balancesAfter: { current: 2542, lifetime: 0 } });
		expect(values(told, 'tierMembershipTransactionEntity')[0].actions).toEqual([
			{ balanceType: 'POINTS', amount: 42, balanceBefore: 900, balanceAfter: 942 },
			{ balanceType: 'TRANSACTIONS', amount: 0, balanceBefore: 0, balanceAfter: 0 },
			{ balanceType: 'SPEND', amount: 4200, balanceBefore: 0, balanceAfter: 4200 },
		]);
		expect(JSON.parse(told.request.body)).toMatchObject({ reference: 'p-1', mode: 'ACTIVE' });
		expect(Object.keys(JSON.parse(told.response.body))).toEqual(['walletTransactions', 'accountTransactions', 'tierMembershipTransactions']);
	});

	it('promotes in a purchase: CREDIT and MOVE in one event', async () => {
		await act('purchase', { identity: '900001', items: [item(20)] });
		const told = await event('POSCONNECT.WALLET.SETTLE');
		expect(values(told, 'tierMembershipTransactionEntity').map(({ transactionType, tierId, tierIdAfter }) => [transactionType, tierId, tierIdAfter])).toEqual([
			['CREDIT', '301', null],
			['MOVE', '301', '302'],
		]);
		expect((await walletOf()).tier).toMatchObject({ tierId: '302', name: 'Silver', points: 1100 });
	});

	it('gives stamps, meets objectives and counts for continuity, with fewer fields', async () => {
		const { walletId } = await walletOf();
		for (const id of ['5003', '5004', '5005']) await call('POST', `/wallet/${walletId}/campaign/${id}/account`, {});
		await act('purchase', { identity: '900001', items: [item(1)] });
		await act('purchase', { identity: '900001', items: [item(1)] });
		const told = (await receiver.until((all) => all.filter(({ json }) => json.headers.eventName === 'POSCONNECT.WALLET.SETTLE')[1])).json;
		expect([typeof told.request.body, typeof told.response.body]).toEqual(['object', 'object']);
		const others = values(told, 'walletAccountTransactionEntity').filter(({ account }) => account.type !== 'POINTS');
		expect(others.map(({ account, event: done, balancesBefore, balancesAfter }) => [account.type, done, balancesBefore, balancesAfter])).toEqual([
			['COUPON_STAMP_CARD', 'CREDIT', { available: 1, refundable: 0 }, { available: 2, refundable: 0 }],
			['QUEST', 'REDEEM', { objectivesMet: 2 }, { objectivesMet: 2 }],
			[
				'CONTINUITY',
				'CREDIT',
				{ totalSpend: 1000, currentSpend: 1000, transactionCount: 1, currentTransactions: 1, totalUnits: 1, currentUnits: 1 },
				{ totalSpend: 2000, currentSpend: 2000, transactionCount: 2, currentTransactions: 2, totalUnits: 2, currentUnits: 2 },
			],
		]);
		expect(others[0]).not.toHaveProperty('value');
		expect(others[0].account).toEqual({
			accountId: ID,
			campaignId: '5003',
			type: 'COUPON_STAMP_CARD',
			clientType: 'OFFER',
			status: 'ACTIVE',
			state: 'LOADED',
			dates: { start: DATE, end: null },
			balances: { available: 2, refundable: 0 },
		});
	});

	it('refunds all: the coupon unredeemed, the points and the tier taken back', async () => {
		const id = await coupon();
		await act('purchase', { identity: '900001', reference: 'p-2', items: [item(2)], redeem: [id] });
		await act('refund', { purchase: 'p-2' });
		const told = await event('POSCONNECT.WALLET.REFUND');
		expect(kinds(told)).toEqual([
			'walletAccountTransactionEntity UPDATE UNREDEEM',
			'walletAccountTransactionEntity UPDATE REFUND_DEBIT',
			'tierMembershipTransactionEntity CREATE DEBIT',
			'tierMembershipEntity UPDATE ACTIVE',
			'walletTransactionEntity UPDATE SETTLED',
			'walletTransactionEntity CREATE SETTLED',
		]);
		const [freed, taken] = values(told, 'walletAccountTransactionEntity');
		expect([freed.accountId, freed.account.status, freed.value, taken.value]).toEqual([id, 'ACTIVE', 100, 19]);
		const [original, refund] = values(told, 'walletTransactionEntity');
		expect([original.reference, original.state, refund.type, refund.parentWalletTransactionId]).toEqual(['p-2', 'MODIFIED', 'REFUND', original.walletTransactionId]);
		expect(values(told, 'tierMembershipTransactionEntity')[0].actions).toMatchObject([{ amount: -19 }, { amount: 0 }, { amount: -1900 }]);
		expect(pointsOf(await walletOf()).points).toBe(2500);
	});

	it('refunds a part: what is kept is earned and redeemed anew', async () => {
		const id = await coupon();
		await act('purchase', { identity: '900001', reference: 'p-3', items: [item(3)], redeem: [id] });
		await act('refund', { purchase: 'p-3', items: [item(1)] });
		const told = await event('POSCONNECT.WALLET.REFUND');
		expect(values(told, 'walletAccountTransactionEntity').map(({ event: done, value }) => [done, value])).toEqual([
			['UNREDEEM', 100],
			['REFUND_DEBIT', 29],
			['EARN', 19],
			['REDEEM', 100],
		]);
		expect(values(told, 'tierMembershipTransactionEntity')[0].actions).toMatchObject([{ amount: -10 }, { amount: 0 }, { amount: -1000 }]);
		expect(pointsOf(await walletOf()).points).toBe(2519);
	});

	it('reserves points, frees them, and takes them with the purchase', async () => {
		await act('open', { identity: '900001', reference: 'p-4', items: [item(1)] });
		await act('spend', { purchase: 'p-4', points: 500 });
		const [lock] = values(await event('POSCONNECT.WALLET.SPEND'), 'walletAccountTransactionEntity');
		expect(lock).toMatchObject({ event: 'LOCK', value: 500, balancesAfter: { current: 2500 }, account: { balances: { current: 2500 } } });
		expect((await walletOf()).accounts[0]!.balances).toMatchObject({ current: 2500, usable: 2000, locked: 500 });
		await act('voidSpend', { purchase: 'p-4' });
		const told = await event('POSCONNECT.WALLET.SPEND.VOID');
		expect(values(told, 'walletAccountTransactionEntity')).toMatchObject([{ event: 'VOID', value: 500, parentAccountTransactionId: lock.accountTransactionId }]);
		expect(values(told, 'walletTransactionEntity').map(({ status }) => status)).toEqual(['ACTIVE', 'VOIDED']);
		await act('spend', { purchase: 'p-4', points: 300 });
		await act('purchase', { reference: 'p-4' });
		const settled = await event('POSCONNECT.WALLET.SETTLE');
		expect(kinds(settled)[0]).toBe('walletTransactionEntity UPDATE SETTLED');
		expect(values(settled, 'walletAccountTransactionEntity').map(({ event: done, value }) => [done, value])).toEqual([['EARN', 10], ['SPEND', 300]]);
		expect((await walletOf()).accounts[0]!.balances).toMatchObject({ current: 2210, usable: 2210, locked: 0, lifetimeSpend: 300 });
	});

	it('fulfils an order in phases: the points come with the last one', async () => {
		await act('open', { identity: '900001', reference: 'p-5', items: [item(2)] });
		await act('fulfil', { purchase: 'p-5' });
		const first = await event('POSCONNECT.WALLET.FULFIL');
		expect(kinds(first)).toEqual(['walletTransactionEntity UPDATE FULFILLING']);
		expect(first.response.body).toBe('{"walletTransactions":[],"accountTransactions":[]}');
		await act('fulfil', { purchase: 'p-5', finalise: true });
		const last = (await receiver.until((all) => all.filter(({ json }) => json.headers.eventName === 'POSCONNECT.WALLET.FULFIL')[1])).json;
		expect(kinds(last)).toEqual([
			'walletAccountTransactionEntity UPDATE EARN',
			'walletTransactionEntity UPDATE FULFILLING',
			'walletTransactionEntity UPDATE SETTLED',
			'walletTransactionEntity CREATE FULFILLED',
		]);
	});

	it('drops an opened purchase that is opened anew, for whomever: the event is about both wallets', async () => {
		await act('open', { identity: '900001', reference: 'p-6' });
		await event('POSCONNECT.WALLET.OPEN');
		receiver.received.length = 0;
		await act('open', { identity: '900002', reference: 'p-6' });
		const told = await event('POSCONNECT.WALLET.OPEN');
		expect(kinds(told)).toEqual(['walletTransactionEntity DELETE DELETED', 'walletTransactionEntity CREATE ACTIVE']);
		expect(Object.keys(told.enrichmentData)).toHaveLength(2);
	});

	it('lets points run out as AUTO_REDUCE', async () => {
		await act('expirePoints', { identity: '900001', points: 40 });
		const told = await event('SERVICE.WALLET.POINTS.EXPIRE');
		expect(values(told, 'walletAccountTransactionEntity')).toMatchObject([{ event: 'AUTO_REDUCE', value: 40, balancesAfter: { current: 2460 } }]);
		expect(values(told, 'tierMembershipTransactionEntity')).toMatchObject([{ transactionType: 'DEBIT', actions: [{ amount: 0 }] }]);
	});
});

describe('samples', () => {
	it('send an event of their own name each, one after the other', async () => {
		const vendors = (await (await fetch(`${sandbox.url}/control/vendors`)).json()) as Array<{ name: string; samples: Array<{ name: string }> }>;
		const { samples } = vendors.find(({ name }) => name === 'eagleEye')!;
		expect(samples.length).toBeGreaterThan(25);
		for (const { name } of samples) {
			const sent = await tenant.act<{ sentTo: string; ids: string[] }>(`eagleEye/samples/${name}`);
			expect(sent.sentTo).toBe(`${receiver.url}/`);
			const last = await receiver.until((all) => all.find(({ json }) => json.headers.eesEventId === sent.ids.at(-1)));
			expect(last.json.headers.eventName).toBe(name.split('-')[0]);
		}
		const found = await tenant.row('eagleEye/events', (await tenant.rows('eagleEye/events')).at(-1)!.eventId);
		expect(found).toMatchObject({ eventName: 'SERVICE.WALLET.DELETE', event: { headers: { eventName: 'SERVICE.WALLET.DELETE' } } });
	});

	it('are for a customer of the account only', async () => {
		await expect(tenant.act('eagleEye/samples/TIER.MEMBERSHIP.MOVE', { identity: 'nobody' })).rejects.toThrow('404');
		await expect(tenant.act('eagleEye/samples/NOTHING')).rejects.toThrow('404');
	});
});
