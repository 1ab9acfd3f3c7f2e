import {
	call,
	DATE,
	event,
	ID,
	kinds,
	pointsOf,
	receiver,
	tenant,
	useEagleEye,
	values,
	walletOf,
} from './account.mts';

useEagleEye();

describe('the till', () => {
	const act = async (action: string, body: object) =>
		await tenant.act<{ reference: string; eventId: string }>(`eagleEye/${action}`, body);
	const item = (count: number) => ({ upc: '1', description: 'Coffee', unitCost: 1000, count });
	const coupon = async () => {
		const { walletId } = await walletOf();
		return (await call('POST', `/wallet/${walletId}/campaign/5001/account`, {})).body
			.accountId as string;
	};

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

	it('reserves points, frees them, and takes them with the purchase', async () => {
		await act('open', { identity: '900001', reference: 'p-4', items: [item(1)] });
		await act('spend', { purchase: 'p-4', points: 500 });
		const [lock] = values(await event('POSCONNECT.WALLET.SPEND'), 'walletAccountTransactionEntity');
		expect(lock).toMatchObject({
			event: 'LOCK',
			value: 500,
			balancesAfter: { current: 2500 },
			account: { balances: { current: 2500 } },
		});
		expect((await walletOf()).accounts[0]!.balances).toMatchObject({
			current: 2500,
			usable: 2000,
			locked: 500,
		});
		await act('voidSpend', { purchase: 'p-4' });
		const told = await event('POSCONNECT.WALLET.SPEND.VOID');
		expect(values(told, 'walletAccountTransactionEntity')).toMatchObject([
			{ event: 'VOID', value: 500, parentAccountTransactionId: lock.accountTransactionId },
		]);
		expect(values(told, 'walletTransactionEntity').map(({ status }) => status)).toEqual([
			'ACTIVE',
			'VOIDED',
		]);
		await act('spend', { purchase: 'p-4', points: 300 });
		await act('purchase', { reference: 'p-4' });
		const settled = await event('POSCONNECT.WALLET.SETTLE');
		expect(kinds(settled)[0]).toBe('walletTransactionEntity UPDATE SETTLED');
		expect(
			values(settled, 'walletAccountTransactionEntity').map(({ event: done, value }) => [
				done,
				value,
			]),
		).toEqual([
			['EARN', 10],
			['SPEND', 300],
		]);
		expect((await walletOf()).accounts[0]!.balances).toMatchObject({
			current: 2210,
			usable: 2210,
			locked: 0,
			lifetimeSpend: 300,
		});
	});

	it('fulfils an order in phases: the points come with the last one', async () => {
		await act('open', { identity: '900001', reference: 'p-5', items: [item(2)] });
		await act('fulfil', { purchase: 'p-5' });
		const first = await event('POSCONNECT.WALLET.FULFIL');
		expect(kinds(first)).toEqual(['walletTransactionEntity UPDATE FULFILLING']);
		expect(first.response.body).toBe('{"walletTransactions":[],"accountTransactions":[]}');
		await act('fulfil', { purchase: 'p-5', finalise: true });
		const last = (
			await receiver.until(
				(all) => all.filter(({ json }) => json.headers.eventName === 'POSCONNECT.WALLET.FULFIL')[1],
			)
		).json;
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
		expect(kinds(told)).toEqual([
			'walletTransactionEntity DELETE DELETED',
			'walletTransactionEntity CREATE ACTIVE',
		]);
		expect(Object.keys(told.enrichmentData)).toHaveLength(2);
	});

	it('lets points run out as AUTO_REDUCE', async () => {
		await act('expirePoints', { identity: '900001', points: 40 });
		const told = await event('SERVICE.WALLET.POINTS.EXPIRE');
		expect(values(told, 'walletAccountTransactionEntity')).toMatchObject([
			{ event: 'AUTO_REDUCE', value: 40, balancesAfter: { current: 2460 } },
		]);
		expect(values(told, 'tierMembershipTransactionEntity')).toMatchObject([
			{ transactionType: 'DEBIT', actions: [{ amount: 0 }] },
		]);
	});
});
