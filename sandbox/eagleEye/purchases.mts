import { HttpError } from '../shared/vendor.mts';
import { bareBasket, type BasketItem } from './basket.mts';
import type { Operation } from './events.mts';
import { accountOperation, change, operation, type Change } from './movements.mts';
import type { EventRow } from './outbound.mts';
import { emit, type EagleEyeState } from './state.mts';
import { airTime, type Account, type Wallet } from './wallets.mts';

/** What a customer buys at the till. */
export interface Purchase {
	reference: string;
	walletTransactionId: string;
	wallet: Wallet;
	items: BasketItem[];
	/** when it began */
	at: string;
	status: 'ACTIVE' | 'FULFILLING' | 'SETTLED';
	/** the points for it */
	earned: Change | null;
	/** coupons that were redeemed, and what each took off */
	redeemed: Array<{ coupon: Account; change: Change }>;
	/** points reserved to pay with */
	lock: { reference: string; walletTransactionId: string; change: Change } | null;
}

const STORE = { storeId: 'outlet1', storeParentId: 'banner1' };
const NOWHERE = { storeId: null, storeParentId: null };

/** The store as a request of the till names it. */
export const location = {
	incomingIdentifier: STORE.storeId,
	parentIncomingIdentifier: STORE.storeParentId,
};

/** The store as account transactions tell it. */
export const merchant = {
	merchant_store_id: STORE.storeId,
	merchant_store_parent_id: STORE.storeParentId,
};

export function walletBy({ wallets }: EagleEyeState, identity: string): Wallet {
	const wallet = wallets.byIdentityValue(identity);
	if (!wallet) throw new HttpError(404, `Nobody has the identity ${identity}`);
	return wallet;
}

export function purchaseBy({ purchases }: EagleEyeState, reference: string): Purchase {
	const purchase = purchases.get(reference);
	if (!purchase) throw new HttpError(404, `There is no purchase ${reference}`);
	return purchase;
}

let references = 0;

export const newReference = (kind: string): string => `${kind}-${Date.now()}-${++references}`;

/** A purchase; an opened one of that reference is dropped. */
export function beginPurchase(
	state: EagleEyeState,
	wallet: Wallet,
	items: BasketItem[],
	reference = newReference('purchase'),
): Purchase {
	const known = state.purchases.get(reference);
	if (known && known.status !== 'ACTIVE')
		throw new HttpError(400, `The purchase is ${known.status}`);
	const walletTransactionId = state.wallets.nextId();
	const begun = { status: 'ACTIVE', earned: null, redeemed: [], lock: null } as const;
	const purchase: Purchase = {
		reference,
		walletTransactionId,
		wallet,
		items,
		at: airTime(),
		...begun,
		redeemed: [],
	};
	state.purchases.set(reference, purchase);
	return purchase;
}

interface TransactionFacts {
	walletTransactionId: string;
	parent?: string;
	wallet: Wallet;
	reference: string;
	at?: string;
	type: 'SETTLE' | 'FULFIL' | 'REFUND' | 'SPEND';
	status: string;
	state?: 'ORIGINAL' | 'MODIFIED';
	changes?: Change[];
	basket?: object;
	/** whether it tells the store */
	inStore?: boolean;
	/** whether the customer was known by an identity, rather than the wallet's id */
	byIdentity?: boolean;
}

/** A wallet transaction as the events of the till show it. */
export function transactionView(facts: TransactionFacts) {
	const {
		parent = '0',
		wallet,
		reference,
		at = airTime(),
		changes = [],
		basket = bareBasket,
	} = facts;
	return {
		walletTransactionId: facts.walletTransactionId,
		parentWalletTransactionId: parent,
		walletId: wallet.walletId,
		reference,
		transactionDateTime: at,
		transactionDateTimeOffset: '+00:00',
		identityId: facts.byIdentity ? wallet.identities[0]!.identityId : null,
		identity: null,
		type: facts.type,
		status: facts.status,
		meta: null,
		state: facts.state ?? 'ORIGINAL',
		expiryDate: null,
		accounts: changes.map(({ accountId, accountTransactionId }) => ({
			accountId,
			accountTransactionId,
		})),
		basket,
		channel: 'api',
		location: facts.inStore ? STORE : NOWHERE,
		dateCreated: at,
		lastUpdated: airTime(),
	};
}

export type TransactionView = ReturnType<typeof transactionView>;

/** The transaction of a purchase. */
export const purchaseView = (
	{ walletTransactionId, wallet, reference, at, status }: Purchase,
	more: Partial<TransactionFacts> = {},
): TransactionView =>
	transactionView({ walletTransactionId, wallet, reference, at, type: 'SETTLE', status, ...more });

export const transactionOperation = (
	done: Operation['operationType'],
	view: TransactionView,
): Operation => operation('walletTransactionEntity', done, view);

export const changesOf = (changes: Change[]): Operation[] =>
	changes.map((one) => accountOperation('UPDATE', one));

/** An account transaction at the till. */
export const atTill = (
	{ wallets }: EagleEyeState,
	account: Account,
	event: string,
	value: number,
	{ parent = '', details = {} }: { parent?: string; details?: object } = {},
): Change =>
	change(wallets, account, event, value, { parent, details: { ...details, ...merchant } });

interface TillEvent {
	eventName: string;
	resource: string;
	request: object;
	transactions?: TransactionView[];
	changes?: Change[];
	tierTransactions?: object[];
	operations: Operation[];
	/** whether request and answer are told as objects, rather than as JSON texts */
	bodiesAsObjects?: boolean;
	/** other wallets that it is about */
	before?: Wallet[];
}

/** Sends an event of the till. */
export function emitTill(
	state: EagleEyeState,
	{ wallet, reference }: Purchase,
	facts: TillEvent,
): EventRow {
	const { transactions = [], changes = [], tierTransactions = [], bodiesAsObjects = false } = facts;
	const answer = {
		walletTransactions: transactions,
		accountTransactions: changes.map(({ account: _, ...rest }) => rest),
		...(tierTransactions.length > 0 && { tierMembershipTransactions: tierTransactions }),
	};
	const body = bodiesAsObjects ? facts.request : JSON.stringify(facts.request);
	const { eventName, resource, operations } = facts;
	const told = bodiesAsObjects ? { walletTransactions: transactions } : JSON.stringify(answer);
	const call = {
		resource: `/connect/wallet/${resource}`,
		method: 'POST',
		body,
		code: 200,
		answer: told,
	};
	const { before } = facts;
	return emit(
		state,
		wallet,
		{ eventName, ...call, operations, system: 'pos' },
		{ reference, before },
	);
}
