import { optional } from '../../../../engine/fields/blank';
import { requiredList } from '../../../../engine/fields/list';
import { readWholeNumber } from '../../../../engine/fields/number';
import { customerPath, postTo } from '../../api';
import { bodyInput } from '../../body';
import { customerOperation } from '../../customerOperation';
import { core } from '../../services';

const input = bodyInput({
	name: 'tags',
	title: 'Tags',
	fields: [
		{
			displayName: 'Tags',
			name: 'tags',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. newsletter, summer-2026',
			description:
				'The tags to add, separated by commas. A list in the data can be mapped as it is.',
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
	],
	jsonDefault: '{\n  "tags": ["newsletter"],\n  "ttl": 2592000\n}',
	isExample: true,
	caution: 'The unit of the time to live is not verified.',
});

/** sessionM 3.2: one customer a call. */
export const addTags = customerOperation<object>({
	resource: 'customer',
	value: 'addTags',
	name: 'Add Tags',
	description: 'Add tags to a customer, or count them up where the customer has them',
	action: 'Add tags to a customer',
	properties: input.properties,
	// SessionM calls it "create or increment a customer tag": a repeat counts once more.
	idempotent: false,
	service: core,
	read: (parameters) =>
		input.reader<object>(parameters, {
			fields(fields) {
				const tags = fields.field('tags');
				const ttl = fields.field('ttl', 0);
				return (item) => {
					const seconds =
						optional(ttl(item), (value) => readWholeNumber(value, 'Time to Live', { min: 0 })) ?? 0;
					return { tags: requiredList(tags(item), 'Tags'), ...(seconds > 0 && { ttl: seconds }) };
				};
			},
		}),
	request: (body, userId) =>
		postTo(core, customerPath({ by: 'userId', id: userId }).below('tags'), body),
	parseResponse: (body, _response, who) => ({
		accepted: true,
		result: { ...who, accepted: true, ...body },
	}),
});
