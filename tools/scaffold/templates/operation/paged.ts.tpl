import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { limitProperties, limitReader } from '../../../../engine/description/limit';
import { requiredText } from '../../../../engine/fields/text';
import { UnexpectedResponseError } from '../../../../engine/operation';
import { path } from '../../../../engine/path';
import { pagedOperation } from '../../../../engine/single';

// TODO: what the user fills in.
const properties: INodeProperties[] = [
	{
		displayName: 'Tag',
		name: 'tag',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. newsletter',
		description: 'What the results have in common',
	},
	...limitProperties,
];

// TODO: what the vendor answers, as far as it is documented.
const pageSchema = z.object({
	results: z.array(z.custom<IDataObject>((value) => typeof value === 'object' && value !== null)),
	total: z.number(),
});

/** TODO: where the call is documented (<%= vendor %> x.y). */
<%= isReserved ? '' : 'export ' %>const <%= constant %> = pagedOperation<{ tag: string }>({
	resource: '<%= resource %>',
	value: '<%= operation %>',
	name: '<%= title %>',
	description: '<%= action %>', // TODO: in a sentence, without a full stop.
	action: '<%= action %>',
	properties,
	read(parameters) {
		const tag = parameters.field('tag');
		const limit = limitReader(parameters);
		return (item) => ({ tag: requiredText(tag(item), 'Tag'), limit: limit(item) });
	},
	request: ({ tag }, { page }) => ({
		method: 'GET',
		path: path`<%= apiPath %>`.withQuery(Object.entries({ tag, page })),
	}),
	parsePage(_query, body, { results: earlier }) {
		const parsed = pageSchema.safeParse(body);
		if (!parsed.success) throw new UnexpectedResponseError();
		const { results, total } = parsed.data;
		return { results, hasMore: earlier.length + results.length < total };
	},
});<% if (isReserved) { %>

// Named as the file, by a word that no constant may have.
export { <%= constant %> as <%= operation %> };<% } %>
