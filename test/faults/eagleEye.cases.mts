import fc from 'fast-check';
import lodash from 'lodash';
import type { INodeParameters } from 'n8n-workflow';

import type { WalletRow } from '../../sandbox/eagleEye/index.mts';
import type { SandboxTenant } from '../../sandbox/client.mts';
import type { MovementRow, RewardRow, TierCallRow } from '../../sandbox/eagleEye/state.mts';
import { customers, issueReward, runEagleEye } from '../support/eagleEye.mts';
import { holdAgainstCounts, holdAgainstDeeds, holdAgainstLedger, holdAgainstStates, holdReads, holdReceipts, nameOf, timesIn } from './balance.mts';
import { itemNamed, onWallet, withAccounts, withConsumers, withIds } from './eagleEye.items.mts';
import { status } from './schedules.mts';
import type { FaultCase, FaultVendor } from './vendor.mts';

/** Customers of a run: each has several items in it, which go one after another. */
const customersOf = (count: number) => Math.min(500, Math.ceil(count / 3));

const item = (i: number, count: number) => ({
	id: `C${i % customersOf(count)}`,
	name: nameOf(i),
	action: i % 2 ? 'FREE_COFFEE' : 'LATE_DELIVERY',
	points: i + 1,
});

const reward = (more: INodeParameters) => issueReward({ actionReferences: '={{ $json.action }}', reference: '={{ $json.name }}', ...more });

const accountsIn = async (tenant: SandboxTenant) => (await tenant.rows<WalletRow>('eagleEye/wallets')).flatMap(({ accounts }) => accounts);

export const eagleEye: FaultVendor = {
	title: 'Eagle Eye',
	platform: 'eagleEye',
	run: runEagleEye,
	rejections: (words) => [
		{ status: 400, body: { message: 'Invalid', errors: [{ path: 'identityValue', message: words }] } },
		{ status: 404, body: { errorCode: 'X', details: words } },
		{ status: 409, body: words },
	],
	// What it says to be final, and what passes by itself.
	actions: [404, 409].map(status),
	settings: fc.constant({}),
	settingsAtSize: {},
	settingsFor: (count) => ({ wallets: customers(customersOf(count)) }),
	budgetMs: 3000,
	cases: [
		{
			name: 'rewards through AIR',
			single: true,
			parameters: (options) => reward({ options }),
			item,
			async check({ claims, outcomes, tenant }) {
				const rows = await tenant.rows<RewardRow>('eagleEye/rewards');
				holdAgainstLedger(claims, timesIn(rows.map(({ reference }) => reference)));
				holdReceipts(outcomes, 'walletTransactionId', rows.map(({ reference, walletTransactionId }) => [reference, walletTransactionId]));
			},
		},
		{
			name: 'rewards through EE Connect',
			single: true,
			parameters: (options) => reward({ connection: 'connect', options }),
			item,
			// What it takes is queued: AIR's part comes later, and is none of the node's.
			check: async ({ claims, tenant }) =>
				holdAgainstLedger(claims, timesIn((await tenant.rows<{ reference: string }>('eagleEye/queue')).map(({ reference }) => reference))),
		},
		...['credit', 'debit', 'earn', 'goodwill'].map((operation): FaultCase => ({
			name: `points, ${operation}, the wallet and its account looked up`,
			single: true,
			asksFirst: true,
			parameters: (options) => onWallet({ resource: 'points', operation, points: '={{ $json.points }}', options }),
			item,
			async check({ claims, tenant }) {
				const movements = await tenant.rows<MovementRow>('eagleEye/movements');
				holdAgainstLedger(claims, timesIn(movements.map(({ kind, points }) => (kind === operation ? nameOf(points - 1) : kind))));
			},
		})),
		...['credit', 'debit', 'adjust'].map((operation): FaultCase => ({
			name: `tiers, ${operation}, the wallet looked up`,
			single: true,
			asksFirst: true,
			parameters: (options) =>
				onWallet({
					resource: 'tier',
					operation,
					membershipId: '={{ $json.membership }}',
					balances: { points: '={{ $json.points }}' },
					options,
				}),
			item,
			prepare: withIds,
			async check({ claims, tenant }) {
				const calls = await tenant.rows<TierCallRow>('eagleEye/tierCalls');
				const points = calls.map(({ body }) => (body.balances as { points: number }).points);
				holdAgainstLedger(claims, timesIn(points.map((one) => nameOf(one - 1))));
			},
		})),
		{
			name: 'tiers, move, the wallet looked up',
			single: true,
			asksFirst: true,
			parameters: (options) =>
				onWallet({
					resource: 'tier',
					operation: 'move',
					membershipId: '={{ $json.membership }}',
					tierId: '303',
					options,
				}),
			item,
			prepare: withIds,
			async check({ claims, items, tenant }) {
				const calls = await tenant.rows<TierCallRow>('eagleEye/tierCalls');
				const times = new Map<string, number>();
				for (const { tierMembershipId: id } of calls) times.set(id, (times.get(id) ?? 0) + 1);
				holdAgainstCounts(claims, items.map(({ membership }) => membership as string), (id) => times.get(id) ?? 0);
			},
		},
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
				holdAgainstLedger(claims, timesIn(wallets.map(({ consumer }) => consumer?.friendlyName as string)));
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
				const names = new Map(wallets.map(({ identities, consumer }) => [identities[0]!.value, consumer?.friendlyName]));
				holdAgainstStates(claims, items.map(({ id }) => id as string), (id) => itemNamed(names.get(id)));
			},
		},
		{
			name: 'identities created, the wallet looked up',
			single: true,
			asksFirst: true,
			parameters: (options) =>
				onWallet({ resource: 'identity', operation: 'create', type: 'CARD', newValue: '={{ $json.name }}', options }),
			item,
			async check({ claims, outcomes, tenant }) {
				const wallets = await tenant.rows<WalletRow>('eagleEye/wallets');
				const identities = wallets.flatMap((wallet) => wallet.identities);
				holdAgainstLedger(claims, timesIn(identities.map(({ value }) => value)));
				holdReceipts(outcomes, 'identityId', identities.map(({ value, identityId }) => [value, identityId]));
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
				const states = new Map(wallets.map(({ identities: [identity] }) => [identity!.value, identity!.state]));
				holdAgainstStates(claims, items.map(({ id }) => id as string), (id) => itemNamed(states.get(id)));
			},
		},
		...[
			{ by: 'by the id of the campaign', coupon: { campaignId: '5001', state: '={{ $json.name }}' } },
			{ by: 'by the tag of the campaign', coupon: { couponInput: 'several', campaigns: { campaign: [{ campaignTag: 'initialoffer', state: '={{ $json.name }}' }] } } },
		].map(({ by, coupon }): FaultCase => ({
			name: `coupons ${by}, the wallet looked up`,
			single: true,
			asksFirst: true,
			parameters: (options) => onWallet({ resource: 'coupon', operation: 'issue', ...coupon, options }),
			item,
			check: async ({ claims, tenant }) => holdAgainstLedger(claims, timesIn((await accountsIn(tenant)).map(({ state }) => state))),
		})),
		...[
			{ resource: 'plan', planId: '532' },
			{ resource: 'scheme', schemeId: '1287' },
		].map((joined): FaultCase => ({
			name: `${joined.resource}s joined, the wallet looked up`,
			single: true,
			asksFirst: true,
			parameters: (options) => onWallet({ operation: 'join', ...joined, accountJson: '={{ JSON.stringify({ state: $json.name }) }}', options }),
			item,
			async check({ claims, outcomes, tenant }) {
				const accounts = await accountsIn(tenant);
				holdAgainstLedger(claims, timesIn(accounts.map(({ state }) => state)));
				holdReceipts(outcomes, 'accountId', accounts.map(({ state, accountId }) => [state, accountId]), true);
			},
		})),
		{
			name: 'accounts cancelled, the wallet looked up',
			single: true,
			asksFirst: true,
			parameters: (options) => onWallet({ resource: 'account', operation: 'cancel', accountId: '={{ $json.account }}', options }),
			item,
			prepare: withAccounts,
			async check({ claims, items, tenant }) {
				const cancelled = new Set((await accountsIn(tenant)).filter(({ status }) => status === 'CANCELLED').map(({ accountId }) => accountId));
				holdAgainstDeeds(claims, items.map(({ account }) => account as string), (id) => cancelled.has(id));
			},
		},
		{
			name: 'accounts read, the wallet looked up',
			reads: true,
			single: true,
			asksFirst: true,
			parameters: (options) => onWallet({ resource: 'account', operation: 'getAll', limit: 1, options }),
			item,
			async prepare(items, tenant) {
				const completed = await withAccounts(items, tenant);
				const coupon = onWallet({ resource: 'coupon', operation: 'issue', campaignId: '5001' });
				const { error } = await runEagleEye(tenant, coupon, lodash.uniqBy(items, ({ id }) => id));
				if (error) throw new Error(error.message);
				return completed;
			},
			check: async ({ outcomes, items }) => holdReads(outcomes, items.map(({ account }) => account as string), ({ accountId }) => accountId),
		},
		{
			name: 'wallets deleted, looked up before',
			single: true,
			asksFirst: true,
			parameters: (options) => onWallet({ resource: 'wallet', operation: 'delete', options }),
			item,
			async check({ claims, items, tenant }) {
				const wallets = await tenant.rows<WalletRow>('eagleEye/wallets');
				const deleted = new Set(wallets.filter((wallet) => wallet.deleted).map(({ identities }) => identities[0]!.value));
				holdAgainstDeeds(claims, items.map(({ id }) => id as string), (id) => deleted.has(id));
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
				const ids = new Map(wallets.map(({ identities, walletId }) => [identities[0]!.value, walletId]));
				holdReads(outcomes, items.map(({ id }) => ids.get(id as string)!), ({ walletId }) => walletId);
			},
		},
		{
			// AIR refuses a second wallet of an identity: that refusal must not be taken for that of the first.
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
				holdAgainstLedger(claims, timesIn(wallets.flatMap(({ identities }) => identities.map(({ value }) => value))));
			},
		},
	],
};
