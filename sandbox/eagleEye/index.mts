import type { Call, Collection, Vendor } from '../shared/vendor.mts';
import { airEndpoints, authorizeAir } from './air.mts';
import { authorizeConnector, connectEndpoints } from './connect.mts';
import { eagleEyeSettings, type EagleEyeSettings } from './settings.mts';
import { configure, createState, type EagleEyeState } from './state.mts';

function collection(rows: (state: EagleEyeState) => object[]): Collection<EagleEyeState> {
	return { rows, newest: (state, count) => rows(state).slice(-count).reverse() };
}

const walletRows = ({ wallets }: EagleEyeState) =>
	wallets.all.map(({ identities, accounts, ...wallet }) => ({
		...wallet,
		identities: identities.map(({ type, value }) => ({ type, value })),
		points: accounts.filter(({ type }) => type === 'POINTS').reduce((sum, { points }) => sum + points, 0),
		coupons: accounts.filter(({ type }) => type === 'ECOUPON').length,
		accounts: accounts.map(({ accountId, type, campaignId, status, state, points }) => ({ accountId, type, campaignId, status, state, points })),
	}));

export type WalletRow = ReturnType<typeof walletRows>[number];

/** Eagle Eye: AIR's Wallet API, an inbound connector of EE Connect, and AIR's outbound events (003, CONTRACTS 2). */
export const eagleEye = {
	name: 'eagleEye',
	title: 'Eagle Eye',
	settings: eagleEyeSettings,
	create: createState,
	configure,
	credentials: ({ settings: { clientId, clientSecret, connector, events } }) => ({
		clientId,
		clientSecret,
		connectorPath: `/in/${connector.platform}/${connector.id}`,
		connectorKey: connector.key,
		headerName: events.headerName,
		headerValue: events.headerValue,
	}),
	authorize: (state, call: Call) => (call.params.connectorId === undefined ? authorizeAir(state, call) : authorizeConnector(state, call)),
	endpoints: [...airEndpoints, ...connectEndpoints],
	faults: {},
	summary: ({ wallets, rewards, queue, movements, outbound, hashesRejected }) => ({
		wallets: wallets.all.filter(({ deleted }) => !deleted).length,
		rewards: rewards.length,
		points: rewards.reduce((sum, { points }) => sum + points, 0),
		queued: queue.length,
		deadLetters: queue.filter(({ status }) => status === 'deadLetter').length,
		movements: movements.length,
		events: outbound.rows.length,
		delivered: outbound.rows.filter(({ status }) => status === 'delivered').length,
		dead: outbound.rows.filter(({ status }) => status === 'dead').length,
		hashesRejected,
	}),
	collections: {
		wallets: collection(walletRows),
		rewards: collection(({ rewards }) => rewards),
		queue: collection(({ queue }) => queue),
		movements: collection(({ movements }) => movements),
		events: collection(({ outbound }) => outbound.rows),
	},
	page: new URL('./page.js', import.meta.url),
} satisfies Vendor<EagleEyeState, EagleEyeSettings>;
