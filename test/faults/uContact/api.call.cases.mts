import { callEndpoint } from '../../support/callEndpoint.mts';
import { phone } from '../../support/wavy.mts';
import { holdAgainstLedger, nameOf, timesIn } from '../balance.mts';
import type { FaultCase } from '../vendor.mts';

/** A file of one row, in the form of an older call. */
const fileOf = (row: string) => Buffer.from(`${row}\n`).toString('base64');

export const cases: FaultCase[] = [
	{
		name: 'any endpoint called',
		single: true,
		asksFirst: true,
		parameters: (options) =>
			callEndpoint('POST', '/Integra/resources/SMS/{call}', {
				pathValues: { call: 'uploadbase' },
				query: { trace: '={{ $json.name }}' },
				bodyFormat: 'form',
				body: '={{ $json.body }}',
				options,
			}),
		item: (i) => ({
			name: nameOf(i),
			body: {
				filename: nameOf(i),
				campaign: 'Dialer 0',
				fileb64: fileOf(`Dialer 0;${phone(i)};Hi;`),
			},
		}),
		check: async ({ claims, tenant }) =>
			holdAgainstLedger(
				claims,
				timesIn(
					(await tenant.rows<{ fileName: string }>('uContact/base')).map(
						({ fileName }) => fileName,
					),
				),
			),
	},
];
