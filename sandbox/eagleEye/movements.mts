import type { Operation } from './events.mts';
import { accountView } from './views.mts';
import { airTime, type Account, type Wallets } from './wallets.mts';

/** What an event on a points account does to its balances. */
const POINTS: Record<string, Array<[balance: string, sign: 1 | -1]>> = {
	CREDIT: [
		['current', 1],
		['lifetime', 1],
	],
	EARN: [
		['current', 1],
		['lifetime', 1],
	],
	GOODWILL: [
		['current', 1],
		['lifetime', 1],
	],
	DEBIT: [['current', -1]],
	AUTO_REDUCE: [['current', -1]],
	REFUND_DEBIT: [
		['current', -1],
		['lifetime', -1],
	],
	SPEND: [
		['current', -1],
		['lifetimeSpend', 1],
		['lifetimeSpendValue', 1],
		['locked', -1],
	],
	LOCK: [['locked', 1]],
	VOID: [['locked', -1]],
};

const STATUSES: Record<string, string> = {
	REDEEM: 'USED',
	UNREDEEM: 'ACTIVE',
	CANCEL: 'CANCELLED',
};

interface Details {
	/** `null` where nothing was before it, `''` in answers of the till */
	parent?: string | null;
	details?: object;
	/** the account's link, which a new account has only when its call is done */
	hasLink?: boolean;
}

/** One account transaction: what happened to an account, with its balances before and after. */
export function change(
	wallets: Wallets,
	account: Account,
	event: string,
	value: number,
	{ parent = null, details, hasLink = true }: Details = {},
) {
	const now = airTime();
	const balancesBefore = shownBalances(account);
	// A lock shows only in what comes after it.
	const shown = event === 'LOCK' ? accountView(account) : undefined;
	apply(account, event, value);
	account.updatedAt = now;
	const view = shown ?? accountView(account);
	return {
		accountTransactionId: wallets.nextId(),
		parentAccountTransactionId: parent,
		accountId: account.accountId,
		account: hasLink ? view : { ...view, mobileWallet: null },
		event,
		value,
		source: 1,
		balancesBefore,
		balancesAfter: shownBalances(account),
		transactionDetails: details ?? ([] as object),
		properties: [],
		dateCreated: now,
		lastUpdated: now,
	};
}

export type Change = ReturnType<typeof change>;

function apply(account: Account, event: string, value: number): void {
	account.status = STATUSES[event] ?? account.status;
	const { balances, type } = account;
	if (type !== 'POINTS' || !balances) return;
	for (const [name, sign] of POINTS[event] ?? []) balances[name]! += sign * value;
	balances.usable = balances.current! - balances.locked!;
}

/** An account transaction shows less of the balances than the account: `lifetime` of points stays 0 there. */
function shownBalances({ type, balances }: Account): object {
	if (balances === null) return [];
	if (type === 'POINTS') return { current: balances.current, lifetime: 0 };
	if (type === 'CONTINUITY') {
		return { transactionCount: balances.transactionCount, totalSpend: balances.totalSpend };
	}
	return type === 'QUEST' ? { available: 0, refundable: 0 } : { ...balances };
}

export function operation(
	objectType: string,
	operationType: Operation['operationType'],
	objectValue: object,
): Operation {
	return { objectType, operationType, objectValue };
}

export const accountOperation = (
	operationType: Operation['operationType'],
	objectValue: object,
): Operation => operation('walletAccountTransactionEntity', operationType, objectValue);
