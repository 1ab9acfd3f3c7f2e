import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { SandboxTenant } from '../../sandbox/client.mts';
import type { WalletRow } from '../../sandbox/eagleEye/index.mts';
import { runEagleEye } from '../support/eagleEye.mts';
import { nameOf } from './balance.mts';

/** Customers of a run: each has several items in it, which go one after another. */
export const customersOf = (count: number) => Math.min(500, Math.ceil(count / 3));

export const item = (i: number, count: number) => ({
	id: `C${i % customersOf(count)}`,
	name: nameOf(i),
	action: i % 2 ? 'FREE_COFFEE' : 'LATE_DELIVERY',
	points: i + 1,
});

/** An operation on the wallet of the item's customer. */
export const onWallet = (more: INodeParameters): INodeParameters => ({
	lookupBy: 'identity',
	identityValue: '={{ $json.id }}',
	...more,
});

/** Each item with the account that its customer has from the beginning. */
export async function withAccounts(
	items: IDataObject[],
	tenant: SandboxTenant,
): Promise<IDataObject[]> {
	const wallets = await tenant.rows<WalletRow>('eagleEye/wallets');
	const accounts = new Map(
		wallets.map(({ identities, accounts: [first] }) => [identities[0]!.value, first!.accountId]),
	);
	return items.map((one) => ({ ...one, account: accounts.get(one.id as string)! }));
}

/** Each item with what its customer is known by in AIR from the beginning. */
export async function withIds(items: IDataObject[], tenant: SandboxTenant): Promise<IDataObject[]> {
	const wallets = await tenant.rows<WalletRow>('eagleEye/wallets');
	const ids = new Map(
		wallets.map(({ identities: [identity], tier }) => [
			identity!.value,
			{ identity: identity!.identityId, membership: tier!.tierMembershipId },
		]),
	);
	return items.map((one) => ({ ...one, ...ids.get(one.id as string) }));
}

/** Each item with a consumer in the wallet of its customer. */
export async function withConsumers(
	items: IDataObject[],
	tenant: SandboxTenant,
): Promise<IDataObject[]> {
	const customerIds = [...new Set(items.map(({ id }) => id as string))];
	const create = onWallet({
		resource: 'consumer',
		operation: 'create',
		consumer: { field: [{ name: 'friendlyName', value: 'new' }] },
	});
	await runEagleEye(
		tenant,
		create,
		customerIds.map((id) => ({ id })),
	);
	return items;
}

/** The item of such a name, as `nameOf` gives it. */
export const itemNamed = (name: unknown): number | undefined => {
	const found = /^n(\d+)$/.exec(String(name));
	return found ? Number(found[1]) : undefined;
};
