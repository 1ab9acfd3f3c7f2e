import { callEndpoint } from '../../support/callEndpoint.mts';
import { phone, smsOf } from '../../support/wavy.mts';
import { holdAgainstLedger, nameOf, timesIn } from '../balance.mts';
import type { FaultCase } from '../vendor.mts';

export const cases: FaultCase[] = [
	{
		name: 'any endpoint called',
		single: true,
		parameters: (options) =>
			callEndpoint('POST', '/v1/{call}', {
				pathValues: { call: 'send-sms' },
				query: { trace: '={{ $json.name }}' },
				body: '={{ $json.body }}',
				options,
			}),
		item: (i) => ({
			name: nameOf(i),
			body: { destination: phone(i), messageText: 'Hi', correlationId: nameOf(i) },
		}),
		check: async ({ claims, tenant }) =>
			holdAgainstLedger(
				claims,
				timesIn((await smsOf(tenant)).map(({ correlationId }) => correlationId)),
			),
	},
];
