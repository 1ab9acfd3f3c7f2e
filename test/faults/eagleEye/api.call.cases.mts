import type { RewardRow } from '../../../sandbox/eagleEye/state.mts';
import { callEndpoint } from '../../support/callEndpoint.mts';
import { holdAgainstLedger, nameOf, timesIn } from '../balance.mts';
import type { FaultCase } from '../vendor.mts';

export const cases: FaultCase[] = [
	{
		name: 'any endpoint called',
		single: true,
		parameters: (options) =>
			callEndpoint('POST', '/services/{call}', {
				service: 'wallet',
				pathValues: { call: 'trigger' },
				query: { trace: '={{ $json.name }}' },
				body: '={{ $json.body }}',
				options,
			}),
		item: (i) => ({
			name: nameOf(i),
			body: {
				walletTransaction: { reference: nameOf(i) },
				identityValue: 'C0',
				triggers: [{ reference: 'LATE_DELIVERY' }],
			},
		}),
		check: async ({ claims, tenant }) =>
			holdAgainstLedger(
				claims,
				timesIn(
					(await tenant.rows<RewardRow>('eagleEye/rewards')).map(({ reference }) => reference),
				),
			),
	},
];
