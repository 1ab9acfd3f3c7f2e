import { pointsOperation } from '../../points';

/** Either points or the value of a purchase, of which AIR works out the points (eagleEye 2.3). */
export const earn = pointsOperation({
	value: 'earn',
	name: 'Earn',
	description:
		'Add points that a customer has earned by buying; they count for the tier as well. Give JSON for AIR to work the points out from the value of a purchase.',
	action: 'Earn points',
	bodyOf: (points) => ({ balances: { current: points } }),
});
