import type { IDataObject } from 'n8n-workflow';

import { idOf, numberOf, objectOf, textOrNull } from './api';

/** What happened to one account of a wallet: an account transaction of AIR's (eagleEye 2.3, 2.9). */
export interface AccountTransaction {
	/** CREATE, EARN, CREDIT, DEBIT, SPEND, REDEEM, … */
	event: string;
	accountId: string | null;
	walletId: string | null;
	campaignId: string | null;
	/** POINTS, ECOUPON, BEHAVIOURAL_ACTION, STANDARD_SUBSCRIPTION, …; empty where it is not told. */
	type: string;
	clientType: string;
	status: string | null;
	validFrom: string | null;
	validUntil: string | null;
	/** Amount moved, without a sign. */
	value: number;
	/** `current`, `usable`, `lifetime`, … after it; empty where they are not told. */
	balances: IDataObject;
}

/** What adds to a points balance, and what takes from it (`objectValue.event`, eagleEye 2.9). */
const SIGNS: Record<string, number> = {
	EARN: 1,
	CREDIT: 1,
	GOODWILL: 1,
	DONATE_IN: 1,
	GIFT_IN: 1,
	DEBIT: -1,
	AUTO_REDUCE: -1,
	SPEND: -1,
	REFUND_DEBIT: -1,
	DONATE: -1,
	GIFT: -1,
};

const upperText = (value: unknown) => (typeof value === 'string' ? value.toUpperCase() : '');

/** Reads an account transaction; the account stands in it, or is left out. */
export function accountTransactionOf(transaction: IDataObject): AccountTransaction {
	const account = objectOf(transaction.account);
	const after = objectOf(transaction.balancesAfter);
	return {
		event: upperText(transaction.event),
		...accountOf({ ...account, accountId: transaction.accountId ?? account.accountId }),
		walletId: idOf(account.walletId ?? transaction.walletId),
		value: Math.abs(numberOf(transaction.value) ?? 0),
		balances: { ...objectOf(account.balances), ...after },
	};
}

/** What is told of an account itself. */
export function accountOf(account: IDataObject): Omit<AccountTransaction, 'event' | 'value'> {
	const dates = objectOf(account.dates);
	return {
		accountId: idOf(account.accountId),
		walletId: idOf(account.walletId),
		campaignId: idOf(account.campaignId),
		type: upperText(account.type),
		clientType: upperText(account.clientType),
		status: textOrNull(account.status),
		validFrom: textOrNull(dates.start),
		validUntil: textOrNull(dates.end),
		balances: objectOf(account.balances),
	};
}

/**
 * Points moved and the balance afterwards. Only points accounts count: a settled purchase also redeems coupons and
 * rewards, whose values are no points (eagleEye 2.5).
 *
 * @returns null where no points account is concerned
 */
export function pointsOf(transactions: AccountTransaction[]): IDataObject | null {
	const onPoints = transactions.filter(({ type }) => type === 'POINTS');
	const last = onPoints.at(-1);
	if (!last) return null;
	const sum = (sign: number) =>
		onPoints
			.filter(({ event }) => SIGNS[event] === sign)
			.reduce((total, { value }) => total + value, 0);
	const [earned, spent] = [sum(1), sum(-1)];
	// Only reserved for a purchase that is not settled, and freed when that is voided.
	const ofEvent = (name: string) =>
		onPoints.filter(({ event }) => event === name).reduce((total, { value }) => total + value, 0);
	const told =
		onPoints.findLast(({ balances }) => numberOf(balances.current) !== null)?.balances ?? {};
	const balance = (name: string) => numberOf(told[name]);
	return {
		moved: earned - spent,
		earned,
		spent,
		reserved: ofEvent('LOCK') - ofEvent('VOID'),
		balance: balance('current'),
		usable: balance('usable'),
		pending: balance('pending'),
		lifetime: balance('lifetime'),
		accountId: last.accountId,
	};
}

/** Coupons that something happened to, each with what happened. */
export function couponsOf(transactions: AccountTransaction[]): IDataObject[] {
	return transactions
		.filter(({ type }) => type === 'ECOUPON')
		.map(({ event, accountId, campaignId, status, validFrom, validUntil }) => ({
			...{ event, accountId, campaignId, status, validFrom, validUntil },
		}));
}
