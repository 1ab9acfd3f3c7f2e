import {
	call,
	DATE,
	event,
	ID,
	kinds,
	pointsOf,
	reward,
	useAccount,
	useEagleEye,
	values,
	walletOf,
} from './account.mts';

useEagleEye();

describe('tiers', () => {
	const tier = async (action: string, body: object) => {
		const { walletId, tier: membership } = await walletOf();
		return await call(
			'PATCH',
			`/wallet/${walletId}/tier/membership/${membership!.tierMembershipId}/${action}`,
			body,
		);
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
		const { status, body } = await tier('credit', {
			balances: { points: 150, spend: 1000, transactions: 2 },
		});
		expect(status).toBe(200);
		expect(body.transactions.map(({ transactionType }: any) => transactionType)).toEqual([
			'MOVE',
			'CREDIT',
		]);
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
		expect(membership).toMatchObject({
			tierId: '302',
			balances: { points: 1050, spend: 1000, transactions: 2 },
		});
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
		expect(values(told, 'tierMembershipEntity')).toMatchObject([
			{ tierId: '303', balances: { points: 900 } },
		]);
		expect((await tier('move', { tierId: '999' })).status).toBe(404);
	});

	it.each([
		['debit', { points: 100, spend: 50, transactions: 1 }, 'DEBIT', [-100, -50, -1]],
		['adjust', { points: -100, spend: 50, transactions: -1 }, 'ADJUSTMENT', [-100, 50, -1]],
	])(
		'%s moves the balances by signed amounts, and demotes nobody',
		async (action, balances, type, amounts) => {
			await tier('move', { tierId: '302' });
			await tier(action, { balances });
			const told = await event(`TIER.MEMBERSHIP.${action.toUpperCase()}`);
			const [moved] = values(told, 'tierMembershipTransactionEntity');
			expect([moved.transactionType, moved.actions.map(({ amount }: any) => amount)]).toEqual([
				type,
				amounts,
			]);
			expect(values(told, 'tierMembershipEntity')).toMatchObject([{ tierId: '302' }]);
			expect((await tier('debit', { balances: { points: -1 } })).status).toBe(400);
		},
	);

	it('a scheme without tiers tells none', async () => {
		await useAccount({ tiers: [] });
		await call('POST', '/services/trigger', reward());
		expect(values(await event('SERVICE.TRIGGER'), 'tierMembershipEntity')).toEqual([]);
	});
});
