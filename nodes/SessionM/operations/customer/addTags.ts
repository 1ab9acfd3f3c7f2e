import type { INodeProperties } from 'n8n-workflow';

import { itemError } from '../../../../engine/fields/itemError';
import { customerPath, postTo } from '../../api';
import { bodyReader, guidedOrJson, readList, readNumber } from '../../body';
import { customerOperation } from '../../customerOperation';
import { core } from '../../services';

const fields: INodeProperties[] = [
	{
		displayName: 'Tags',
		name: 'tags',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. newsletter, summer-2026',
		description: 'The tags to add, separated by commas. A list in the data can be mapped as it is.',
	},
	{
		displayName: 'Time to Live',
		name: 'ttl',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'How long the tags stay, presumably in seconds: SessionM shows 2592000, which is 30 days. 0 leaves it to SessionM.',
	},
];

/** CONTRACTS 3.2: `POST …/users/:user_id/tags { tags, ttl }`, one customer a call. */
export const addTags = customerOperation<object>({
	resource: 'customer',
	value: 'addTags',
	name: 'Add Tags',
	description: 'Add tags to a customer',
	action: 'Add tags to a customer',
	properties: [
		...guidedOrJson('tags', 'Tags', fields, '{\n  "tags": ["newsletter"],\n  "ttl": 2592000\n}', 'The unit of the time to live is not verified.'),
	],
	// A tag is there or not; adding it again only starts its time anew.
	idempotent: true,
	service: core,
	read: (parameters) =>
		bodyReader(parameters, 'tags', 'Tags', () => {
			const tags = parameters.field('tags');
			const ttl = parameters.field('ttl', 0);
			return (item) => {
				const seconds = readNumber(ttl(item) || 0, 'Time to Live');
				if (seconds < 0) throw itemError('"Time to Live" is negative', 'Give it a number of seconds, or 0');
				return { tags: readList(tags(item), 'Tags'), ...(seconds > 0 && { ttl: seconds }) };
			};
		}),
	request: (body, userId) => postTo(core, `${customerPath({ by: 'userId', id: userId })}/tags`, body),
	parseResponse: (body, _response, who) => ({
		accepted: true,
		result: { ...who, accepted: true, ...body },
	}),
});
