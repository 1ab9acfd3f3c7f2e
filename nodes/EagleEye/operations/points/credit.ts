import { pointsOperation } from '../../points';

export const credit = pointsOperation({
	value: 'credit',
	name: 'Credit',
	description: 'Add points to a points account',
	action: 'Credit points',
	bodyOf: (points) => ({ balances: { current: points } }),
});
