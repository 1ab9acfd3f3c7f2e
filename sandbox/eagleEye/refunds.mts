import lodash from 'lodash';
import { z } from 'zod/v4';
import { HttpError } from '../shared/vendor.mts';
import { basketItem, basketView, sentBasket, totalOf, type BasketItem } from './basket.mts';
import type { Change } from './movements.mts';
import {
	atTill,
	changesOf,
	emitTill,
	location,
	newReference,
	purchaseBy,
	purchaseView,
	transactionOperation,
	transactionView,
	type Purchase,
} from './purchases.mts';
import type { EagleEyeState } from './state.mts';
import { tierOf } from './tiers.mts';
import { pointsAccount } from './wallets.mts';

const refundBody = z
	.object({
		purchase: z.string().min(1),
		/** what is brought back; everything unless it is given */
		items: z.array(basketItem).min(1).optional(),
	})
	.strict();

/** What the customer keeps. */
function remaining(purchase: Purchase, back: BasketItem[]): BasketItem[] {
	const counts = new Map(back.map(({ upc, count }) => [upc, count]));
	return purchase.items.flatMap((item) => {
		const count = item.count - (counts.get(item.upc) ?? 0);
		if (count < 0) throw new HttpError(400, `More of ${item.upc} is brought back than was bought`);
		return count > 0 ? [{ ...item, count }] : [];
	});
}

/** Coupons are free again, and redeemed once more where something is kept. */
function coupons(state: EagleEyeState, purchase: Purchase, isPartial: boolean) {
	const freed = purchase.redeemed.map(
		({ coupon, change: { accountTransactionId: parent, value } }) =>
			atTill(state, coupon, 'UNREDEEM', value, { parent }),
	);
	const redeemAgain = () => {
		const kept = isPartial ? purchase.redeemed : [];
		purchase.redeemed = kept.map(({ coupon, change: { value } }) => ({
			coupon,
			change: atTill(state, coupon, 'REDEEM', value),
		}));
		return purchase.redeemed.map((one) => one.change);
	};
	return { freed, redeemAgain };
}

/** The points for all of it are taken back, and those for what is kept earned anew. */
function points(
	state: EagleEyeState,
	purchase: Purchase,
	spend: number,
): { taken: Change[]; earned: Change[] } {
	const account = pointsAccount(purchase.wallet);
	const { earned: first } = purchase;
	if (!account || !first) return { taken: [], earned: [] };
	const taken = atTill(state, account, 'REFUND_DEBIT', first.value, {
		parent: first.accountTransactionId,
	});
	const value = Math.floor(spend / state.settings.spendPerPoint);
	purchase.earned = value > 0 ? atTill(state, account, 'EARN', value) : null;
	return { taken: [taken], earned: purchase.earned ? [purchase.earned] : [] };
}

/** Goods come back, all or some. */
export function refundPurchase(state: EagleEyeState, body: unknown) {
	const { purchase: reference, items = undefined } = refundBody.parse(body);
	const purchase = purchaseBy(state, reference);
	if (purchase.status !== 'SETTLED') throw new HttpError(400, `The purchase is ${purchase.status}`);
	const back = items ?? purchase.items;
	const kept = remaining(purchase, back);
	const discount = lodash.sumBy(purchase.redeemed, ({ change: { value } }) => value);
	const spendBefore = Math.max(totalOf(purchase.items) - discount, 0);
	const spend = kept.length > 0 ? Math.max(totalOf(kept) - discount, 0) : 0;

	const { freed, redeemAgain } = coupons(state, purchase, kept.length > 0);
	const { taken, earned } = points(state, purchase, spend);
	const lost = lodash.sumBy(taken, 'value') - lodash.sumBy(earned, 'value');
	const counts = { points: -lost, transactions: 0, spend: spend - spendBefore };
	const tier = tierOf(state, purchase.wallet, 'DEBIT', counts, purchase.walletTransactionId);
	purchase.items = kept;
	const again = redeemAgain();
	const changes = [...freed, ...taken, ...earned, ...again];
	const results = { refund: lodash.sumBy(taken, 'value'), earn: lodash.sumBy(earned, 'value') };
	const done = transactionView({
		walletTransactionId: state.wallets.nextId(),
		parent: purchase.walletTransactionId,
		wallet: purchase.wallet,
		reference: newReference('refund'),
		type: 'REFUND',
		status: 'SETTLED',
		changes,
		basket: basketView(back, { ...results, tiers: counts }, 0, 'REFUND'),
		inStore: true,
	});
	const original = purchaseView(purchase, {
		state: 'MODIFIED',
		changes: [...earned, ...again],
		basket: basketView(kept, { earn: results.earn }),
		byIdentity: true,
	});
	const event = emitTill(state, purchase, {
		eventName: 'POSCONNECT.WALLET.REFUND',
		resource: 'refund',
		request: {
			reference: done.reference,
			originalTransaction: { reference },
			location,
			basket: sentBasket(back, 'REFUND'),
		},
		transactions: [done],
		changes,
		tierTransactions: tier.transactions,
		operations: [
			...changesOf([...freed, ...taken, ...earned]),
			...tier.operations,
			transactionOperation('UPDATE', original),
			transactionOperation('CREATE', done),
			...changesOf(again),
		],
	});
	return { reference: done.reference, eventId: event.eventId };
}
