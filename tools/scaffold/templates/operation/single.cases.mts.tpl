import { holdAgainstLedger, holdReceipts, nameOf, timesIn } from '../balance.mts';
import type { FaultCase } from '../vendor.mts';

export const cases: FaultCase[] = [
	{
		name: '<%= resourceWords %>, <%= words %>',
		single: true,<% if (asksFirst) { %>
		asksFirst: true,<% } %>
		parameters: (options) => ({
			resource: '<%= resource %>',
			operation: '<%= operation %>',
			recordId: '={{ $json.name }}',
			value: 'some',
			options,
		}),
		item: (i) => ({ name: nameOf(i) }),
		examples: [
			{
				name: 'sends what the items hold, and rejects one alone that has no ID',
				items: [{ name: 'R-1' }, { name: '' }, { name: 'R-3' }],
				output: [
					{ accepted: true, id: 'R-1' },
					{ accepted: true, id: 'R-3' },
				],
				errors: ['"Record ID" is empty'],
				rows: { '<%= vendor %>/<%= endpointConstant %>': [{ id: 'R-1', value: 'some' }, { id: 'R-3' }] },
			},
		],
		async check({ claims, outcomes, tenant }) {
			const rows = await tenant.rows<{ id: string; receipt: string }>('<%= vendor %>/<%= endpointConstant %>');
			holdAgainstLedger(claims, timesIn(rows.map(({ id }) => id)));
			holdReceipts(outcomes, 'receipt', rows.map(({ id, receipt }) => [id, receipt]));
		},
	},
];
