import type { INodeProperties } from 'n8n-workflow';

import { readId } from '../../engine/fields/id';
import type { Parameters } from '../../engine/fields/parameters';
import { itemError } from '../../engine/fields/itemError';

/** A customer by the shop's own id, or by the id that SessionM gave. */
export interface Customer {
	by: 'externalId' | 'userId';
	id: string;
}

/** The parameters by which every operation names its customer. */
export const customerProperties: INodeProperties[] = [
	{
		displayName: 'Look Up By',
		name: 'lookupBy',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'External ID', value: 'externalId', description: 'Your own ID of the customer' },
			{
				name: 'SessionM User ID',
				value: 'userId',
				description: 'The ID that SessionM gave the customer',
			},
		],
		default: 'externalId',
		description: 'Which ID of the customer you have',
	},
	{
		displayName: 'Customer ID',
		name: 'customerId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. C-1001',
		description: "Your own ID of the customer, or SessionM's user ID, as chosen above",
	},
];

/** Ids that would be read as part of the address. */
const NOT_FOR_PATHS = new Set(['.', '..']);

/** Reads a customer's id for use in an address; throws ItemError where it cannot stand there. */
export function readCustomerId(value: unknown, field: string): string {
	const id = readId(value, 'customer', field);
	if (!NOT_FOR_PATHS.has(id)) return id;
	throw itemError(
		`The customer ID "${id}" cannot be used in an address`,
		'Give the customer another ID',
	);
}

/** How the operation's items name their customers: the same way for the whole run. */
export function lookupBy(parameters: Parameters): Customer['by'] {
	return parameters.fixed<string>('lookupBy', 'externalId') === 'userId' ? 'userId' : 'externalId';
}

/** A reader of each item's customer. */
export function customerReader(parameters: Parameters): (item: number) => Customer {
	const by = lookupBy(parameters);
	const id = parameters.field('customerId');
	return (item) => ({ by, id: readCustomerId(id(item), 'Customer ID') });
}
