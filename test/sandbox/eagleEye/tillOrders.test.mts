import { event, kinds, receiver, useEagleEye, values, walletOf } from './account.mts';
import { act, item } from './till.mts';

useEagleEye();

describe('the till', () => {
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
