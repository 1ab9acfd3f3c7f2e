import { pointsOperation } from '../../points';

/** Either points or the value of a purchase, of which AIR works out the points (eagleEye 2.3). */
export const earn = pointsOperation({
	value: 'earn',
	name: 'Earn',
	description:
		'Add points that a customer has earned by buying, which count for the tier as well: so ' +
		'many, or by JSON as many as AIR works out of the value of a purchase',
	action: 'Earn points',
	bodyOf: (points) => ({ balances: { current: points } }),
});
