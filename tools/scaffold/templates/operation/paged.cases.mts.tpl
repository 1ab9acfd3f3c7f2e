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
		check: async ({ outcomes, items }) => holdReads(outcomes, items.map(({ name }) => name as string), ({ tag }) => tag),
	},
];
