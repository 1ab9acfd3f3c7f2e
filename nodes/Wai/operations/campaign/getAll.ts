import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { type Operation, UnreadableAnswer } from '../../../../engine/operation';
import { refusal } from '../../../../engine/refusal';
import { CAMPAIGNS_PATH, campaignsSchema } from '../../campaigns';

const properties: INodeProperties[] = [
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
	{
		displayName: 'Only Enabled',
		name: 'onlyEnabled',
		type: 'boolean',
		default: true,
		description: 'Whether to return only campaigns that are enabled',
	},
];

interface Query {
	onlyEnabled: boolean;
	limit: number;
}

export const getAll: Operation<Query> = {
	resource: 'campaign',
	value: 'getAll',
	name: 'Get Many',
	description: 'Get many campaigns',
	action: 'Get many campaigns',
	properties,
	packing: { entries: 1, bytes: Number.POSITIVE_INFINITY, emptyBytes: 0, keys: 'none' },
	idempotent: true,
	read(parameters) {
		const returnAll = parameters.field('returnAll', false);
		const limit = parameters.field('limit', 50);
		const onlyEnabled = parameters.field('onlyEnabled', true);
		return (item) => {
			const most = returnAll(item) === true ? Number.POSITIVE_INFINITY : Number(limit(item));
			if (!(most >= 1)) throw refusal('"Limit" is not a number of at least 1', 'Give a limit such as 50, or turn on Return All');
			return { item, key: '', bytes: 0, data: { onlyEnabled: onlyEnabled(item) === true, limit: most } };
		};
	},
	request: ([entry]) => ({
		method: 'GET',
		path: `${CAMPAIGNS_PATH}${entry?.data.onlyEnabled ? '?filterEnabled=true' : ''}`,
	}),
	answer(batch, body) {
		const campaigns = campaignsSchema.safeParse(body);
		if (!campaigns.success) throw new UnreadableAnswer();
		return batch.map(({ data }) => ({ accepted: true, result: campaigns.data.slice(0, data.limit) as IDataObject[] }));
	},
};
