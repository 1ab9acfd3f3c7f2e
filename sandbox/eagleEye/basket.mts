import lodash from 'lodash';
import { z } from 'zod/v4';

/** Something in a basket; money is in the smallest unit of the currency. */
export const basketItem = z
	.object({
		upc: z.string().min(1),
		description: z.string(),
		unitCost: z.number().int().nonnegative(),
		count: z.number().int().positive(),
	})
	.strict();

export type BasketItem = z.infer<typeof basketItem>;

export const sampleBasket: BasketItem[] = [
	{ upc: '100001', description: 'Lemonade', unitCost: 1000, count: 2 },
	{ upc: '100002', description: 'Coffee', unitCost: 1000, count: 1 },
	{ upc: '100003', description: 'Oranges', unitCost: 1500, count: 1 },
];

export const totalOf = (items: BasketItem[]): number =>
	lodash.sumBy(items, ({ unitCost, count }) => unitCost * count);

type SalesKey = 'SALE' | 'REFUND';

const contentsOf = (items: BasketItem[], salesKey: SalesKey) =>
	items.map(({ upc, description, unitCost, count }) => ({
		upc,
		itemUnitCost: unitCost,
		salesKey,
		totalUnitCostAfterDiscount: unitCost * count,
		totalUnitCost: unitCost * count,
		description,
		itemUnitCount: count,
	}));

const countOf = (items: BasketItem[]): number => lodash.sumBy(items, 'count');

/** What a basket came to in points and for the tier. */
export interface Results {
	earn?: number;
	credit?: number;
	refund?: number;
	spend?: number;
	tiers?: { points: number; transactions: number; spend: number } | null;
}

function resultsOf({ earn = 0, credit = 0, refund = 0, spend = 0, tiers = null }: Results) {
	const points = {
		spend,
		debit: 0,
		refund,
		totalPointsTaken: spend + refund,
		earn,
		credit,
		totalPointsGiven: earn + credit,
		totalMonetaryValue: spend,
	};
	return { points, tiers };
}

/** The basket of a request at the till. */
export function sentBasket(items: BasketItem[], salesKey: SalesKey = 'SALE') {
	const summary = { totalItems: countOf(items), totalBasketValue: totalOf(items) };
	return { type: 'STANDARD', summary, contents: contentsOf(items, salesKey) };
}

/** The basket of a wallet transaction that is done. */
export function basketView(
	items: BasketItem[],
	results: Results,
	discount = 0,
	salesKey: SalesKey = 'SALE',
) {
	return {
		contents: contentsOf(items, salesKey),
		summary: {
			totalItems: countOf(items),
			totalBasketValue: totalOf(items) - discount,
			...(discount > 0 && { totalDiscountAmount: { promotions: discount } }),
			results: resultsOf(results),
		},
		payment: null,
	};
}

/** The basket of a transaction that holds nothing yet. */
export const bareBasket = { contents: null, summary: null, payment: null };

/** The basket of points spent: no goods, the points taken. */
export const spendBasket = (points: number) => ({
	contents: null,
	summary: { totalItems: null, totalBasketValue: null, results: resultsOf({ spend: points }) },
	payment: null,
});
