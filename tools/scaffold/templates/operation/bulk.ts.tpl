import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { optionalText, requiredText } from '../../../../engine/fields/text';
import { type EntryResult, type Operation, UnexpectedResponseError } from '../../../../engine/operation';
import { path } from '../../../../engine/path';

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

/** What an item adds to a request, as JSON. */
type Json = string;

// TODO: what the vendor answers, as far as it is documented.
const answerSchema = z.object({
	results: z.array(z.object({ id: z.string(), receipt: z.string().optional(), error: z.string().optional() })),
});

const UNNAMED = {
	accepted: false,
	kind: 'unknown',
	retry: false,
	message: '<%= displayName %> accepted the request, but its response does not name this record',
	hint: 'Check in <%= displayName %> whether it arrived before you send it again',
} as const;

/** TODO: where the call is documented (<%= vendor %> x.y). */
<%= isReserved ? '' : 'export ' %>const <%= constant %>: Operation<Json> = {
	resource: '<%= resource %>',
	value: '<%= operation %>',
	name: '<%= title %>',
	description: '<%= action %>', // TODO: in a sentence, without a full stop.
	action: '<%= action %>',
	properties,
	// TODO: the vendor's limits. A record stands once in a request, since the response names it by its ID.
	batching: { maxEntries: 100, maxBytes: 1_000_000, envelopeBytes: '{"entries":[]}'.length, keys: 'once' },
	// TODO: true where the same request may safely arrive twice.
	idempotent: false,
	read(parameters) {
		const recordId = parameters.field('recordId');
		const value = parameters.field('value');
		return (item) => {
			const id = requiredText(recordId(item), 'Record ID');
			const data = JSON.stringify({ id, value: optionalText(value(item), 'Value') });
			return { item, key: id, data, bytes: Buffer.byteLength(data) + ','.length };
		};
	},
	request: (batch) => ({
		method: 'POST',
		path: path`<%= apiPath %>`,
		body: Buffer.from(`{"entries":[${batch.map(({ data }) => data).join(',')}]}`),
	}),
	parseResponse(batch, body) {
		const parsed = answerSchema.safeParse(body);
		if (!parsed.success) throw new UnexpectedResponseError();
		const results = new Map(parsed.data.results.map((one) => [one.id, one]));
		return batch.map(({ key: id }): EntryResult<Json> => {
			const { receipt, error } = results.get(id) ?? {};
			if (receipt !== undefined) return { accepted: true, result: { accepted: true, id, receipt } };
			if (error === undefined) return UNNAMED;
			return {
				accepted: false,
				kind: 'rejected',
				retry: false,
				message: '<%= displayName %> rejected this record',
				hint: 'Correct the item according to what <%= displayName %> says',
				vendor: error,
			};
		});
	},
};<% if (isReserved) { %>

// Named as the file, by a word that no constant may have.
export { <%= constant %> as <%= operation %> };<% } %>
