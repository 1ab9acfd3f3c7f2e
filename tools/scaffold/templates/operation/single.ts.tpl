import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { optionalText, requiredText } from '../../../../engine/fields/text';
import { UnexpectedResponseError } from '../../../../engine/operation';
import { path } from '../../../../engine/path';
import { singleOperation } from '../../../../engine/single';

// TODO: what the user fills in.
const properties: INodeProperties[] = [
	{
		displayName: 'Record ID',
		name: 'recordId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. R-1001',
		description: 'ID of the record',
	},
	{ displayName: 'Value', name: 'value', type: 'string', default: '', description: 'What to send with it' },
];

/** What the request of an item is made of. */
interface Data {
	id: string;
	value: string | undefined;
}

// TODO: what the vendor answers, as far as it is documented.
const answerSchema = z.object({ receipt: z.string() });

/** TODO: where the call is documented (<%= vendor %> x.y). */
<%= isReserved ? '' : 'export ' %>const <%= constant %> = singleOperation<Data>({
	resource: '<%= resource %>',
	value: '<%= operation %>',
	name: '<%= title %>',
	description: '<%= action %>', // TODO: in a sentence, without a full stop.
	action: '<%= action %>',
	properties,
	// TODO: true where the same request may safely arrive twice.
	idempotent: false,
	read(parameters) {
		const recordId = parameters.field('recordId');
		const value = parameters.field('value');
		return (item) => ({ id: requiredText(recordId(item), 'Record ID'), value: optionalText(value(item), 'Value') });
	},
	request: (data) => ({ method: 'POST', path: path`<%= apiPath %>`, body: Buffer.from(JSON.stringify(data)) }),
	parseResponse({ id }, body) {
		const parsed = answerSchema.safeParse(body);
		if (!parsed.success) throw new UnexpectedResponseError();
		return { accepted: true, result: { accepted: true, id, receipt: parsed.data.receipt } };
	},
});<% if (isReserved) { %>

// Named as the file, by a word that no constant may have.
export { <%= constant %> as <%= operation %> };<% } %>
