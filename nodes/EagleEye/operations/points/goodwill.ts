import { pointsOperation } from '../../points';

export const goodwill = pointsOperation({
	value: 'goodwill',
	name: 'Goodwill',
	description: 'Add goodwill points within the goodwill rules of the scheme',
	action: 'Give goodwill points',
	bodyOf: (points) => ({ points }),
});
