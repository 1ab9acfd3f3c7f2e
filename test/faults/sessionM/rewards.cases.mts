import type { IDataObject } from 'n8n-workflow';

import type { SandboxTenant } from '../../../sandbox/client.mts';
import { forCustomer, pointIds } from '../../support/sessionM.mts';
import { holdReads } from '../balance.mts';
import type { FaultCase } from '../vendor.mts';
import { holdRows, item, runBefore } from './items.mts';

const getStores = forCustomer('rewardStore', 'getAll', { limit: 1 });

/** The items, each with the id of the account's first store, and with those of all stores. */
async function withStores(items: IDataObject[], tenant: SandboxTenant): Promise<IDataObject[]> {
	const stores = await runBefore(tenant, { ...getStores, returnAll: true }, items.slice(0, 1));
	const ids = stores.map(({ json }) => json.id);
	return items.map((one) => ({ ...one, store: ids[0]!, stores: ids }));
}

export const cases: FaultCase[] = [
	{
		name: 'points spent, the customer looked up',
		single: true,
		asksFirst: true,
		parameters: (options, tenant) =>
			forCustomer('points', 'spend', {
				amount: 2,
				pointAccountIds: pointIds(tenant).pointAccountId,
				referenceId: '={{ $json.name }}',
				options,
			}),
		item,
		check: async (finished) =>
			await holdRows<{ reference: string }>(finished, 'spent', ({ reference }) => reference),
	},
	{
		name: 'rewards stores read, the customer looked up',
		reads: true,
		single: true,
		asksFirst: true,
		parameters: (options) => ({ ...getStores, options }),
		item,
		prepare: withStores,
		check: async ({ outcomes, items }) =>
			holdReads(
				outcomes,
				items.map(({ id, store }) => `${String(id)}: ${String(store)}`),
				(json) => `${String(json.externalId)}: ${String(json.id)}`,
			),
	},
	{
		name: 'offers of rewards stores read, the customer looked up',
		reads: true,
		single: true,
		asksFirst: true,
		parameters: (options) =>
			forCustomer('rewardStore', 'getOffers', {
				rewardStoreIds: '={{ $json.stores }}',
				limit: 1,
				options,
			}),
		item,
		prepare: withStores,
		check: async ({ outcomes, items }) =>
			holdReads(
				outcomes,
				items.map(({ id, store }) => `${String(id)}: ${String(store)}`),
				(json) => `${String(json.externalId)}: ${String(json.reward_store_id)}`,
			),
	},
];
