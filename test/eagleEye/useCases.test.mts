import { accountOp, movement, tierOp, tierTransactionOp, W, walletOp } from './events.mts';
import { settle, table } from './connectorTable.mts';
import { customer, read } from './readEvent.mts';

describe(
	'Must be seen: every row of the connector table and every event name of the framework ' +
		'(eagleEye 2.5, 2.6)',
	() => {
		it.each(table)('$row ($event.name)', ({ event, useCases, points = null, more = {} }) => {
			const output = read({ ...event, wallets: customer });
			expect(output.useCases).toEqual(useCases);
			expect(output.identity).toBe('c-1');
			if (points) expect(output.points).toMatchObject(points);
			else expect(output.points).toBeNull();
			expect(output).toMatchObject({
				eventName: event.name,
				walletId: W,
				occurredAt: '2025-02-03T20:51:02.310Z',
				...more,
			});
		});

		it('has every name that the vendor names', () => {
			const named = [
				...['FULFIL', 'OPEN', 'REFUND', 'SETTLE', 'SPEND', 'SPEND.VOID', 'RETURN'].map(
					(name) => `POSCONNECT.WALLET.${name}`,
				),
				'SERVICE.TRIGGER',
				...['CREATE', 'ACCOUNTS.CREATE', 'DELETE'].map((name) => `SERVICE.WALLET.${name}`),
				...['ADJUST', 'CREATE', 'CREDIT', 'DEBIT', 'MOVE'].map((name) => `TIER.MEMBERSHIP.${name}`),
				...['CAMPAIGN', 'PLAN', 'SCHEME'].map((name) => `WALLET.ACCOUNT.CREATE.${name}`),
				'WALLET.ACCOUNT.CREATE',
				'WALLET.ACCOUNT.UPDATE',
				'WALLET.CONSUMER.CREATE',
				'WALLET.CONSUMER.UPDATE',
			];
			expect(named.filter((name) => !table.some(({ event }) => event.name === name))).toEqual([]);
		});
	},
);

describe('use cases', () => {
	it('several in one event: a settle that redeems a coupon and moves a tier', () => {
		const operations = [
			...settle,
			movement('ECOUPON', 'REDEEM', 1),
			tierOp(),
			tierTransactionOp('MOVE', '2', '3'),
		];
		const output = read({ name: 'POSCONNECT.WALLET.SETTLE', operations, wallets: customer });
		expect(output.useCases).toEqual([
			'purchaseSettled',
			'tierChanged',
			'couponRedeemed',
			'tierMoved',
		]);
		// The coupon's value is no points.
		expect(output.points).toMatchObject({ moved: 120, balance: 620 });
		expect(output.tier).toMatchObject({ tierId: '3', change: 'MOVE' });
	});

	it('a reward that is redeemed is no coupon', () => {
		expect(
			read({ name: 'X', operations: [movement('BEHAVIOURAL_ACTION', 'REDEEM', 1)] }).useCases,
		).toEqual([]);
	});

	it('joining with a tier and a plan is not a change of tier', () => {
		const operations = [
			walletOp(),
			tierOp('CREATE'),
			tierTransactionOp('CREATE'),
			accountOp('STANDARD_SUBSCRIPTION'),
		];
		expect(read({ name: 'SERVICE.WALLET.ACCOUNTS.CREATE', operations }).useCases).toEqual([
			'joined',
			'subscriptionJoined',
		]);
	});

	it('joined fires once per wallet creation, however many calls it takes', () => {
		const calls = [
			'SERVICE.WALLET.CREATE',
			'WALLET.CONSUMER.CREATE',
			'WALLET.ACCOUNT.CREATE.SCHEME',
			'WALLET.ACCOUNT.CREATE.CAMPAIGN',
			'WALLET.ACCOUNT.CREATE',
		];
		expect(
			calls.filter((name) => (read({ name }).useCases as string[]).includes('joined')),
		).toEqual(['SERVICE.WALLET.CREATE']);
	});

	it('a call that AIR rejected is nothing that happened', () => {
		expect(
			read({ name: 'POSCONNECT.WALLET.SETTLE', response: { code: 422, body: [] } }).useCases,
		).toEqual([]);
	});
});
