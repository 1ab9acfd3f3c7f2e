import {
	call,
	DATE,
	event,
	ID,
	kinds,
	receiver,
	reward,
	useEagleEye,
	values,
	walletOf,
} from './account.mts';

useEagleEye();

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
			consumer: {
				friendlyName: 'Ada',
				type: 'INDIVIDUAL',
				status: 'ACTIVE',
				meta: { a: 'b' },
				data: {},
			},
			accounts: {
				campaign: [{ campaignTag: 'freecoffee', state: 'LOADED' }],
				scheme: [{ status: 'ACTIVE', schemeId: 1287, state: 'LOADED' }],
			},
		});
		expect(status).toBe(201);
		expect(body.accounts).toMatchObject({
			campaign: {
				total: 1,
				results: [{ type: 'ECOUPON' }],
				successful: { total: 1 },
				failed: { total: 0, results: [] },
			},
			scheme: {
				total: 1,
				results: [{ type: 'POINTS' }],
				successful: { total: 1 },
				failed: { total: 0 },
			},
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
		expect(points).toMatchObject({
			account: { balances: { current: 0, usable: 0, lifetime: 0 } },
			balancesAfter: { current: 0, lifetime: 0 },
		});
	});

	it('created with a stamp card tell neither request nor answer', async () => {
		const accounts = { campaign: [{ campaignTag: 'coffeecard', state: 'LOADED' }] };
		await call('POST', '/services/wallet/accounts', { type: 'CONSUMER', identities, accounts });
		const told = await event('SERVICE.WALLET.ACCOUNTS.CREATE');
		expect([told.request, told.response]).toEqual([
			{},
			{ code: 201, contentType: 'application/json;charset=utf-8' },
		]);
		expect(values(told, 'walletAccountTransactionEntity')).toMatchObject([
			{
				account: { type: 'COUPON_STAMP_CARD', balances: { available: 0, refundable: 0 } },
				event: 'CREATE',
			},
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
		expect(deleted.map(({ type, status }) => [type, status])).toEqual([
			['CUSTOMER_ID', 'DELETED'],
			['MOBILE', 'DELETED'],
		]);
		for (const { identityId, value } of deleted) {
			expect(value).toMatch(new RegExp(`^DELETED_${identityId}_[A-Za-z0-9]{7}_\\d{10}$`));
		}
		expect(JSON.stringify(told)).not.toContain('900001');
		const ended = values(told, 'walletAccountTransactionEntity').map(({ account, event: done }) => [
			account.type,
			done,
			account.status,
		]);
		// The points account is emptied and cancelled, and both are told twice.
		expect(ended).toEqual([
			['POINTS', 'DEBIT', 'CANCELLED'],
			['POINTS', 'CANCEL', 'CANCELLED'],
			['POINTS', 'CANCEL', 'CANCELLED'],
			['POINTS', 'DEBIT', 'CANCELLED'],
			['ECOUPON', 'CANCEL', 'CANCELLED'],
		]);
		expect(told.atomicOperations.at(-1)).toMatchObject({
			objectType: 'walletEntity',
			operationType: 'DELETE',
			objectValue: { walletId, status: 'DELETED' },
		});
	});

	it('a subscription never ends, its entitlement coupons do, and are cancelled with it', async () => {
		const { walletId } = await walletOf();
		const { status, body } = await call('POST', `/wallet/${walletId}/plan/532/account`, {
			status: 'ACTIVE',
			state: 'LOADED',
		});
		expect([status, body.type, body.clientType, body.balances, body.dates.end]).toEqual([
			200,
			'STANDARD_SUBSCRIPTION',
			null,
			null,
			'2038-01-19T03:14:07+00:00',
		]);
		const ids = body.relationships.ENTITLEMENT.ECOUPON.map(({ accountId }: any) => accountId);
		expect(ids).toHaveLength(2);
		const joined = values(
			await event('WALLET.ACCOUNT.CREATE.PLAN'),
			'walletAccountTransactionEntity',
		);
		const parent = joined[2].accountTransactionId;
		expect(joined).toMatchObject([
			...ids.map((accountId: string) => ({
				accountId,
				parentAccountTransactionId: parent,
				account: {
					clientType: 'ENTITLEMENT',
					dates: { end: expect.stringMatching(/-12-31T23:59:00\+00:00$/) },
					relationships: {
						ENTITLEMENT_OF: {
							STANDARD_SUBSCRIPTION: [{ accountId: body.accountId, dateCreated: DATE }],
						},
					},
				},
			})),
			{
				accountId: body.accountId,
				parentAccountTransactionId: null,
				balancesBefore: [],
				balancesAfter: [],
			},
		]);
		const cancelled = await call('PATCH', `/wallet/${walletId}/account/${body.accountId}/cancel`);
		expect(cancelled.body).toMatchObject({
			accountId: body.accountId,
			event: 'CANCEL',
			account: { status: 'CANCELLED' },
		});
		const told = values(await event('WALLET.ACCOUNT.UPDATE'), 'walletAccountTransactionEntity');
		expect(
			told.map(({ accountId, event: done, account }) => [accountId, done, account.status]),
		).toEqual([body.accountId, ...ids].map((id) => [id, 'CANCEL', 'CANCELLED']));
	});

	it('a coupon, several by tag, and a scheme are told as they were captured', async () => {
		const { walletId } = await walletOf();
		const one = await call('POST', `/wallet/${walletId}/campaign/5001/account`, {
			status: 'ACTIVE',
			state: 'LOADED',
		});
		const single = await event('WALLET.ACCOUNT.CREATE.CAMPAIGN');
		expect(values(single, 'walletAccountTransactionEntity')).toMatchObject([
			{
				accountId: one.body.accountId,
				parentAccountTransactionId: null,
				account: one.body,
				event: 'CREATE',
			},
		]);
		receiver.received.length = 0;
		const tags = ['freecoffee', 'initialoffer'].map((campaignTag) => ({
			campaignTag,
			state: 'LOADED',
		}));
		const { body } = await call('POST', `/wallet/${walletId}/campaigns/accounts`, tags);
		expect(body).toMatchObject({
			total: 2,
			results: [{ campaignId: '5001' }, { campaignId: '5002' }],
			failed: { total: 0 },
		});
		const several = values(
			await event('WALLET.ACCOUNT.CREATE.CAMPAIGN'),
			'walletAccountTransactionEntity',
		);
		expect(
			several.map(({ parentAccountTransactionId: parent, account }) => [
				parent,
				account.mobileWallet,
			]),
		).toEqual([
			['', null],
			['', null],
		]);
		const made = await call('POST', '/services/wallet', { type: 'CONSUMER', identities });
		await call('POST', `/wallet/${made.body.walletId}/scheme/1287/account`, {
			status: 'ACTIVE',
			state: 'EARNBURN',
		});
		expect(kinds(await event('WALLET.ACCOUNT.CREATE.SCHEME'))).toEqual([
			'walletAccountTransactionEntity CREATE CREATE',
			'tierMembershipEntity CREATE ACTIVE',
		]);
	});

	it('a quest is told in the other form: objective coupons, bodies as objects, identities by type', async () => {
		const { walletId } = await walletOf();
		const { body } = await call('POST', `/wallet/${walletId}/campaign/5004/account`, {
			status: 'ACTIVE',
			state: 'LOADED',
		});
		const told = await event('WALLET.ACCOUNT.CREATE.CAMPAIGN');
		expect(told.request.body).toEqual({ status: 'ACTIVE', state: 'LOADED' });
		expect(told.enrichmentData).toEqual({
			identities: { CUSTOMER_ID: '900001', MOBILE: '5519900000001' },
		});
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
		expect([begun.accountId, begun.account.type]).toEqual([
			accounts[2].accountId,
			'BEHAVIOURAL_ACTION',
		]);
		expect(coupon).toMatchObject({
			accountId: '',
			accountTransactionId: '',
			account: { accountId: '', type: 'ECOUPON' },
		});
	});
});
