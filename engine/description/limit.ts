import type { INodeProperties } from 'n8n-workflow';

import type { Parameters } from '../fields/parameters';
import { itemError } from '../fields/itemError';

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

/** A reader of how many results an item may have. */
export function limitReader(parameters: Parameters): (item: number) => number {
	const returnAll = parameters.field('returnAll', false);
	const limit = parameters.field('limit', 50);
	return (item) => {
		const most = returnAll(item) === true ? Number.POSITIVE_INFINITY : Math.floor(Number(limit(item)));
		if (!(most >= 1)) throw itemError('"Limit" is not a number of at least 1', 'Give a limit such as 50, or turn on Return All');
		return most;
	};
}
