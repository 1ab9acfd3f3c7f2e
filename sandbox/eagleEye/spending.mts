import { z } from 'zod/v4';
import { HttpError } from '../shared/vendor.mts';
import { spendBasket } from './basket.mts';
import type { Operation } from './events.mts';
import { accountOperation, change } from './movements.mts';
import {
	atTill,
	changesOf,
	emitTill,
	location,
	newReference,
	purchaseBy,
	transactionOperation,
	transactionView,
	walletBy,
	type Purchase,
} from './purchases.mts';
import { emit, type EagleEyeState } from './state.mts';
import { tierOf } from './tiers.mts';
import { pointsAccount, type Account, type Wallet } from './wallets.mts';

const text = z.string().min(1);
const spendBody = z.object({ purchase: text, points: z.number().int().positive() }).strict();
const voidBody = z.object({ purchase: text }).strict();
const expiryBody = z.object({ identity: text, points: z.number().int().positive() }).strict();

function pointsOf(wallet: Wallet): Account {
	const account = pointsAccount(wallet);
	if (!account) throw new HttpError(400, 'The wallet has no points account');
	return account;
}

function spendView(
	{ wallet, walletTransactionId: parent, lock }: Purchase,
	status: string,
	inStore: boolean,
) {
	const { reference, walletTransactionId, change: locked } = lock!;
	const basket = spendBasket(locked.value);
	const facts = { walletTransactionId, parent, wallet, reference, basket, inStore };
	return transactionView({ ...facts, type: 'SPEND', status, changes: [locked], byIdentity: true });
}

/** Points are reserved to pay a purchase with: nothing of the balance is taken yet. */
export function spendPoints(state: EagleEyeState, body: unknown) {
	const { purchase: reference, points } = spendBody.parse(body);
	const purchase = purchaseBy(state, reference);
	if (purchase.lock) throw new HttpError(400, 'Points are reserved for this purchase');
	const account = pointsOf(purchase.wallet);
	if (account.balances!.usable! < points)
		throw new HttpError(400, 'The customer has too few points');
	const locked = change(state.wallets, account, 'LOCK', points);
	const spend = newReference('spend');
	purchase.lock = { reference: spend, walletTransactionId: state.wallets.nextId(), change: locked };
	const begun = transactionView({
		walletTransactionId: purchase.lock.walletTransactionId,
		wallet: purchase.wallet,
		reference: spend,
		type: 'SPEND',
		status: 'ACTIVE',
		inStore: true,
		byIdentity: true,
	});
	const done = spendView(purchase, 'ACTIVE', true);
	const event = emitTill(state, purchase, {
		eventName: 'POSCONNECT.WALLET.SPEND',
		resource: 'spend/spend',
		request: {
			identity: { identityValue: purchase.wallet.identities[0]!.value },
			location,
			reference: spend,
			lock: true,
			parentWalletTransactionReference: reference,
		},
		transactions: [done],
		changes: [locked],
		operations: [
			transactionOperation('CREATE', begun),
			...changesOf([locked]),
			transactionOperation('UPDATE', done),
		],
	});
	return { reference: spend, eventId: event.eventId };
}

/** The reserved points of a purchase that is paid are taken. */
export function settleSpend(state: EagleEyeState, purchase: Purchase): Operation[] {
	if (!purchase.lock) return [];
	const { change: locked } = purchase.lock;
	const parent = locked.accountTransactionId;
	const taken = atTill(state, pointsOf(purchase.wallet), 'SPEND', locked.value, { parent });
	const views = ['ACTIVE', 'SETTLED'].map((status) => spendView(purchase, status, true));
	purchase.lock = null;
	return [...changesOf([taken]), ...views.map((view) => transactionOperation('UPDATE', view))];
}

/** The reserved points are free again. */
export function voidSpend(state: EagleEyeState, body: unknown) {
	const purchase = purchaseBy(state, voidBody.parse(body).purchase);
	if (!purchase.lock) throw new HttpError(400, 'No points are reserved for this purchase');
	const { reference, change: locked } = purchase.lock;
	const parent = locked.accountTransactionId;
	const freed = change(state.wallets, pointsOf(purchase.wallet), 'VOID', locked.value, { parent });
	const [active, voided] = [
		spendView(purchase, 'ACTIVE', false),
		spendView(purchase, 'VOIDED', false),
	];
	purchase.lock = null;
	const event = emitTill(state, purchase, {
		eventName: 'POSCONNECT.WALLET.SPEND.VOID',
		resource: 'spend/void',
		request: { identity: { identityValue: purchase.wallet.identities[0]!.value }, reference },
		transactions: [voided],
		changes: [freed],
		operations: [
			...changesOf([freed]),
			transactionOperation('UPDATE', active),
			transactionOperation('UPDATE', voided),
		],
	});
	return { reference, eventId: event.eventId };
}

/** Points run out. The name of the event is one that integrations have seen; its form was not captured. */
export function expirePoints(state: EagleEyeState, body: unknown) {
	const { identity, points } = expiryBody.parse(body);
	const wallet = walletBy(state, identity);
	const answer = change(state.wallets, pointsOf(wallet), 'AUTO_REDUCE', points);
	const event = emit(state, wallet, {
		eventName: 'SERVICE.WALLET.POINTS.EXPIRE',
		resource: `/services/wallet/${wallet.walletId}/points/expire`,
		method: 'POST',
		body: null,
		code: 200,
		answer,
		operations: [accountOperation('UPDATE', answer), ...tierOf(state, wallet, 'DEBIT').operations],
	});
	return { reference: null, eventId: event.eventId };
}
