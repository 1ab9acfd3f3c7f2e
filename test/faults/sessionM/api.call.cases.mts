import type { CustomerRow } from '../../../sandbox/sessionM/index.mts';
import { callEndpoint } from '../../support/callEndpoint.mts';
import type { FaultCase } from '../vendor.mts';
import { holdRows, item } from './items.mts';

export const cases: FaultCase[] = [
	{
		name: 'any endpoint called',
		single: true,
		parameters: (options, tenant) =>
			callEndpoint('POST', '/incentives/api/1.0/user_events/{call}', {
				service: 'connect',
				pathValues: { call: 'trigger_user_event' },
				query: { trace: '={{ $json.id }}' },
				body: `={{ { retailer_id: "${tenant.access('sessionM').retailerId}", user_id: $json.user, event_lookup: $json.name } }}`,
				options,
			}),
		item,
		async prepare(items, tenant) {
			const customers = await tenant.rows<CustomerRow>('sessionM/customers');
			const ids = new Map(customers.map(({ externalId, id }) => [externalId, id]));
			return items.map((one) => ({ ...one, user: ids.get(one.id as string)! }));
		},
		check: async (finished) => await holdRows<{ event: string }>(finished, 'events', ({ event }) => event),
	},
];
