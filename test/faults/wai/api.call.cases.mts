import { callEndpoint } from '../../support/callEndpoint.mts';
import { holdAgainstLedger, nameOf, timesIn } from '../balance.mts';
import type { FaultCase } from '../vendor.mts';

export const cases: FaultCase[] = [
	{
		name: 'any endpoint called',
		single: true,
		asksFirst: true,
		parameters: (options) =>
			callEndpoint('POST', '/api/Contact/{contactId}/events', {
				pathValues: { contactId: '={{ $json.id }}' },
				query: { trace: '={{ $json.id }}' },
				body: '={{ $json.body }}',
				options,
			}),
		item: (i) => ({ id: `C ${i % 7}`, body: { name: nameOf(i) } }),
		check: async ({ claims, tenant }) =>
			holdAgainstLedger(
				claims,
				timesIn((await tenant.rows<{ name: string }>('wai/events')).map(({ name }) => name)),
			),
	},
];
