import { runWai } from '../support/wai.mts';
import { moments } from './columns/dates.mts';
import { ids, names } from './columns/ids.mts';
import { money } from './columns/numbers.mts';
import { phonesOfDocument } from './columns/phones.mts';
import { documentValues, texts, words } from './columns/texts.mts';
import { type ListVendor, pick, type SentRequest } from './operation.mts';
import { anyEndpoint } from './anyEndpoint.mts';

/** The entries of a request for one contact or for many, each with its contact. */
function entriesOf({ parts, body }: SentRequest): Array<[string, unknown]> {
	if (parts[1] !== 'Contact') return [];
	if (parts.at(-1) !== '_bulk') return [[parts[2]!, body]];
	return Object.entries(body as object).flatMap(([contact, value]) =>
		(Array.isArray(value) ? (value as unknown[]) : [value]).map((one): [string, unknown] => [
			contact,
			one,
		]),
	);
}

const sent =
	(paths: Record<string, string>) =>
	(request: SentRequest): object[] =>
		entriesOf(request).map(([contactId, entry]) => ({ contactId, ...pick(entry, paths) }));

/** Known to the account. */
const CAMPAIGNS = ['activation', 'WELCOME-2026', '2026', 'Sommer/Höst'];

export const wai: ListVendor = {
	title: 'WAI',
	platform: 'wai',
	run: runWai,
	operations: {
		'api.call': {
			plan: () =>
				anyEndpoint({
					method: 'POST',
					path: '/api/Contact/{value}/events',
					value: names({ isPath: true }),
					body: (random, row) => ({ name: `paid ${words(random)} ${row}` }),
					valueAt: -2,
					isCall: ({ parts }) => parts.at(-1) === 'events',
				}),
		},
		'contact.upsert': {
			plan: () => ({
				columns: { contactId: ids() },
				fields: {
					phoneNumber: phonesOfDocument(),
					city: documentValues(),
					loyalty: documentValues(),
				},
				parameters: { mapping: 'auto' },
				sent: sent({
					phoneNumber: 'personal.phoneNumber',
					city: 'general.city',
					loyalty: 'personal.loyalty',
				}),
			}),
		},
		'contact.addToCampaign': {
			settings: () => ({
				campaigns: CAMPAIGNS.map((id) => ({ id, description: id, enabled: true })),
			}),
			plan: () => ({
				columns: {
					contactId: ids(),
					'campaign.value': names({ of: CAMPAIGNS }),
					customIteration: names(),
				},
				parameters: { campaign: { __rl: true, mode: 'id' }, iteration: 'custom' },
				sent: sent({ 'campaign.value': 'campaign', customIteration: 'iteration' }),
			}),
		},
		'event.create': {
			plan: ({ zone }) => ({
				columns: {
					contactId: ids(),
					eventName: texts(),
					at: moments(zone, { from: 2003, to: 2032 }),
				},
				sent: sent({ eventName: 'name', at: 'at' }),
			}),
		},
		'metric.create': {
			plan: ({ zone }) => ({
				columns: {
					contactId: ids(),
					periodStart: moments(zone, { from: 2003, to: 2015 }),
					periodEnd: moments(zone, { from: 2016, to: 2032 }),
					received: moments(zone, { from: 2003, to: 2032 }),
					'metrics.metric[0].name': names(),
					'metrics.metric[0].value': money(),
					'metrics.metric[0].unit': texts({ empty: 'none' }),
				},
				parameters: { metricsInput: 'fields' },
				sent: sent({
					periodStart: 'periodStart',
					periodEnd: 'periodEnd',
					received: 'received',
					'metrics.metric[0].name': 'metrics[0].name',
					'metrics.metric[0].value': 'metrics[0].value',
					'metrics.metric[0].unit': 'metrics[0].unit',
				}),
			}),
		},
	},
};
