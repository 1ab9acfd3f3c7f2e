import { holdReads, nameOf } from '../balance.mts';
import type { FaultCase } from '../vendor.mts';

export const cases: FaultCase[] = [
	{
		name: '<%= resourceWords %>, <%= words %>',
		reads: true,
		single: true,
		parameters: (options) => ({
			resource: '<%= resource %>',
			operation: '<%= operation %>',
			tag: '={{ $json.name }}',
			limit: 1,
			options,
		}),
		item: (i) => ({ name: nameOf(i) }),
		examples: [
			{
				name: 'follows all pages',
				parameters: { returnAll: true },
				items: [{ name: 'gold' }],
				output: ['R-1', 'R-2', 'R-3', 'R-4', 'R-5'].map((id) => ({ id, tag: 'gold' })),
				requests: { '<%= vendor %>.<%= endpointName %>': 3 },
			},
			{
				name: 'follows pages as far as it must',
				parameters: { limit: 3 },
				items: [{ name: 'gold' }],
				output: ['R-1', 'R-2', 'R-3'].map((id) => ({ id })),
				requests: { '<%= vendor %>.<%= endpointName %>': 2 },
			},
		],
		check: async ({ outcomes, items }) => holdReads(outcomes, items.map(({ name }) => name as string), ({ tag }) => tag),
	},
];
