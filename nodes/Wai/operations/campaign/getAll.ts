import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { readBoolean } from '../../../../engine/fields/boolean';
import { limitProperties, limitReader } from '../../../../engine/description/limit';
import { type Operation, UnexpectedResponseError } from '../../../../engine/operation';
import { CAMPAIGNS_PATH, campaignsSchema } from '../../campaigns';

const properties: INodeProperties[] = [
	...limitProperties,
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
	kind: 'getMany',
	batching: { maxEntries: 1, maxBytes: Number.POSITIVE_INFINITY, envelopeBytes: 0, keys: 'none' },
	idempotent: true,
	read(parameters) {
		const limit = limitReader(parameters);
		const onlyEnabled = parameters.field('onlyEnabled', true);
		return (item) => {
			const data = {
				onlyEnabled: readBoolean(onlyEnabled(item), 'Only Enabled', true),
				limit: limit(item),
			};
			return { item, key: '', bytes: 0, data };
		};
	},
	request: ([entry]) => ({
		method: 'GET',
		path: CAMPAIGNS_PATH.withQuery(entry?.data.onlyEnabled ? [['filterEnabled', true]] : []),
	}),
	parseResponse(batch, body) {
		const campaigns = campaignsSchema.safeParse(body);
		if (!campaigns.success) throw new UnexpectedResponseError();
		return batch.map(({ data }) => ({
			accepted: true,
			result: campaigns.data.slice(0, data.limit) as IDataObject[],
		}));
	},
};
