import lodash from 'lodash';

import type { SandboxTenant } from '../../sandbox/client.mts';
import type { WalletRow } from '../../sandbox/eagleEye/index.mts';
import { runEagleEye } from '../support/eagleEye.mts';
import {
	holdAgainstDeeds,
	holdAgainstLedger,
	holdReads,
	holdReceipts,
	timesIn,
} from './balance.mts';
import { item, onWallet, withAccounts } from './eagleEye.items.mts';
import type { FaultCase } from './vendor.mts';

const accountsIn = async (tenant: SandboxTenant) =>
	(await tenant.rows<WalletRow>('eagleEye/wallets')).flatMap(({ accounts }) => accounts);

/** Coupons and accounts in wallets, and the wallets themselves. */
export const walletCases: FaultCase[] = [
	...[
		{
			by: 'by the id of the campaign',
			coupon: { campaignId: '5001', state: '={{ $json.name }}' },
		},
		{
			by: 'by the tag of the campaign',
			coupon: {
				couponInput: 'several',
				campaigns: { campaign: [{ campaignTag: 'initialoffer', state: '={{ $json.name }}' }] },
			},
		},
	].map(
		({ by, coupon }): FaultCase => ({
			name: `coupons ${by}, the wallet looked up`,
			single: true,
			asksFirst: true,
			parameters: (options) =>
				onWallet({ resource: 'coupon', operation: 'issue', ...coupon, options }),
			item,
			check: async ({ claims, tenant }) =>
				holdAgainstLedger(claims, timesIn((await accountsIn(tenant)).map(({ state }) => state))),
		}),
	),
	...[
		{ resource: 'plan', planId: '532' },
		{ resource: 'scheme', schemeId: '1287' },
	].map(
		(joined): FaultCase => ({
			name: `${joined.resource}s joined, the wallet looked up`,
			single: true,
			asksFirst: true,
			parameters: (options) =>
				onWallet({
					operation: 'join',
					...joined,
					accountJson: '={ "state": "{{ $json.name }}" }',
					options,
				}),
			item,
			async check({ claims, outcomes, tenant }) {
				const accounts = await accountsIn(tenant);
				holdAgainstLedger(claims, timesIn(accounts.map(({ state }) => state)));
				holdReceipts(
					outcomes,
					'accountId',
					accounts.map(({ state, accountId }) => [state, accountId]),
					true,
				);
			},
		}),
	),
	{
		name: 'accounts cancelled, the wallet looked up',
		single: true,
		asksFirst: true,
		parameters: (options) =>
			onWallet({
				resource: 'account',
				operation: 'cancel',
				accountId: '={{ $json.account }}',
				options,
			}),
		item,
		prepare: withAccounts,
		async check({ claims, items, tenant }) {
			const cancelled = new Set(
				(await accountsIn(tenant))
					.filter(({ status }) => status === 'CANCELLED')
					.map(({ accountId }) => accountId),
			);
			holdAgainstDeeds(
				claims,
				items.map(({ account }) => account as string),
				(id) => cancelled.has(id),
			);
		},
	},
	{
		name: 'accounts read, the wallet looked up',
		reads: true,
		single: true,
		asksFirst: true,
		parameters: (options) =>
			onWallet({ resource: 'account', operation: 'getAll', limit: 1, options }),
		item,
		async prepare(items, tenant) {
			const completed = await withAccounts(items, tenant);
			const coupon = onWallet({ resource: 'coupon', operation: 'issue', campaignId: '5001' });
			const { error } = await runEagleEye(
				tenant,
				coupon,
				lodash.uniqBy(items, ({ id }) => id),
			);
			if (error) throw new Error(error.message);
			return completed;
		},
		check: async ({ outcomes, items }) =>
			holdReads(
				outcomes,
				items.map(({ account }) => account as string),
				({ accountId }) => accountId,
			),
	},
	{
		name: 'wallets deleted, looked up before',
		single: true,
		asksFirst: true,
		parameters: (options) => onWallet({ resource: 'wallet', operation: 'delete', options }),
		item,
		async check({ claims, items, tenant }) {
			const wallets = await tenant.rows<WalletRow>('eagleEye/wallets');
			const deleted = new Set(
				wallets.filter((wallet) => wallet.deleted).map(({ identities }) => identities[0]!.value),
			);
			holdAgainstDeeds(
				claims,
				items.map(({ id }) => id as string),
				(id) => deleted.has(id),
			);
		},
	},
	{
		name: 'wallets read',
		reads: true,
		single: true,
		parameters: (options) => onWallet({ resource: 'wallet', operation: 'get', options }),
		item,
		async check({ outcomes, items, tenant }) {
			const wallets = await tenant.rows<WalletRow>('eagleEye/wallets');
			const ids = new Map(
				wallets.map(({ identities, walletId }) => [identities[0]!.value, walletId]),
			);
			holdReads(
				outcomes,
				items.map(({ id }) => ids.get(id as string)!),
				({ walletId }) => walletId,
			);
		},
	},
	{
		// AIR rejects a second wallet of an identity: that rejection must not be taken for that of the first.
		name: 'new wallets with Resend When Outcome Is Unknown',
		single: true,
		parameters: (options) => ({
			resource: 'wallet',
			operation: 'create',
			identities: { identity: [{ type: 'CUSTOMER_ID', value: '={{ $json.name }}' }] },
			options: { ...options, resendUnknown: true },
		}),
		further: { schemeId: '1287', campaignTags: 'initialoffer' },
		item,
		async check({ claims, tenant }) {
			const wallets = await tenant.rows<WalletRow>('eagleEye/wallets');
			holdAgainstLedger(
				claims,
				timesIn(wallets.flatMap(({ identities }) => identities.map(({ value }) => value))),
			);
		},
	},
];
