import type { INodeProperties } from 'n8n-workflow';

import type { Parameters } from '../fields/parameters';
import { readBoolean } from '../fields/boolean';
import { readWholeNumber } from '../fields/number';

/** Return All and Limit of every Get Many. */
export const limitProperties: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: { show: { returnAll: [false] } },
		description: 'Max number of results to return',
	},
];

/** A reader of how many results an item may have; Infinity for all. */
export function limitReader(parameters: Parameters): (item: number) => number {
	const returnAll = parameters.field('returnAll', false);
	const limit = parameters.field('limit', 50);
	return (item) => {
		if (readBoolean(returnAll(item), 'Return All', false)) return Number.POSITIVE_INFINITY;
		return readWholeNumber(limit(item), 'Limit', { min: 1 });
	};
}
