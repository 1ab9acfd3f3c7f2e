import { readName } from '../../../../engine/fields/id';
import { tierOperation } from '../../tier';

export const move = tierOperation({
	value: 'move',
	name: 'Move',
	description: 'Move a customer to another tier, whatever the balances are',
	action: 'Move to a tier',
	title: 'Move',
	fields: [
		{
			displayName: 'Tier ID',
			name: 'tierId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 178',
			description: 'ID in AIR of the tier to move the customer to',
		},
	],
	fieldsText: 'Enter the tier',
	example: { tierId: '' },
	body(parameters) {
		const tierId = parameters.field('tierId');
		return (item) => ({ tierId: readName(tierId(item), 'Tier ID') });
	},
});
