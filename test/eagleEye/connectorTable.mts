import type { IDataObject } from 'n8n-workflow';

import {
	accountOp,
	consumerOp,
	identityOp,
	movement,
	tierOp,
	tierTransactionOp,
	transactionOp,
	walletOp,
	type EventParts,
} from './events.mts';

export interface Row {
	row: string;
	event: EventParts;
	useCases: string[];
	points?: { moved: number; balance: number | null } | null;
	more?: IDataObject;
}

/** What a settled purchase does. */
export const settle = [transactionOp('till-1'), movement('POINTS', 'EARN', 120, 620)];

/** Every row of the connector table, and every event name of the framework (eagleEye 2.5, 2.6). */
export const table: Row[] = [
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
