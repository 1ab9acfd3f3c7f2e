import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';

import type { MovementRow, RewardRow, TierCallRow } from '../../sandbox/eagleEye/state.mts';
import { customers, issueReward, runEagleEye } from '../support/eagleEye.mts';
import { holdAgainstCounts, holdAgainstLedger, holdReceipts, nameOf, timesIn } from './balance.mts';
import { customersOf, item, onWallet, withIds } from './eagleEye.items.mts';
import { peopleCases } from './eagleEye.people.mts';
import { walletCases } from './eagleEye.wallets.mts';
import { status } from './schedules.mts';
import type { FaultCase, FaultVendor } from './vendor.mts';

const reward = (more: INodeParameters) =>
	issueReward({ actionReferences: '={{ $json.action }}', reference: '={{ $json.name }}', ...more });

export const eagleEye: FaultVendor = {
	title: 'Eagle Eye',
	platform: 'eagleEye',
	run: runEagleEye,
	rejections: (words) => [
		{
			status: 400,
			body: { message: 'Invalid', errors: [{ path: 'identityValue', message: words }] },
		},
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
				holdReceipts(
					outcomes,
					'walletTransactionId',
					rows.map(({ reference, walletTransactionId }) => [reference, walletTransactionId]),
				);
			},
		},
		{
			name: 'rewards through EE Connect',
			single: true,
			parameters: (options) => reward({ connection: 'connect', options }),
			item,
			// What it takes is queued: AIR's part comes later, and is none of the node's.
			check: async ({ claims, tenant }) =>
				holdAgainstLedger(
					claims,
					timesIn(
						(await tenant.rows<{ reference: string }>('eagleEye/queue')).map(
							({ reference }) => reference,
						),
					),
				),
		},
		...['credit', 'debit', 'earn', 'goodwill'].map(
			(operation): FaultCase => ({
				name: `points, ${operation}, the wallet and its account looked up`,
				single: true,
				asksFirst: true,
				parameters: (options) =>
					onWallet({ resource: 'points', operation, points: '={{ $json.points }}', options }),
				item,
				async check({ claims, tenant }) {
					const movements = await tenant.rows<MovementRow>('eagleEye/movements');
					holdAgainstLedger(
						claims,
						timesIn(
							movements.map(({ kind, points }) => (kind === operation ? nameOf(points - 1) : kind)),
						),
					);
				},
			}),
		),
		...['credit', 'debit', 'adjust'].map(
			(operation): FaultCase => ({
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
			}),
		),
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
				holdAgainstCounts(
					claims,
					items.map(({ membership }) => membership as string),
					(id) => times.get(id) ?? 0,
				);
			},
		},
		...peopleCases,
		...walletCases,
	],
};
