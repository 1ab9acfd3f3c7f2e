import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { file, forward, runUContact, withPassword } from '../support/uContact.mts';
import { phone } from '../support/wavy.mts';
import { reply, status } from '../wavy/callbacks.mts';
import { holdAgainstLedger, nameOf, timesIn } from './balance.mts';
import type { FaultVendor, Finished } from './vendor.mts';

/** Replies and statuses, which go to addresses of their own. */
const callbackItem = (i: number): IDataObject => ({
	raw: i % 3 ? status(nameOf(i)) : reply(nameOf(i)),
});

/** So few in a request that many are sent, and each kind of trouble is met. */
const inSmallRequests = ({ batchSize, ...options }: INodeParameters): INodeParameters => ({
	...options,
	batchSize: Math.min(4, batchSize as number),
});

const campaignOf = (i: number) => `Dialer ${i % 25}`;

async function holdCallbacks(
	{ claims, items, tenant }: Finished,
	mayDouble = false,
): Promise<void> {
	const rows = await tenant.rows<{ id: string; entry: object }>('uContact/forwarded');
	holdAgainstLedger(claims, timesIn(rows.map(({ id }) => id)), mayDouble);
	const sent = new Map(items.map(({ raw }) => [(raw as IDataObject).id, JSON.stringify(raw)]));
	for (const { id, entry } of rows) {
		if (sent.get(id) !== JSON.stringify(entry))
			throw new Error(`${id} was passed on as ${JSON.stringify(entry)}, and is ${sent.get(id)}`);
	}
}

export const uContact: FaultVendor = {
	title: 'uContact',
	platform: 'uContact',
	// With a session, which is opened by a call of its own and may end at any request; the Automation API takes none.
	async run(tenant, parameters, items, more) {
		const takesSession = !['lead', 'list'].includes(parameters.resource as string);
		const credential = takesSession ? withPassword(tenant) : undefined;
		return await runUContact(tenant, parameters, items, { ...more, credential });
	},
	rejections: (words) => [
		{ status: 200, body: `ERROR ${words}` },
		{ status: 400, body: words },
	],
	// A failure under HTTP 200.
	actions: ['zero'],
	settings: fc.record({ sessionRequests: fc.constantFrom(1, 4) }, { requiredKeys: [] }),
	settingsAtSize: { sessionRequests: 300 },
	settingsFor: () => ({ campaigns: Array.from({ length: 25 }, (_, i) => campaignOf(i)) }),
	budgetMs: 6000,
	cases: [
		{
			name: 'callbacks passed on',
			asksFirst: true,
			parameters: (options) => forward({ options: inSmallRequests(options) }),
			item: callbackItem,
			check: async (finished) => await holdCallbacks(finished),
		},
		{
			name: 'callbacks passed on with Resend When Outcome Is Unknown',
			asksFirst: true,
			parameters: (options) =>
				forward({ options: { ...inSmallRequests(options), resendUnknown: true } }),
			item: callbackItem,
			check: async (finished) => await holdCallbacks(finished, true),
		},
		{
			name: 'dialer files uploaded',
			asksFirst: true,
			parameters: (options) => file({ upload: true, campaign: '={{ $json.campaign }}', options }),
			item: (i) => ({ campaign: campaignOf(i), phone: phone(i), name: nameOf(i), time: 'today' }),
			examples: [
				{
					name: 'what is uploaded is said by each item',
					parameters: { upload: '={{ $json.upload }}' },
					items: [false, true].map((upload, i) => ({
						campaign: campaignOf(0),
						phone: phone(i),
						name: 'Ana',
						time: 'today',
						upload,
					})),
					output: [
						{ campaign: campaignOf(0), uploaded: false, rows: 1 },
						{ campaign: campaignOf(0), uploaded: true, rows: 1 },
					],
					rows: { 'uContact/base': [{ phone: phone(1) }] },
				},
			],
			async check({ claims, items, tenant }) {
				const rows = await tenant.rows<{ campaign: string; phone: string; message: string }>(
					'uContact/base',
				);
				const names = rows.map(({ message }) => message.split(':')[2]);
				holdAgainstLedger(claims, timesIn(names));
				const sent = new Map(
					items.map(({ name, campaign, phone: number }) => [
						name,
						`${String(campaign)} ${String(number)}`,
					]),
				);
				rows.forEach(({ campaign, phone: number }, i) => {
					if (sent.get(names[i]) !== `${campaign} ${number}`)
						throw new Error(
							`${names[i]} is in the base as ${campaign} ${number}, and was to be ${sent.get(names[i])}`,
						);
				});
			},
		},
	],
};
