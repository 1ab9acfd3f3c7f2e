import { pointsOperation } from '../../points';

/** Either points or the value of a purchase, of which AIR works out the points (eagleEye 2.3). */
export const earn = pointsOperation({
	value: 'earn',
	name: 'Earn',
	description:
		'Add points earned by a purchase, which count for the tier as well: as many as you enter, ' +
		'or, by JSON, as many as AIR works out from the value of the purchase',
	action: 'Earn points',
	bodyOf: (points) => ({ balances: { current: points } }),
});
