import fc from 'fast-check';
import lodash from 'lodash';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { CustomerRow } from '../../sandbox/sessionM/index.mts';
import type { SandboxTenant } from '../../sandbox/client.mts';
import { forCustomer, pointIds, runSessionM, transaction, upsert } from '../support/sessionM.mts';
import { holdAgainstLedger, holdReads, holdReceipts, timesIn } from './balance.mts';
import { status } from './schedules.mts';
import { customersOf, deposit, holdRows, item, runBefore } from './sessionM/items.mts';
import { holdCustomers, nameAndEmail, upsertItem } from './sessionM.customers.mts';
import type { FaultVendor } from './vendor.mts';

/** Every second customer may take part in a campaign that the others do not get to see. */
const optsIn = ({ id }: IDataObject) => Number(String(id).slice('C-'.length)) % 2 === 0;

function purchase(tenant: SandboxTenant, more: INodeParameters): INodeParameters {
	return forCustomer('offer', 'purchase', {
		offerId: 'large-for-small',
		pointAccountIds: pointIds(tenant).pointAccountId,
		...more,
	});
}

/** What every customer gets beforehand, so that nothing is rejected for want of points. */
const POINTS_ENOUGH = 1e9;

async function prepare(tenant: SandboxTenant, count: number): Promise<void> {
	const known = Array.from({ length: customersOf(count) }, (_, i) => ({
		id: `C-${i}`,
		...nameAndEmail(`c${i}`),
	}));
	await runBefore(tenant, upsert(), known);
	await runBefore(tenant, deposit(tenant, { amount: POINTS_ENOUGH, referenceId: 'before' }), known);
}

export const sessionM: FaultVendor = {
	title: 'SessionM',
	platform: 'sessionM',
	run: runSessionM,
	rejections: (words) =>
		[200, 400, 422].map((code) => ({
			status: code,
			body: { status: 'error', errors: { code: 'invalid', message: words } },
		})),
	// An error under HTTP 200, and a 404 that says nothing of the customer.
	actions: ['statusError', status(404)],
	settings: fc.record(
		{
			errors: fc.constant('ok'),
			createExisting: fc.constant('update'),
			pendingAnswers: fc.constant(1),
		},
		{ requiredKeys: [] },
	),
	settingsAtSize: {},
	settingsFor: () => ({ furtherStores: ['seasonal'] }),
	prepare,
	budgetMs: 3000,
	cases: [
		{
			name: 'customers, one in three repeated',
			single: true,
			asksFirst: true,
			parameters: (options) => upsert({ options }),
			item: upsertItem,
			check: holdCustomers,
		},
		{
			name: 'transactions',
			single: true,
			parameters: (options) => transaction({ transactionId: '={{ $json.name }}', options }),
			further: { appliedOffers: { offer: [{ userOfferId: 'a', amount: '2.50', lines: '1' }] } },
			item,
			async check(finished) {
				const rows = await finished.tenant.rows<{ transactionId: string; requestId: string }>(
					'sessionM/transactions',
				);
				holdAgainstLedger(finished.claims, timesIn(rows.map(({ transactionId }) => transactionId)));
				holdReceipts(
					finished.outcomes,
					'requestId',
					rows.map(({ transactionId, requestId }) => [transactionId, requestId]),
				);
			},
		},
		{
			name: 'deposits, the customer looked up',
			single: true,
			asksFirst: true,
			parameters: (options, tenant) =>
				deposit(tenant, { amount: 5, referenceId: '={{ $json.name }}', options }),
			item,
			check: async (finished) =>
				await holdRows<{ reference: string }>(finished, 'deposits', ({ reference }) => reference),
		},
		{
			name: 'behaviours, the customer looked up',
			single: true,
			asksFirst: true,
			parameters: (options) =>
				forCustomer('event', 'trigger', { eventLookup: '={{ $json.name }}', options }),
			item,
			check: async (finished) =>
				await holdRows<{ event: string }>(finished, 'events', ({ event }) => event),
		},
		{
			name: 'purchases, the customer looked up',
			single: true,
			asksFirst: true,
			parameters: (options, tenant) =>
				purchase(tenant, { rewardStoreId: '={{ $json.name }}', options }),
			item,
			check: async (finished) =>
				await holdRows<{ rewardStore?: string }>(
					finished,
					'purchases',
					({ rewardStore }) => rewardStore,
				),
		},
		{
			name: 'customers read',
			reads: true,
			single: true,
			parameters: (options) => forCustomer('customer', 'get', { options }),
			item,
			check: async ({ outcomes, items }) =>
				holdReads(
					outcomes,
					items.map(({ id }) => id as string),
					(json) => json.external_id,
				),
		},
		{
			name: 'balances read, the customer looked up',
			reads: true,
			single: true,
			parameters: (options) => forCustomer('points', 'getBalance', { options }),
			item,
			check: async ({ outcomes, items }) =>
				holdReads(
					outcomes,
					items.map(({ id }) => `${String(id)}: ${POINTS_ENOUGH}`),
					(json) =>
						`${String(json.externalId)}: ${String((json.summary as IDataObject).total_points)}`,
				),
		},
		{
			name: 'offers read, the customer looked up',
			reads: true,
			single: true,
			parameters: (options) => forCustomer('offer', 'getAll', { limit: 1, options }),
			item,
			async prepare(items, tenant) {
				await runBefore(
					tenant,
					purchase(tenant, { rewardStoreId: '={{ $json.id }}' }),
					lodash.uniqBy(items, ({ id }) => id),
				);
				return items;
			},
			async check({ outcomes, items, tenant }) {
				const offers = await tenant.rows('sessionM/offers');
				const ids = new Map(offers.map(({ externalId, id }) => [externalId, id]));
				holdReads(
					outcomes,
					items.map(({ id }) => ids.get(id as string)!),
					(json) => json.id,
				);
			},
		},
		{
			name: 'campaigns read',
			reads: true,
			single: true,
			parameters: (options) =>
				forCustomer('campaign', 'getAll', {
					limit: 1,
					filters: { creatives: 'promotion' },
					options,
				}),
			item,
			async prepare(items, tenant) {
				const customers = lodash.uniqBy(items, ({ id }) => id);
				await runBefore(
					tenant,
					upsert(),
					customers.filter(optsIn).map(({ id }) => ({ id, opted_in: true })),
				);
				return items;
			},
			check: async ({ outcomes, items }) =>
				holdReads(
					outcomes,
					items.map((one) => (optsIn(one) ? 'snack-box' : 'large-fries')),
					(json) => json.id,
				),
		},
		{
			name: 'tags, the customer looked up',
			single: true,
			asksFirst: true,
			parameters: (options) =>
				forCustomer('customer', 'addTags', { tags: '={{ $json.name }}', ttl: 60, options }),
			item,
			async check({ claims, tenant }) {
				const customers = await tenant.rows<CustomerRow>('sessionM/customers');
				holdAgainstLedger(claims, timesIn(customers.flatMap(({ tags }) => Object.keys(tags))));
			},
		},
	],
};
