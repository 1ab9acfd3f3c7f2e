import type { IDataObject } from 'n8n-workflow';

import type { SandboxTenant } from '../../../sandbox/client.mts';
import { forCustomer, pointIds } from '../../support/sessionM.mts';
import { holdReads } from '../balance.mts';
import type { FaultCase } from '../vendor.mts';
import { holdRows, item, runBefore } from './items.mts';

const getStores = forCustomer('rewardStore', 'getAll', { limit: 1 });

/** The items, each with the id of the account's store. */
async function withStore(items: IDataObject[], tenant: SandboxTenant): Promise<IDataObject[]> {
	const [store] = await runBefore(tenant, getStores, items.slice(0, 1));
	return items.map((one) => ({ ...one, store: store!.json.id }));
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
		check: async (finished) => await holdRows<{ reference: string }>(finished, 'spent', ({ reference }) => reference),
	},
	{
		name: 'rewards stores read, the customer looked up',
		reads: true,
		single: true,
		asksFirst: true,
		parameters: (options) => ({ ...getStores, options }),
		item,
		prepare: withStore,
		check: async ({ outcomes, items }) =>
			holdReads(outcomes, items.map(({ id, store }) => `${String(id)}: ${String(store)}`), (json) => `${String(json.externalId)}: ${String(json.id)}`),
	},
	{
		name: 'offers of rewards stores read, the customer looked up',
		reads: true,
		single: true,
		asksFirst: true,
		parameters: (options) => forCustomer('rewardStore', 'getOffers', { rewardStoreIds: '={{ $json.store }}', limit: 1, options }),
		item,
		prepare: withStore,
		check: async ({ outcomes, items }) =>
			holdReads(outcomes, items.map(({ id, store }) => `${String(id)}: ${String(store)}`), (json) => `${String(json.externalId)}: ${String(json.reward_store_id)}`),
	},
];
