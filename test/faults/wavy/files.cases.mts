import { callEndpoint } from '../../support/callEndpoint.mts';
import { phone, runWavy, smsOf } from '../../support/wavy.mts';
import { holdReads, nameOf } from '../balance.mts';
import type { FaultCase } from '../vendor.mts';

export const cases: FaultCase[] = [
	{
		name: 'lists of numbers read',
		reads: true,
		single: true,
		parameters: (options) => ({
			resource: 'list',
			operation: 'getAll',
			list: '={{ $json.list }}',
			customerId: '42',
			subAccountId: '1291',
			limit: 1,
			options,
		}),
		item: (i) => ({ name: nameOf(i), list: i % 2 ? 'OPTOUT' : 'BLACKLIST' }),
		check: async ({ outcomes, items }) =>
			holdReads(
				outcomes,
				items.map(({ list }) => list as string),
				(json) => json.list,
			),
	},
	{
		name: 'files that customers have sent',
		reads: true,
		single: true,
		parameters: (options) => ({
			resource: 'media',
			operation: 'download',
			mediaUrl: '={{ $json.url }}',
			binaryPropertyName: 'data',
			options,
		}),
		item: (i) => ({ name: nameOf(i), url: `/media/${nameOf(i)}.png` }),
		check: async ({ outcomes, items }) =>
			holdReads(
				outcomes,
				items.map(({ name }) => `${String(name)}.png`),
				(json) => json.fileName,
			),
	},
	{
		name: 'statuses of SMS read',
		reads: true,
		parameters: (options) => ({
			resource: 'sms',
			operation: 'getStatus',
			searchBy: 'correlationId',
			correlationId: '={{ $json.name }}',
			options,
		}),
		further: { messageId: 'some' },
		item: (i) => ({ name: nameOf(i), phone: phone(i + 1) }),
		async prepare(items, tenant) {
			const sent = callEndpoint('POST', '/v1/send-sms', {
				body: '={{ { destination: $json.phone, messageText: "Hi", correlationId: $json.name } }}',
			});
			const { error } = await runWavy(tenant, sent, items);
			if (error) throw new Error(error.message);
			// Until nothing more comes of them.
			while ((await smsOf(tenant)).some(({ statuses }) => statuses.length < 2)) {
				await new Promise((done) => setTimeout(done, 20));
			}
			return items;
		},
		check: async ({ outcomes, items }) =>
			holdReads(
				outcomes,
				items.map(({ name, phone: to }) => `${String(name)}: ${String(to)}`),
				(json) => `${String(json.correlationId)}: ${String(json.to)}`,
			),
	},
];
