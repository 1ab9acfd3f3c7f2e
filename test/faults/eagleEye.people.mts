import type { WalletRow } from '../../sandbox/eagleEye/index.mts';
import { holdAgainstLedger, holdAgainstStates, holdReceipts, timesIn } from './balance.mts';
import { item, itemNamed, onWallet, withConsumers, withIds } from './eagleEye.items.mts';
import type { FaultCase } from './vendor.mts';

/** Whose a wallet is: consumers and identities. */
export const peopleCases: FaultCase[] = [
	{
		// AIR rejects a second consumer of a wallet: that rejection must not be taken for that of the first.
		name: 'consumers created, the wallet looked up',
		single: true,
		asksFirst: true,
		parameters: (options) =>
			onWallet({
				resource: 'consumer',
				operation: 'create',
				consumer: { field: [{ name: 'friendlyName', value: '={{ $json.name }}' }] },
				options,
			}),
		item,
		async check({ claims, tenant }) {
			const wallets = await tenant.rows<WalletRow>('eagleEye/wallets');
			holdAgainstLedger(
				claims,
				timesIn(wallets.map(({ consumer }) => consumer?.friendlyName as string)),
			);
		},
	},
	{
		name: 'consumers updated, wallet and consumer looked up',
		single: true,
		asksFirst: true,
		parameters: (options) =>
			onWallet({
				resource: 'consumer',
				operation: 'update',
				consumer: { field: [{ name: 'friendlyName', value: '={{ $json.name }}' }] },
				options,
			}),
		item,
		prepare: withConsumers,
		async check({ claims, items, tenant }) {
			const wallets = await tenant.rows<WalletRow>('eagleEye/wallets');
			const names = new Map(
				wallets.map(({ identities, consumer }) => [identities[0]!.value, consumer?.friendlyName]),
			);
			holdAgainstStates(
				claims,
				items.map(({ id }) => id as string),
				(id) => itemNamed(names.get(id)),
			);
		},
	},
	{
		name: 'identities created, the wallet looked up',
		single: true,
		asksFirst: true,
		parameters: (options) =>
			onWallet({
				resource: 'identity',
				operation: 'create',
				type: 'CARD',
				newValue: '={{ $json.name }}',
				options,
			}),
		item,
		async check({ claims, outcomes, tenant }) {
			const wallets = await tenant.rows<WalletRow>('eagleEye/wallets');
			const identities = wallets.flatMap((wallet) => wallet.identities);
			holdAgainstLedger(claims, timesIn(identities.map(({ value }) => value)));
			holdReceipts(
				outcomes,
				'identityId',
				identities.map(({ value, identityId }) => [value, identityId]),
			);
		},
	},
	{
		name: 'identities updated, the wallet looked up',
		single: true,
		asksFirst: true,
		parameters: (options) =>
			onWallet({
				resource: 'identity',
				operation: 'update',
				identityId: '={{ $json.identity }}',
				state: '={{ $json.name }}',
				options,
			}),
		item,
		prepare: withIds,
		async check({ claims, items, tenant }) {
			const wallets = await tenant.rows<WalletRow>('eagleEye/wallets');
			const states = new Map(
				wallets.map(({ identities: [identity] }) => [identity!.value, identity!.state]),
			);
			holdAgainstStates(
				claims,
				items.map(({ id }) => id as string),
				(id) => itemNamed(states.get(id)),
			);
		},
	},
];
