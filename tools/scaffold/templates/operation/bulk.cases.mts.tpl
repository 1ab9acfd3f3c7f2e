import { holdAgainstLedger, holdReceipts, nameOf, timesIn } from '../balance.mts';
import type { FaultCase } from '../vendor.mts';

export const cases: FaultCase[] = [
	{
		name: '<%= resourceWords %>, <%= words %>',<% if (asksFirst) { %>
		asksFirst: true,<% } %>
		parameters: (options) => ({
			resource: '<%= resource %>',
			operation: '<%= operation %>',
			recordId: '={{ $json.name }}',
			value: 'some',
			options,
		}),
		item: (i) => ({ name: nameOf(i) }),
		async check({ claims, outcomes, tenant }) {
			const rows = await tenant.rows<{ id: string; receipt: string }>('<%= vendor %>/<%= endpointConstant %>');
			holdAgainstLedger(claims, timesIn(rows.map(({ id }) => id)));
			holdReceipts(outcomes, 'receipt', rows.map(({ id, receipt }) => [id, receipt]));
		},
	},
];
