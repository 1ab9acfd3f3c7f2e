import { pointsOperation } from '../../points';

export const debit = pointsOperation({
	value: 'debit',
	name: 'Debit',
	description:
		'Take points from a points account; AIR allows a negative balance unless it is set up otherwise',
	action: 'Debit points',
	bodyOf: (points) => ({ balances: { current: points } }),
});
