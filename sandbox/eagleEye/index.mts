import { listCollection, type Call, type Callback, type Vendor } from '../shared/vendor.mts';
import { airEndpoints } from './air.mts';
import { authorizeAir } from './answers.mts';
import { authorizeConnector, connectEndpoints } from './connect.mts';
import { refundPurchase } from './refunds.mts';
import { samples } from './samples.mts';
import { eagleEyeSettings, type EagleEyeSettings } from './settings.mts';
import { expirePoints, spendPoints, voidSpend } from './spending.mts';
import { configure, createState, type EagleEyeState } from './state.mts';
import { fulfilPurchase, openPurchase, settlePurchase } from './till.mts';
import { HttpError } from '../shared/vendor.mts';
import { consumerView } from './views.mts';
import type { Wallet } from './wallets.mts';

function tierRow({ settings }: EagleEyeState, { membership }: Wallet) {
	if (!membership) return null;
	const { tierMembershipId, tierId, balances, expiryDate } = membership;
	const name = settings.tiers.find((tier) => tier.tierId === tierId)?.name ?? null;
	return { tierMembershipId, tierId, name, points: balances.points, expiryDate };
}

const walletRows = (state: EagleEyeState) =>
	state.wallets.all.map((wallet) => {
		const { identities, accounts, consumer, membership: _, ...rest } = wallet;
		return {
			...rest,
			identities: identities.map(({ identityId, type, value, state: identityState }) => ({
				identityId,
				type,
				value,
				state: identityState,
			})),
			consumer: consumer && consumerView(consumer),
			points: accounts.reduce((sum, { balances }) => sum + (balances?.current ?? 0), 0),
			coupons: accounts.filter(({ type }) => type === 'ECOUPON').length,
			tier: tierRow(state, wallet),
			accounts: accounts.map(
				({ accountId, type, campaignId, status, state: accountState, balances }) => ({
					accountId,
					type,
					campaignId,
					status,
					state: accountState,
					points: balances?.current ?? 0,
					balances,
				}),
			),
		};
	});

export type WalletRow = ReturnType<typeof walletRows>[number];

const events: Callback<EagleEyeSettings> = {
	title: 'Outbound events',
	read: ({ events: { url, headerName, headerValue } }) => ({ url, headerName, headerValue }),
	write({ events: given }, { url, headerName, headerValue }) {
		if (headerName === null || headerValue === null) {
			throw new HttpError(
				400,
				'Eagle Eye sends its events with a static header: give its name and value',
			);
		}
		return { events: { ...given, url, headerName, headerValue } };
	},
};

/**
 * Eagle Eye: AIR's Wallet API, an inbound connector of EE Connect, a till, and AIR's outbound events;
 * docs/contracts/eagleEye.md is the contract.
 */
export const eagleEye = {
	name: 'eagleEye',
	title: 'Eagle Eye',
	settings: eagleEyeSettings,
	create: createState,
	configure,
	credentials: ({ settings: { clientId, clientSecret, connector, events: sent } }) => ({
		clientId,
		clientSecret,
		connectorPath: `/in/${connector.platform}/${connector.id}`,
		connectorKey: connector.key,
		headerName: sent.headerName,
		headerValue: sent.headerValue,
	}),
	authorize: (state, call: Call) =>
		call.params.connectorId === undefined
			? authorizeAir(state, call)
			: authorizeConnector(state, call),
	endpoints: [...airEndpoints, ...connectEndpoints],
	faults: {},
	summary: ({ wallets, rewards, queue, movements, purchases, outbound, hashesRejected }) => ({
		wallets: wallets.all.filter(({ deleted }) => !deleted).length,
		rewards: rewards.length,
		points: rewards.reduce((sum, { points }) => sum + points, 0),
		queued: queue.length,
		deadLetters: queue.filter(({ status }) => status === 'deadLetter').length,
		movements: movements.length,
		purchases: purchases.size,
		events: outbound.rows.length,
		delivered: outbound.rows.filter(({ status }) => status === 'delivered').length,
		dead: outbound.rows.filter(({ status }) => status === 'dead').length,
		hashesRejected,
	}),
	collections: {
		wallets: listCollection(walletRows),
		rewards: listCollection(({ rewards }: EagleEyeState) => rewards),
		queue: listCollection(({ queue }: EagleEyeState) => queue),
		movements: listCollection(({ movements }: EagleEyeState) => movements),
		tierCalls: listCollection(({ tierCalls }: EagleEyeState) => tierCalls),
		events: listCollection(
			({ outbound }: EagleEyeState) => outbound.rows,
			({ outbound }, id) => outbound.find(id),
		),
	},
	actions: {
		open: openPurchase,
		purchase: settlePurchase,
		fulfil: fulfilPurchase,
		refund: refundPurchase,
		spend: spendPoints,
		voidSpend,
		expirePoints,
	},
	callbacks: { events },
	samples,
	page: new URL('./page.js', import.meta.url),
} satisfies Vendor<EagleEyeState, EagleEyeSettings>;
