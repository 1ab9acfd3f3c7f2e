import type { CustomerRow } from '../../../sandbox/sessionM/index.mts';
import { callEndpoint } from '../../support/callEndpoint.mts';
import { holdAgainstLedger, nameOf, timesIn } from '../balance.mts';
import type { FaultCase } from '../vendor.mts';
import { item } from './items.mts';

export const cases: FaultCase[] = [
	{
		name: 'any endpoint called',
		single: true,
		parameters: (options) =>
			callEndpoint('PUT', '/priv/v1/apps/:api_key/external/users/{externalId}', {
				service: 'core',
				pathValues: { externalId: '={{ $json.id }}' },
				query: { trace: '={{ $json.name }}' },
				body: '={{ $json.body }}',
				options,
			}),
		// A mark that every write leaves in the profile, whatever is written after it.
		item: (i, count) => ({
			...item(i, count),
			body: { user: { user_profile: { [nameOf(i)]: 'yes' } } },
		}),
		async check({ claims, tenant }) {
			const customers = await tenant.rows<CustomerRow>('sessionM/customers');
			holdAgainstLedger(
				claims,
				timesIn(customers.flatMap(({ user_profile: profile }) => Object.keys(profile))),
			);
		},
	},
];
