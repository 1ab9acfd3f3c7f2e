import type { IDataObject } from 'n8n-workflow';

import { readEvent } from '../../nodes/EagleEye/events/envelope';
import { outputOf } from '../../nodes/EagleEye/events/output';
import {
	accountOp,
	airEvent,
	consumerOp,
	identityOp,
	movement,
	tierOp,
	tierTransactionOp,
	transactionOp,
	W,
	walletOp,
	type EventParts,
} from './events.mts';

const customer = {
	[W]: [
		['CARD', 'card-1'],
		['CUSTOMER_ID', 'c-1'],
	],
} satisfies EventParts['wallets'];
const read = (parts: EventParts, identityType = 'CUSTOMER_ID') =>
	outputOf(readEvent(airEvent(parts)), identityType);

interface Row {
	row: string;
	event: EventParts;
	useCases: string[];
	points?: { moved: number; balance: number | null } | null;
	more?: IDataObject;
}

const settle = [transactionOp('till-1'), movement('POINTS', 'EARN', 120, 620)];

/** Every row of the connector table, and every event name of the framework (eagleEye 2.5, 2.6). */
const table: Row[] = [
	{
		row: 'Issue reward',
		event: {
			name: 'SERVICE.TRIGGER',
			operations: [
				transactionOp('ref-1'),
				movement('BEHAVIOURAL_ACTION', 'CREATE'),
				movement('BEHAVIOURAL_ACTION', 'REDEEM', 1),
				movement('POINTS', 'CREDIT', 10_000, 12_500),
			],
		},
		useCases: ['rewardIssued'],
		points: { moved: 10_000, balance: 12_500 },
		more: { transaction: { reference: 'ref-1' } },
	},
	{
		row: 'Join, method 1',
		event: {
			name: 'SERVICE.WALLET.ACCOUNTS.CREATE',
			operations: [
				walletOp(),
				identityOp('CUSTOMER_ID', 'c-1'),
				consumerOp(),
				accountOp('POINTS'),
				movement('POINTS', 'CREATE', 0, 0),
				accountOp('ECOUPON'),
				movement('ECOUPON', 'CREATE'),
			],
		},
		useCases: ['joined', 'couponIssued', 'schemeJoined'],
		points: { moved: 0, balance: 0 },
		more: { created: ['wallet', 'identity', 'consumer', 'points account', 'coupon'] },
	},
	{
		row: 'Join, method 2: the wallet',
		event: { name: 'SERVICE.WALLET.CREATE', operations: [walletOp()] },
		useCases: ['joined'],
		more: { created: ['wallet'] },
	},
	{
		row: 'Join, method 2: the consumer',
		event: { name: 'WALLET.CONSUMER.CREATE', operations: [consumerOp()] },
		useCases: ['consumerChanged'],
		more: { created: ['consumer'] },
	},
	{
		row: 'Join, method 2: the points account',
		event: {
			name: 'WALLET.ACCOUNT.CREATE.SCHEME',
			operations: [accountOp('POINTS'), movement('POINTS', 'CREATE', 0, 0)],
		},
		useCases: ['schemeJoined'],
		points: { moved: 0, balance: 0 },
		more: { created: ['points account'] },
	},
	{
		row: 'Join, method 2: one coupon',
		event: {
			name: 'WALLET.ACCOUNT.CREATE.CAMPAIGN',
			operations: [accountOp('ECOUPON'), movement('ECOUPON', 'CREATE')],
		},
		useCases: ['couponIssued'],
		more: { created: ['coupon'] },
	},
	{
		row: 'Join, method 2: several coupons',
		event: {
			name: 'WALLET.ACCOUNT.CREATE',
			operations: [accountOp('ECOUPON'), accountOp('ECOUPON')],
		},
		useCases: [],
		more: { created: ['coupon'] },
	},
	{
		row: 'Leave',
		event: {
			name: 'SERVICE.WALLET.DELETE',
			operations: [walletOp('DELETE'), identityOp('CUSTOMER_ID', 'c-1', 'DELETE')],
		},
		useCases: ['left'],
	},
	{
		row: 'Purchase, settled',
		event: { name: 'POSCONNECT.WALLET.SETTLE', operations: settle },
		useCases: ['purchaseSettled'],
		points: { moved: 120, balance: 620 },
	},
	{
		row: 'Purchase, fulfilled',
		event: { name: 'POSCONNECT.WALLET.FULFIL', operations: settle },
		useCases: ['purchaseFulfilled'],
		points: { moved: 120, balance: 620 },
	},
	{
		row: 'Refund, as the connector page spells it',
		event: {
			name: 'POSCONNECT.WALLET.RETURN',
			operations: [movement('POINTS', 'REFUND_DEBIT', 20, 600)],
		},
		useCases: ['refunded'],
		points: { moved: -20, balance: 600 },
	},
	{
		row: 'Refund, as the code spells it',
		event: {
			name: 'POSCONNECT.WALLET.REFUND',
			operations: [movement('POINTS', 'REFUND_DEBIT', 20, 600)],
		},
		useCases: ['refunded'],
		points: { moved: -20, balance: 600 },
	},
	...['MOVE', 'CREDIT', 'DEBIT', 'ADJUST'].map(
		(change): Row => ({
			row: `Tier: ${change}`,
			event: {
				name: `TIER.MEMBERSHIP.${change}`,
				operations: [
					tierOp(),
					change === 'MOVE' ? tierTransactionOp(change, '2', '3') : tierTransactionOp(change),
				],
			},
			useCases: change === 'MOVE' ? ['tierChanged', 'tierMoved'] : ['tierChanged'],
			more: { tier: { change, tierId: '3', tierMembershipId: '31' } },
		}),
	),
	{
		row: 'Tier: the membership begins',
		event: {
			name: 'TIER.MEMBERSHIP.CREATE',
			operations: [tierOp('CREATE'), tierTransactionOp('CREATE')],
		},
		useCases: [],
	},
	{
		row: 'Join plan',
		event: {
			name: 'WALLET.ACCOUNT.CREATE.PLAN',
			operations: [accountOp('STANDARD_SUBSCRIPTION'), movement('STANDARD_SUBSCRIPTION', 'CREATE')],
		},
		useCases: ['subscriptionJoined'],
		more: { created: ['subscription'] },
	},
	{
		row: 'Leave plan',
		event: {
			name: 'WALLET.ACCOUNT.UPDATE',
			operations: [
				accountOp('STANDARD_SUBSCRIPTION', 'UPDATE'),
				movement('STANDARD_SUBSCRIPTION', 'CANCEL'),
			],
		},
		useCases: ['subscriptionChanged'],
	},
	{
		row: 'Leave plan, without operations',
		event: { name: 'WALLET.ACCOUNT.UPDATE' },
		useCases: ['subscriptionChanged'],
	},
	{
		row: 'A coupon is changed, which is no plan',
		event: { name: 'WALLET.ACCOUNT.UPDATE', operations: [accountOp('ECOUPON', 'UPDATE')] },
		useCases: [],
	},
	{
		row: 'Coupon redeemed, in an event of no other use case',
		event: {
			name: 'WALLET.ACCOUNT.TRANSACTION.REDEEM',
			operations: [movement('ECOUPON', 'REDEEM', 1)],
		},
		useCases: ['couponRedeemed'],
		more: { coupons: [{ event: 'REDEEM', accountId: 'acc-ECOUPON', campaignId: '101' }] },
	},
	{
		row: 'Spend',
		event: { name: 'POSCONNECT.WALLET.SPEND', operations: [movement('POINTS', 'SPEND', 50, 450)] },
		useCases: [],
		points: { moved: -50, balance: 450 },
	},
	{
		row: 'Spend undone',
		event: {
			name: 'POSCONNECT.WALLET.SPEND.VOID',
			operations: [movement('POINTS', 'CREDIT', 50, 500)],
		},
		useCases: [],
		points: { moved: 50, balance: 500 },
	},
	{
		row: 'Open',
		event: { name: 'POSCONNECT.WALLET.OPEN', operations: [walletOp('READ')] },
		useCases: [],
	},
	{
		row: 'Consumer changed',
		event: { name: 'WALLET.CONSUMER.UPDATE' },
		useCases: ['consumerChanged'],
	},
	{
		row: 'Unknown to all documents',
		event: {
			name: 'SERVICE.WALLET.POINTS.EXPIRE',
			operations: [movement('POINTS', 'DEBIT', 5, 95)],
		},
		useCases: [],
		points: { moved: -5, balance: 95 },
	},
];

describe('Must be seen: every row of the connector table and every event name of the framework (eagleEye 2.5, 2.6)', () => {
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
});

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

describe('identities', () => {
	const event: EventParts = {
		name: 'SERVICE.TRIGGER',
		operations: [transactionOp('r')],
		wallets: { ...customer, '24000099': [['CUSTOMER_ID', 'another']] },
	};

	it('by the configured type, in any case; blank for the first one', () => {
		expect(read(event).identity).toBe('c-1');
		expect(read(event, 'card').identity).toBe('card-1');
		expect(read(event, '').identity).toBe('card-1');
		expect(read(event, 'MOBILE').identity).toBeNull();
	});

	it('several wallets: the one that the event is about, never another customer', () => {
		const first: EventParts = {
			...event,
			wallets: {
				'24000099': [
					['CUSTOMER_ID', 'another'],
					['MOBILE', '99'],
				],
				...customer,
			},
		};
		expect(read(first)).toMatchObject({ walletId: W, identity: 'c-1' });
		expect(read(first, 'MOBILE').identity).toBeNull();
		expect(
			(read(first).identities as IDataObject[]).map(({ walletId, value }) => [walletId, value]),
		).toEqual(
			expect.arrayContaining([
				['24000099', '99'],
				[W, 'c-1'],
			]),
		);
		const nameless: EventParts = { name: 'X', wallets: event.wallets };
		expect(read(nameless)).toMatchObject({ walletId: null, identity: null });
	});

	it("several wallets: another customer's points are not this one's", () => {
		const operations = [
			transactionOp('gift'),
			movement('POINTS', 'GIFT', 10, 90),
			movement('POINTS', 'GIFT_IN', 10, 310, '24000099'),
		];
		expect(read({ ...event, operations }).points).toMatchObject({ moved: -10, balance: 90 });
	});

	it('an active one before others of its type', () => {
		expect(
			read(
				{
					...event,
					wallets: {
						[W]: [
							['CARD', 'lost', 'TERMINATED'],
							['CARD', 'new'],
						],
					},
				},
				'CARD',
			).identity,
		).toBe('new');
	});

	it('without enrichment they come from the operations on identities', () => {
		expect(
			read({
				name: 'SERVICE.WALLET.CREATE',
				operations: [walletOp(), identityOp('CUSTOMER_ID', 'c-2')],
			}),
		).toMatchObject({ identity: 'c-2', walletId: W });
		expect(read({ name: 'SERVICE.WALLET.CREATE', operations: [walletOp()] })).toMatchObject({
			identity: null,
			identities: [],
		});
	});
});

describe('what is missing or empty', () => {
	it('empty objects arrive as [] and are read as empty', () => {
		const event = {
			...airEvent({ name: 'SERVICE.TRIGGER' }),
			request: {},
			response: [],
			atomicOperations: [
				{ objectType: 'walletAccountTransactionEntity', operationType: 'CREATE', objectValue: [] },
			],
			enrichmentData: [],
		};
		expect(outputOf(readEvent(event), 'CUSTOMER_ID')).toMatchObject({
			useCases: ['rewardIssued'],
			walletId: null,
			identity: null,
			points: null,
			coupons: [],
			tier: null,
			transaction: null,
			raw: event,
		});
	});

	it('the wallet and the reference are found in the request and in the answer, too', () => {
		const request = {
			resource: '/wallet/24000007/consumer',
			method: 'POST',
			body: '{"walletTransaction":{"reference":"mine"}}',
		};
		expect(read({ name: 'X', request })).toMatchObject({
			walletId: '24000007',
			transaction: { reference: 'mine' },
		});
		expect(
			read({
				name: 'X',
				request: { body: 'no json' },
				response: {
					code: 201,
					body: { walletId: '24000008', walletTransactionId: '5', reference: 'r' },
				},
			}),
		).toMatchObject({
			walletId: '24000008',
			transaction: { walletTransactionId: '5', reference: 'r' },
		});
	});
});
