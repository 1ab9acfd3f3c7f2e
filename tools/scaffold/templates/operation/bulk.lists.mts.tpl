import { texts } from '../columns/texts.mts';
import { type ListOperation, pick } from '../operation.mts';

/** What each column of a spreadsheet comes to in the request. TODO: the readers that the operation uses. */
export const operations: Record<string, ListOperation> = {
	'<%= resource %>.<%= operation %>': {
		plan: () => ({
			columns: { recordId: texts(), value: texts({ empty: { right: undefined } }) },
			sent: ({ parts, body }) =>
				parts.at(-1) === '<%= operation %>' ? (body as { entries: object[] }).entries.map((entry) => pick(entry, { recordId: 'id', value: 'value' })) : [],
		}),
	},
};
