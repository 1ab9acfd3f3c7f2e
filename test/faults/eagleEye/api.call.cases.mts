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
				body: '={{ { walletTransaction: { reference: $json.name }, identityValue: "C0", triggers: [{ reference: "LATE_DELIVERY" }] } }}',
				options,
			}),
		item: (i) => ({ name: nameOf(i) }),
		check: async ({ claims, tenant }) =>
			holdAgainstLedger(claims, timesIn((await tenant.rows<RewardRow>('eagleEye/rewards')).map(({ reference }) => reference))),
	},
];
