import {
	call,
	DATE,
	event,
	ID,
	kinds,
	pointsOf,
	receiver,
	useEagleEye,
	values,
	walletOf,
} from './account.mts';
import { act, coupon, item } from './till.mts';

useEagleEye();

describe('the till', () => {
	it('settles a purchase: coupons redeemed, points earned, the tier credited', async () => {
		const id = await coupon();
		await act('purchase', {
			identity: '900001',
			reference: 'p-1',
			items: [item(5)],
			redeem: [id],
			openOffer: 700,
			bonus: 60,
		});
		const told = await event('POSCONNECT.WALLET.SETTLE');
		expect(told.headers).toMatchObject({
			eesSubsystemId: 'pos.sandbox.uk.eagleeye.com',
			eesApiVersion: '7.6',
		});
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
			transactionDetails: {
				numberOfRewards: 1,
				merchant_store_id: 'outlet1',
				merchant_store_parent_id: 'banner1',
			},
		});
		expect(earned).toMatchObject({
			value: 42,
			balancesBefore: { current: 2500, lifetime: 0 },
			balancesAfter: { current: 2542, lifetime: 0 },
		});
		expect(values(told, 'tierMembershipTransactionEntity')[0].actions).toEqual([
			{ balanceType: 'POINTS', amount: 42, balanceBefore: 900, balanceAfter: 942 },
			{ balanceType: 'TRANSACTIONS', amount: 0, balanceBefore: 0, balanceAfter: 0 },
			{ balanceType: 'SPEND', amount: 4200, balanceBefore: 0, balanceAfter: 4200 },
		]);
		expect(JSON.parse(told.request.body)).toMatchObject({ reference: 'p-1', mode: 'ACTIVE' });
		expect(Object.keys(JSON.parse(told.response.body))).toEqual([
			'walletTransactions',
			'accountTransactions',
			'tierMembershipTransactions',
		]);
	});

	it('promotes in a purchase: CREDIT and MOVE in one event', async () => {
		await act('purchase', { identity: '900001', items: [item(20)] });
		const told = await event('POSCONNECT.WALLET.SETTLE');
		expect(
			values(told, 'tierMembershipTransactionEntity').map(
				({ transactionType, tierId, tierIdAfter }) => [transactionType, tierId, tierIdAfter],
			),
		).toEqual([
			['CREDIT', '301', null],
			['MOVE', '301', '302'],
		]);
		expect((await walletOf()).tier).toMatchObject({ tierId: '302', name: 'Silver', points: 1100 });
	});

	it('gives stamps, meets objectives and counts for continuity, with fewer fields', async () => {
		const { walletId } = await walletOf();
		for (const id of ['5003', '5004', '5005'])
			await call('POST', `/wallet/${walletId}/campaign/${id}/account`, {});
		await act('purchase', { identity: '900001', items: [item(1)] });
		await act('purchase', { identity: '900001', items: [item(1)] });
		const told = (
			await receiver.until(
				(all) => all.filter(({ json }) => json.headers.eventName === 'POSCONNECT.WALLET.SETTLE')[1],
			)
		).json;
		expect([typeof told.request.body, typeof told.response.body]).toEqual(['object', 'object']);
		const others = values(told, 'walletAccountTransactionEntity').filter(
			({ account }) => account.type !== 'POINTS',
		);
		expect(
			others.map(({ account, event: done, balancesBefore, balancesAfter }) => [
				account.type,
				done,
				balancesBefore,
				balancesAfter,
			]),
		).toEqual([
			[
				'COUPON_STAMP_CARD',
				'CREDIT',
				{ available: 1, refundable: 0 },
				{ available: 2, refundable: 0 },
			],
			['QUEST', 'REDEEM', { objectivesMet: 2 }, { objectivesMet: 2 }],
			[
				'CONTINUITY',
				'CREDIT',
				{
					totalSpend: 1000,
					currentSpend: 1000,
					transactionCount: 1,
					currentTransactions: 1,
					totalUnits: 1,
					currentUnits: 1,
				},
				{
					totalSpend: 2000,
					currentSpend: 2000,
					transactionCount: 2,
					currentTransactions: 2,
					totalUnits: 2,
					currentUnits: 2,
				},
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
		expect([freed.accountId, freed.account.status, freed.value, taken.value]).toEqual([
			id,
			'ACTIVE',
			100,
			19,
		]);
		const [original, refund] = values(told, 'walletTransactionEntity');
		expect([
			original.reference,
			original.state,
			refund.type,
			refund.parentWalletTransactionId,
		]).toEqual(['p-2', 'MODIFIED', 'REFUND', original.walletTransactionId]);
		expect(values(told, 'tierMembershipTransactionEntity')[0].actions).toMatchObject([
			{ amount: -19 },
			{ amount: 0 },
			{ amount: -1900 },
		]);
		expect(pointsOf(await walletOf()).points).toBe(2500);
	});

	it('refunds a part: what is kept is earned and redeemed anew', async () => {
		const id = await coupon();
		await act('purchase', { identity: '900001', reference: 'p-3', items: [item(3)], redeem: [id] });
		await act('refund', { purchase: 'p-3', items: [item(1)] });
		const told = await event('POSCONNECT.WALLET.REFUND');
		expect(
			values(told, 'walletAccountTransactionEntity').map(({ event: done, value }) => [done, value]),
		).toEqual([
			['UNREDEEM', 100],
			['REFUND_DEBIT', 29],
			['EARN', 19],
			['REDEEM', 100],
		]);
		expect(values(told, 'tierMembershipTransactionEntity')[0].actions).toMatchObject([
			{ amount: -10 },
			{ amount: 0 },
			{ amount: -1000 },
		]);
		expect(pointsOf(await walletOf()).points).toBe(2519);
	});
});
