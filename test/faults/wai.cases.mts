import fc from 'fast-check';

import { event, runWai, upsert } from '../support/wai.mts';
import { holdAgainstLedger, holdAgainstStates, holdReads, nameOf, timesIn } from './balance.mts';
import { SLOW, status } from './schedules.mts';
import type { Action, FaultVendor } from './vendor.mts';

const CALLS = ['contact', 'campaign', 'event', 'metric']
	.flatMap((kind) => [`wai.${kind}.one`, `wai.${kind}.bulk`])
	.concat('wai.campaign.list');

/**
 * What the token call is spared: one that hangs takes the credential's own, longer timeout, and one that is
 * answered 400, 401 or 413 has rejected the key, upon which a run rightly ends.
 */
const NOT_OF_TOKENS = new Set(
	[...SLOW, status(400), 'expireToken', 'limitExceeded', 'tooLarge'].map((action) =>
		JSON.stringify(action),
	),
);

const eventItem = (i: number) => ({
	id: String((i * 7919) % 100_003),
	name: nameOf(i),
	at: '2026-11-21T09:00:00Z',
});

export const wai: FaultVendor = {
	title: 'WAI',
	platform: 'wai',
	run: runWai,
	rejections: (message) => [400, 422].map((code) => ({ status: code, body: { message } })),
	actions: [
		'expireToken',
		'limitExceeded',
		{ type: 'failEntries', probability: 0.01, retry: true },
		{ type: 'failEntries', probability: 0.01, retry: false },
	],
	endpointsOf: (action: Action) => (NOT_OF_TOKENS.has(JSON.stringify(action)) ? CALLS : undefined),
	settings: fc.record(
		{ tokenMaxRequests: fc.constantFrom(7, 40), maxItems: fc.constantFrom(37, 200) },
		{ requiredKeys: [] },
	),
	settingsAtSize: { tokenMaxRequests: 150 },
	budgetMs: 15_000,
	cases: [
		{
			name: 'contacts, one in three repeated',
			asksFirst: true,
			parameters: (options) => upsert({ options }),
			// So that it makes a difference whether a field is listed.
			further: { generalFields: 'n', unlistedFields: 'drop' },
			// A few repeat often in a small run; in a large one, whose requests must come after one another, each a few times.
			item: (i, count) => ({
				id: String(i % 3 ? i : i % Math.max(30, Math.ceil(count / 20))),
				n: i,
			}),
			async check({ claims, tenant, items }) {
				const states = new Map(
					(await tenant.rows('wai/contacts')).map(({ id, document }) => [
						id,
						document.personal.n as number,
					]),
				);
				holdAgainstStates(
					claims,
					items.map(({ id }) => id as string),
					(id) => states.get(id),
				);
			},
		},
		{
			name: 'campaign members',
			asksFirst: true,
			parameters: (options) => ({
				resource: 'contact',
				operation: 'addToCampaign',
				contactId: '={{ $json.id }}',
				campaign: { __rl: true, mode: 'id', value: 'activation' },
				iteration: 'month',
				options,
			}),
			item: (i) => ({ id: nameOf(i) }),
			check: async ({ claims, tenant }) =>
				holdAgainstLedger(
					claims,
					timesIn((await tenant.rows('wai/memberships')).map(({ contact }) => contact)),
				),
		},
		{
			name: 'campaigns read',
			reads: true,
			single: true,
			parameters: (options) => ({
				resource: 'campaign',
				operation: 'getAll',
				onlyEnabled: true,
				limit: 1,
				options,
			}),
			item: (i) => ({ name: nameOf(i) }),
			check: async ({ outcomes }) =>
				holdReads(
					outcomes,
					outcomes.map(() => 'activation'),
					({ id }) => id,
				),
		},
		{
			name: 'events',
			asksFirst: true,
			parameters: (options) => event({ options }),
			item: eventItem,
			check: async ({ claims, tenant }) =>
				holdAgainstLedger(
					claims,
					timesIn((await tenant.rows('wai/events')).map(({ name }) => name)),
				),
		},
		{
			name: 'events with Resend When Outcome Is Unknown',
			asksFirst: true,
			parameters: (options) => event({ options: { ...options, resendUnknown: true } }),
			item: eventItem,
			check: async ({ claims, tenant }) =>
				holdAgainstLedger(
					claims,
					timesIn((await tenant.rows('wai/events')).map(({ name }) => name)),
					true,
				),
		},
		{
			name: 'metrics',
			asksFirst: true,
			parameters: (options) => ({
				resource: 'metric',
				operation: 'create',
				contactId: '={{ $json.id }}',
				periodStart: '2026-10-01',
				periodEnd: '2026-11-01',
				metricsInput: 'fields',
				metrics: { metric: [{ name: '={{ $json.name }}', value: '1', unit: 'kWh' }] },
				options,
			}),
			item: eventItem,
			check: async ({ claims, tenant }) =>
				holdAgainstLedger(
					claims,
					timesIn((await tenant.rows('wai/metrics')).map(({ metrics }) => metrics[0]!.name)),
				),
		},
	],
};
