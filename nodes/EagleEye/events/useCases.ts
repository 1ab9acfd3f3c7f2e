import type { AirEvent, AtomicOperation } from './envelope';
import { isTierMove } from './tier';

/** What an event can mean to a marketer: one for each row of the vendor's table (eagleEye 2.6). */
export type UseCase =
	| 'joined'
	| 'left'
	| 'purchaseSettled'
	| 'purchaseFulfilled'
	| 'refunded'
	| 'tierChanged'
	| 'subscriptionJoined'
	| 'subscriptionChanged'
	| 'couponRedeemed'
	| 'rewardIssued'
	| 'tierMoved'
	| 'couponIssued'
	| 'schemeJoined'
	| 'consumerChanged'
	| 'stampGiven'
	| 'questCompleted';

interface Rule {
	useCase: UseCase;
	name: string;
	description: string;
	/** Event names that mean it. */
	events: string[];
	/** Operations that mean it in whatever event they stand. */
	holds?(operation: AtomicOperation): boolean;
	/** Whether an event of one of the names means it after all. */
	unless?(event: AirEvent): boolean;
}

const is =
	(type: string, ...done: string[]) =>
	(operation: AtomicOperation) =>
		operation.type === type && done.includes(operation.done);

/** The account that an operation is on: itself, or in its transaction. */
function accountOf({ type, value }: AtomicOperation): Record<string, unknown> {
	return (type === 'walletAccountEntity' ? value : value.account) as Record<string, unknown>;
}

function isSubscription(operation: AtomicOperation): boolean {
	const account = accountOf(operation);
	return account?.type === 'STANDARD_SUBSCRIPTION' || account?.clientType === 'ENTITLEMENT';
}

const onAccount = ({ type }: AtomicOperation) =>
	type === 'walletAccountEntity' || type === 'walletAccountTransactionEntity';

/** Whether an operation is what happened to an account of a type, such as a stamp given on a stamp card. */
const happened = (event: string, accountType: string) => (operation: AtomicOperation) =>
	operation.type === 'walletAccountTransactionEntity' &&
	(operation.value.event ?? operation.done) === event &&
	accountOf(operation)?.type === accountType;

const REFUNDS = ['POSCONNECT.WALLET.REFUND', 'POSCONNECT.WALLET.RETURN'];

const TIER_EVENTS = [
	'TIER.MEMBERSHIP.MOVE',
	'TIER.MEMBERSHIP.CREDIT',
	'TIER.MEMBERSHIP.DEBIT',
	'TIER.MEMBERSHIP.ADJUST',
];

/** The vendor's table (eagleEye 2.6), with what the vendor's own code and samples add to it (eagleEye 2.5). */
export const rules: Rule[] = [
	{
		useCase: 'joined',
		name: 'Joined the Loyalty Program',
		description: 'A wallet was created, in one call or as the first of several',
		// Consumer and accounts of the second method come as events of their own, and are no second joining.
		events: ['SERVICE.WALLET.ACCOUNTS.CREATE', 'SERVICE.WALLET.CREATE'],
		holds: is('walletEntity', 'CREATE'),
	},
	{
		useCase: 'left',
		name: 'Left the Loyalty Program',
		description: 'A wallet was deleted',
		events: ['SERVICE.WALLET.DELETE'],
		holds: is('walletEntity', 'DELETE'),
	},
	{
		useCase: 'purchaseSettled',
		name: 'Purchase Settled',
		description: 'A purchase was settled at once',
		events: ['POSCONNECT.WALLET.SETTLE'],
	},
	{
		useCase: 'purchaseFulfilled',
		name: 'Purchase Fulfilled',
		description: 'A phase of an order was fulfilled',
		events: ['POSCONNECT.WALLET.FULFIL'],
	},
	{
		useCase: 'refunded',
		name: 'Refunded',
		description: 'A purchase was refunded',
		// The vendor's table says RETURN, its code and samples say REFUND (eagleEye 2.6).
		events: REFUNDS,
	},
	{
		useCase: 'tierChanged',
		name: 'Tier Changed',
		description:
			'A tier membership was moved, adjusted, credited or debited; every purchase in a scheme ' +
			'with tiers does so. For a new tier, choose Tier Moved.',
		events: TIER_EVENTS,
		holds: (operation) =>
			is('tierMembershipEntity', 'UPDATE')(operation) ||
			is('tierMembershipTransactionEntity', 'CREATE')(operation),
		// What begins a membership, such as joining, changes none (eagleEye 2.8).
		unless: ({ name, operations }) =>
			!TIER_EVENTS.includes(name) && operations.some(is('tierMembershipEntity', 'CREATE')),
	},
	{
		useCase: 'subscriptionJoined',
		name: 'Subscription Joined',
		description: 'A subscription plan was joined',
		events: ['WALLET.ACCOUNT.CREATE.PLAN'],
		holds: (operation) =>
			is('walletAccountEntity', 'CREATE')(operation) && isSubscription(operation),
	},
	{
		useCase: 'subscriptionChanged',
		name: 'Subscription Changed',
		description: 'A subscription was cancelled or changed. AIR sends no event when one runs out.',
		events: ['WALLET.ACCOUNT.UPDATE'],
		holds: (operation) =>
			operation.type === 'walletAccountTransactionEntity' &&
			operation.value.event === 'CANCEL' &&
			isSubscription(operation),
		// The same event tells of coupons and other accounts.
		unless: ({ name, operations }) => {
			const told = operations.filter(
				(operation) => onAccount(operation) && accountOf(operation)?.type !== undefined,
			);
			return name === 'WALLET.ACCOUNT.UPDATE' && told.length > 0 && !told.some(isSubscription);
		},
	},
	{
		useCase: 'couponRedeemed',
		name: 'Coupon Redeemed',
		description: 'A coupon was redeemed, by any event',
		events: [],
		// The vendor's table names the event of the operation only; rewards and others are redeemed as well, so coupons
		// it must be (eagleEye 2.5).
		holds: (operation) => {
			if (operation.type !== 'walletAccountTransactionEntity' || operation.value.event !== 'REDEEM')
				return false;
			return ['ECOUPON', undefined].includes(accountOf(operation)?.type as string | undefined);
		},
		// A partial refund gives a coupon back and redeems it for what is left of the purchase.
		unless: ({ name }) => REFUNDS.includes(name),
	},
	{
		useCase: 'rewardIssued',
		name: 'Reward Issued',
		description: 'A behavioural action issued a reward',
		events: ['SERVICE.TRIGGER'],
	},
	{
		useCase: 'tierMoved',
		name: 'Tier Moved',
		description: 'The customer has another tier than before, by a purchase, a reward or by hand',
		events: ['TIER.MEMBERSHIP.MOVE'],
		holds: isTierMove,
	},
	{
		useCase: 'couponIssued',
		name: 'Coupon Issued',
		description: 'A coupon came into the wallet, by any event',
		events: [],
		// One that a till makes and uses in the same purchase was never in the wallet.
		holds: (operation) =>
			happened('CREATE', 'ECOUPON')(operation) && accountOf(operation)?.status !== 'USED',
	},
	{
		useCase: 'schemeJoined',
		name: 'Scheme Joined',
		description: 'A scheme was joined, by which the wallet got a points account',
		events: ['WALLET.ACCOUNT.CREATE.SCHEME'],
		holds: (operation) =>
			happened('CREATE', 'POINTS')(operation) ||
			(is('walletAccountEntity', 'CREATE')(operation) && operation.value.type === 'POINTS'),
	},
	{
		useCase: 'consumerChanged',
		name: 'Consumer Changed',
		description: 'Name, address or other data of the customer were entered or changed',
		events: ['WALLET.CONSUMER.CREATE', 'WALLET.CONSUMER.UPDATE'],
		holds: is('walletConsumerEntity', 'UPDATE'),
	},
	{
		useCase: 'stampGiven',
		name: 'Stamp Given',
		description: 'A stamp was put on a stamp card',
		events: [],
		holds: happened('CREDIT', 'COUPON_STAMP_CARD'),
	},
	{
		useCase: 'questCompleted',
		name: 'Quest Completed',
		description: 'All objectives of a quest were met',
		events: [],
		holds: happened('REDEEM', 'QUEST'),
	},
];

/** All use cases of an event, in the order of the table. A call that AIR rejected is none. */
export function useCasesOf(event: AirEvent): UseCase[] {
	if (event.hasFailed) return [];
	return rules
		.filter(({ events, holds, unless }) => {
			const means =
				events.includes(event.name) || (holds !== undefined && event.operations.some(holds));
			return means && !unless?.(event);
		})
		.map(({ useCase }) => useCase);
}
