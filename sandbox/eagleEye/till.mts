import { z } from 'zod/v4';
import { HttpError } from '../shared/vendor.mts';
import { basketItem, basketView, sampleBasket, sentBasket, totalOf } from './basket.mts';
import { operation, type Change } from './movements.mts';
import { isOtherAccount, moveOtherAccounts } from './otherAccounts.mts';
import type { EventRow } from './outbound.mts';
import {
	atTill,
	beginPurchase,
	changesOf,
	emitTill,
	location,
	newReference,
	purchaseBy,
	purchaseView,
	transactionOperation,
	transactionView,
	walletBy,
	type Purchase,
} from './purchases.mts';
import { settleSpend } from './spending.mts';
import type { EagleEyeState } from './state.mts';
import { tierOf } from './tiers.mts';
import { accountView } from './views.mts';
import { pointsAccount, type Account } from './wallets.mts';

const text = z.string().min(1);
const items = z.array(basketItem).min(1).default(sampleBasket);
const openBody = z.object({ identity: text, reference: text.optional(), items }).strict();
const purchaseBody = z
	.object({
		/** who buys; of a purchase that was opened, its reference is enough */
		identity: text.optional(),
		reference: text.optional(),
		items,
		/** account ids of coupons to redeem */
		redeem: z.array(text).default([]),
		/** what an open offer takes off, whose coupon comes and is used at once */
		openOffer: z.number().int().nonnegative().default(0),
		/** points that a campaign gives on top */
		bonus: z.number().int().nonnegative().default(0),
	})
	.strict();
const fulfilBody = z.object({ purchase: text, finalise: z.boolean().default(false) }).strict();

/** What an action at the till answers: the purchase, and the event that tells it. */
const told = ({ reference }: Purchase, { eventId }: EventRow) => ({ reference, eventId });

/** An opened purchase is dropped when its reference is opened anew: nothing of it was paid. */
function dropped({ purchases }: EagleEyeState, reference: string | undefined) {
	const purchase = purchases.get(reference ?? '');
	if (purchase?.status !== 'ACTIVE') return { operations: [], before: [] };
	const view = purchaseView(purchase, { status: 'DELETED', byIdentity: true });
	const name = `${purchase.reference}_DELETED_${purchase.walletTransactionId}`;
	return {
		operations: [transactionOperation('DELETE', { ...view, reference: name })],
		before: [purchase.wallet],
	};
}

/** A basket is put together; nothing is paid. */
export function openPurchase(state: EagleEyeState, body: unknown) {
	const { identity, reference, items: list } = openBody.parse(body);
	const { operations, before } = dropped(state, reference);
	const purchase = beginPurchase(state, walletBy(state, identity), list, reference);
	const event = emitTill(state, purchase, {
		eventName: 'POSCONNECT.WALLET.OPEN',
		resource: 'open',
		request: {
			identity: { identityValue: identity },
			reference: purchase.reference,
			lock: true,
			location,
			basket: sentBasket(list),
		},
		operations: [
			...operations,
			transactionOperation('CREATE', purchaseView(purchase, { byIdentity: true })),
		],
		before,
	});
	return told(purchase, event);
}

function couponIn({ wallet }: Purchase, accountId: string): Account {
	const coupon = wallet.accounts.find((account) => account.accountId === accountId);
	const isUsable = coupon?.type === 'ECOUPON' && coupon.status === 'ACTIVE';
	if (!isUsable) throw new HttpError(400, `${accountId} is no active coupon of the wallet`);
	return coupon;
}

/** Points for what is paid; none where the wallet has no points account. */
function earn(state: EagleEyeState, purchase: Purchase, spend: number): Change[] {
	const points = pointsAccount(purchase.wallet);
	const value = Math.floor(spend / state.settings.spendPerPoint);
	if (!points || value === 0) return [];
	purchase.earned = atTill(state, points, 'EARN', value);
	return [purchase.earned];
}

/** A coupon of an open offer comes into being used. */
function openOffer(state: EagleEyeState, purchase: Purchase, value: number) {
	const coupon = state.wallets.addAccount(purchase.wallet, 'ECOUPON', 'OFFER', 'open-offer');
	const redeemed = atTill(state, coupon, 'REDEEM', value, { details: { numberOfRewards: 1 } });
	purchase.redeemed.push({ coupon, change: redeemed });
	const bare = { ...accountView(coupon), meta: null, mobileWallet: null };
	return { redeemed, created: operation('walletAccountEntity', 'CREATE', bare) };
}

/** A purchase is paid at once: coupons are redeemed, points earned, and the tier follows. */
export function settlePurchase(state: EagleEyeState, body: unknown) {
	const {
		identity,
		reference,
		items: list,
		redeem,
		openOffer: off,
		bonus,
	} = purchaseBody.parse(body);
	const opened = state.purchases.get(reference ?? '');
	if (opened && opened.status !== 'ACTIVE')
		throw new HttpError(400, `The purchase is ${opened.status}`);
	if (!opened && identity === undefined)
		throw new HttpError(400, 'Give the identity of a customer');
	const purchase = opened ?? beginPurchase(state, walletBy(state, identity!), list, reference);
	const coupons = redeem.map((id) => couponIn(purchase, id));
	const valueOf = ({ campaignId }: Account) =>
		state.settings.campaigns.find((one) => one.campaignId === campaignId)?.value ?? 0;

	purchase.status = 'SETTLED';
	const first = transactionOperation(opened ? 'UPDATE' : 'CREATE', purchaseView(purchase));
	const offer = off > 0 ? openOffer(state, purchase, off) : undefined;
	const used = coupons.map((coupon) => {
		const done = atTill(state, coupon, 'REDEEM', valueOf(coupon), {
			details: { numberOfRewards: 1 },
		});
		purchase.redeemed.push({ coupon, change: done });
		return done;
	});
	const discount = purchase.redeemed.reduce((sum, { change: { value } }) => sum + value, 0);
	const spend = Math.max(totalOf(purchase.items) - discount, 0);
	const earned = earn(state, purchase, spend);
	const points = pointsAccount(purchase.wallet);
	const credited = points && bonus > 0 ? [atTill(state, points, 'CREDIT', bonus)] : [];
	const counts = { points: earned[0]?.value ?? 0, transactions: 0, spend };
	const tier = tierOf(state, purchase.wallet, 'CREDIT', counts, purchase.walletTransactionId);
	const changes = [...(offer ? [offer.redeemed] : []), ...used, ...earned, ...credited];
	const results = { earn: counts.points, credit: credited[0]?.value ?? 0, tiers: counts };
	const basket = basketView(purchase.items, results, discount);
	const done = purchaseView(purchase, { changes, basket, inStore: true });
	const spent = settleSpend(state, purchase);
	const hasOthers = purchase.wallet.accounts.some(isOtherAccount);
	const event = emitTill(state, purchase, {
		eventName: 'POSCONNECT.WALLET.SETTLE',
		resource: 'settle',
		request: {
			walletId: purchase.wallet.walletId,
			reference: purchase.reference,
			location,
			mode: 'ACTIVE',
			basket: { ...sentBasket(purchase.items), type: 'ENRICHED' },
		},
		transactions: [done],
		changes,
		tierTransactions: tier.transactions,
		operations: [
			first,
			...(offer ? [offer.created] : []),
			...changesOf(changes),
			...tier.operations,
			transactionOperation('UPDATE', done),
			...spent,
			...moveOtherAccounts(state, purchase.wallet, spend),
		],
		bodiesAsObjects: hasOthers,
	});
	return told(purchase, event);
}

/** An order is sent out in phases; the last one pays, and brings the points. */
export function fulfilPurchase(state: EagleEyeState, body: unknown) {
	const { purchase: reference, finalise } = fulfilBody.parse(body);
	const purchase = purchaseBy(state, reference);
	if (purchase.status === 'SETTLED') throw new HttpError(400, 'The purchase is SETTLED');
	purchase.status = 'FULFILLING';
	const phase = newReference(finalise ? 'final' : 'initial');
	const byIdentity = true;
	const request = {
		originalTransaction: { reference },
		reference: phase,
		identity: { identityValue: purchase.wallet.identities[0]!.value },
		location,
		...(finalise && { finalise: true, basket: sentBasket(purchase.items) }),
	};
	const names = { eventName: 'POSCONNECT.WALLET.FULFIL', resource: 'fulfil', request };
	if (!finalise) {
		const basket = basketView(purchase.items, { earn: 0 });
		const operations = [
			transactionOperation('UPDATE', purchaseView(purchase, { basket, byIdentity })),
		];
		return told(purchase, emitTill(state, purchase, { ...names, operations }));
	}
	const changes = earn(state, purchase, totalOf(purchase.items));
	const basket = basketView(purchase.items, { earn: changes[0]?.value ?? 0 });
	const fulfilling = purchaseView(purchase, { changes, basket, byIdentity });
	purchase.status = 'SETTLED';
	const done = transactionView({
		walletTransactionId: state.wallets.nextId(),
		parent: purchase.walletTransactionId,
		wallet: purchase.wallet,
		reference: phase,
		type: 'FULFIL',
		status: 'FULFILLED',
		changes,
		basket,
		inStore: true,
	});
	const operations = [
		...changesOf(changes),
		transactionOperation('UPDATE', fulfilling),
		transactionOperation('UPDATE', purchaseView(purchase, { changes, basket, byIdentity })),
		transactionOperation('CREATE', done),
	];
	return told(
		purchase,
		emitTill(state, purchase, { ...names, transactions: [done], changes, operations }),
	);
}
