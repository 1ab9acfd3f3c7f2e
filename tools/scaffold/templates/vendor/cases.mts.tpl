import fc from 'fast-check';

import { runNode } from '../support/engine.mts';
import type { FaultVendor } from './vendor.mts';

export const <%= vendor %>: FaultVendor = {
	title: '<%= title %>',
	platform: '<%= vendor %>',
	async run(tenant, parameters, items, more) {
		const { baseUrl, apiKey } = tenant.access('<%= vendor %>');
		const credentials = { <%= credential %>: { baseUrl, apiKey } };
		return await runNode({ type: '<%= vendor %>', parameters, items, credentials, ...more });
	},
	// TODO: its own ways to say no; and, below, those to go wrong that no other vendor has.
	rejections: (words) => [400, 401, 422].map((status) => ({ status, body: { message: words } })),
	actions: [],
	settings: fc.constant({}),
	settingsAtSize: {},
	budgetMs: 3000,
	// Each operation has a file of its own in the folder of this name.
	cases: [],
};
