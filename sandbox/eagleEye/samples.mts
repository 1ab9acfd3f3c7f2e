import { HttpError, type Call, type Sample } from '../shared/vendor.mts';
import { airEndpoints } from './air.mts';
import { sampleBasket } from './basket.mts';
import { walletBy } from './purchases.mts';
import { refundPurchase } from './refunds.mts';
import { expirePoints, spendPoints, voidSpend } from './spending.mts';
import type { EagleEyeState } from './state.mts';
import { fulfilPurchase, openPurchase, settlePurchase } from './till.mts';
import { pointsAccount, type Wallet } from './wallets.mts';

/** Calls AIR as somebody else would: the account's own systems. */
function callAir(state: EagleEyeState, name: string, params: Record<string, string> = {}, body?: object): void {
	const endpoint = airEndpoints.find((one) => one.name === name)!;
	const path = endpoint.path.replace(/:(\w+)/g, (_, param: string) => params[param]!);
	const call: Call = {
		n: 0,
		url: `/sandbox/eagleEye${path}`,
		params,
		query: {},
		headers: { 'content-type': 'application/json' },
		body: Buffer.from(body ? JSON.stringify(body) : ''),
		baseUrl: '',
		countItems: () => undefined,
		failing: () => new Map(),
	};
	endpoint.handle(state, call);
}

/** Something done to the wallet of a customer. */
type Act = (state: EagleEyeState, wallet: Wallet, identity: string) => void;

const LOADED = { status: 'ACTIVE', state: 'LOADED' };

/** A call on a wallet. */
const onWallet =
	(name: string, more: (state: EagleEyeState, wallet: Wallet) => [params: Record<string, string>, body?: object]): Act =>
	(state, wallet) => {
		const [params, body] = more(state, wallet);
		callAir(state, name, { walletId: wallet.walletId, ...params }, body);
	};

function membershipId({ membership }: Wallet): string {
	if (!membership) throw new HttpError(400, 'The customer has no tier membership');
	return membership.tierMembershipId;
}

const tier = (action: string, body: (state: EagleEyeState, wallet: Wallet) => object): Act =>
	onWallet(`tier.${action}`, (state, wallet) => [{ membershipId: membershipId(wallet) }, body(state, wallet)]);

/** The tier after the present one, or the first. */
function nextTier({ settings: { tiers } }: EagleEyeState, { membership }: Wallet): string {
	const at = tiers.findIndex(({ tierId }) => tierId === membership?.tierId);
	return (tiers[at + 1] ?? tiers[0])!.tierId;
}

const campaign = (type: string): Act =>
	onWallet('coupon.one', ({ settings }) => {
		const found = settings.campaigns.find((one) => one.type === type);
		if (!found) throw new HttpError(400, `The account has no campaign of the type ${type}`);
		return [{ campaignId: found.campaignId }, LOADED];
	});

let people = 0;

/** A wallet is made for a new customer, by the call of that name. */
function join(state: EagleEyeState, name: string, more: object = {}): Wallet {
	const value = `sample-${Date.now()}-${++people}`;
	callAir(state, name, {}, { type: 'CONSUMER', identities: [{ type: 'CUSTOMER_ID', value }], ...more });
	return walletBy(state, value);
}

const consumer = {
	friendlyName: 'Sample customer',
	type: 'INDIVIDUAL',
	meta: { source: 'sample' },
	data: { personal: { firstName: 'Sam', lastName: 'Sample', language: 'English' } },
};

/** What a customer gets by joining in one call. */
const everything = ({ settings: { campaigns, schemes } }: EagleEyeState) => ({
	consumer,
	accounts: {
		campaign: campaigns.slice(0, 1).map(({ campaignTag }) => ({ campaignTag, state: 'LOADED' })),
		scheme: schemes.slice(0, 1).map((schemeId) => ({ schemeId, ...LOADED })),
	},
});

/** A coupon of the customer's that can be redeemed; one is issued without an event where there is none. */
function coupon({ wallets, settings }: EagleEyeState, wallet: Wallet): string {
	const own = wallet.accounts.find(({ type, status }) => type === 'ECOUPON' && status === 'ACTIVE');
	if (own) return own.accountId;
	const { campaignId } = settings.campaigns.find(({ type }) => type === 'ECOUPON')!;
	return wallets.addAccount(wallet, 'ECOUPON', 'OFFER', campaignId).accountId;
}

/** A purchase of the sample basket, without its own event in the sample's list. */
const bought = (state: EagleEyeState, wallet: Wallet, identity: string): string =>
	settlePurchase(state, { identity, redeem: [coupon(state, wallet)], openOffer: 700, bonus: 100 }).reference;

const opened = (state: EagleEyeState, identity: string): string => openPurchase(state, { identity }).reference;

function subscription(wallet: Wallet): string {
	const found = wallet.accounts.findLast(({ type, status }) => type === 'STANDARD_SUBSCRIPTION' && status === 'ACTIVE');
	if (!found) throw new HttpError(400, 'The customer has no subscription: send "Subscription plan joined" first');
	return found.accountId;
}

function trigger(kind: 'points' | 'campaignId'): Act {
	return (state, _, identityValue) => {
		const action = state.settings.actions.find((one) => kind in one);
		if (!action) throw new HttpError(400, `The account has no action with ${kind}`);
		const reference = `sample-${Date.now()}`;
		const body = { identityValue, walletTransaction: { reference }, triggers: [{ reference: action.reference }] };
		callAir(state, 'trigger', {}, body);
	};
}

/** A points account without a membership is given one. */
const beginMembership: Act = (state) => {
	const wallet = state.wallets.create({});
	state.wallets.addIdentity(wallet, { type: 'CUSTOMER_ID', value: `sample-${Date.now()}-${++people}` });
	const account = state.wallets.addAccount(wallet, 'POINTS', 'RETAILPOINTS', state.settings.schemes[0] ?? '0');
	const body = { status: 'ACTIVE', accountIds: [account.accountId] };
	callAir(state, 'tier.join', { tierId: state.settings.tiers[0]!.tierId }, body);
};

function pointsToNextTier({ settings }: EagleEyeState, { membership }: Wallet): number {
	const next = settings.tiers.find(({ points }) => points > (membership?.balances.points ?? 0));
	if (!membership || !next) throw new HttpError(400, 'The customer has no higher tier to reach');
	return next.points - membership.balances.points;
}

/** A purchase that is big enough for the next tier. */
const promotion: Act = (state, wallet, identity) => {
	const unitCost = pointsToNextTier(state, wallet) * state.settings.spendPerPoint;
	settlePurchase(state, { identity, items: [{ ...sampleBasket[0]!, unitCost, count: 1 }] });
};

/** Title by name; the name is the event's, with what tells two of one name apart. */
const acts: Array<[name: string, title: string, act: Act]> = [
	['SERVICE.WALLET.ACCOUNTS.CREATE', 'Joined, all in one call', (state) =>
		void join(state, 'wallet.create', everything(state))],
	['SERVICE.WALLET.CREATE', 'Joined, the wallet first', (state) => void join(state, 'wallet.createAlone')],
	['WALLET.CONSUMER.CREATE', 'Consumer added to a new wallet', (state) => {
		const { walletId } = join(state, 'wallet.createAlone');
		callAir(state, 'consumer.create', { walletId }, consumer);
	}],
	['WALLET.CONSUMER.UPDATE', 'Consumer changed', (state, wallet) => {
		const { walletId } = wallet;
		if (!wallet.consumer) callAir(state, 'consumer.create', { walletId }, consumer);
		callAir(state, 'consumer.update', { walletId, consumerId: wallet.consumer!.consumerId }, consumer);
	}],
	['WALLET.ACCOUNT.CREATE.SCHEME', 'Scheme joined by a new wallet', (state) => {
		const { walletId } = join(state, 'wallet.createAlone');
		const schemeId = state.settings.schemes[0] ?? '';
		callAir(state, 'scheme.join', { walletId, schemeId }, { status: 'ACTIVE', state: 'EARNBURN' });
	}],
	['WALLET.ACCOUNT.CREATE.CAMPAIGN', 'Coupon issued', campaign('ECOUPON')],
	['WALLET.ACCOUNT.CREATE.CAMPAIGN-several', 'Coupons issued by tag', onWallet('coupon.several', ({ settings }) => [
		{},
		settings.campaigns.slice(0, 2).map(({ campaignTag }) => ({ campaignTag, state: 'LOADED' })),
	])],
	['WALLET.ACCOUNT.CREATE.CAMPAIGN-stampCard', 'Stamp card given', campaign('COUPON_STAMP_CARD')],
	['WALLET.ACCOUNT.CREATE.CAMPAIGN-quest', 'Quest begun', campaign('QUEST')],
	['WALLET.ACCOUNT.CREATE.CAMPAIGN-continuity', 'Continuity account given', campaign('CONTINUITY')],
	['WALLET.ACCOUNT.CREATE.PLAN', 'Subscription plan joined', onWallet('plan.join', ({ settings }) => [
		{ planId: settings.plans[0] ?? '' },
		LOADED,
	])],
	['WALLET.ACCOUNT.UPDATE', 'Subscription cancelled', onWallet('account.cancel', (_, wallet) => [
		{ accountId: subscription(wallet) },
	])],
	['SERVICE.TRIGGER-points', 'Reward of points', trigger('points')],
	['SERVICE.TRIGGER-coupon', 'Reward of a coupon', trigger('campaignId')],
	['POSCONNECT.WALLET.OPEN', 'Purchase opened', (state, _, identity) => void opened(state, identity)],
	['POSCONNECT.WALLET.SETTLE', 'Purchase settled, a coupon redeemed', (state, wallet, identity) =>
		void bought(state, wallet, identity)],
	['POSCONNECT.WALLET.SETTLE-promotion', 'Purchase that reaches the next tier', promotion],
	['POSCONNECT.WALLET.FULFIL-initial', 'Order: first phase', (state, _, identity) =>
		void fulfilPurchase(state, { purchase: opened(state, identity) })],
	['POSCONNECT.WALLET.FULFIL-final', 'Order: last phase', (state, _, identity) =>
		void fulfilPurchase(state, { purchase: opened(state, identity), finalise: true })],
	['POSCONNECT.WALLET.REFUND', 'Refund of everything', (state, wallet, identity) =>
		void refundPurchase(state, { purchase: bought(state, wallet, identity) })],
	['POSCONNECT.WALLET.REFUND-partial', 'Refund of a part', (state, wallet, identity) =>
		void refundPurchase(state, {
			purchase: bought(state, wallet, identity),
			items: [{ ...sampleBasket[0]!, count: 1 }],
		})],
	['POSCONNECT.WALLET.SPEND', 'Points reserved', (state, _, identity) =>
		void spendPoints(state, { purchase: opened(state, identity), points: 10 })],
	['POSCONNECT.WALLET.SPEND.VOID', 'Reserved points freed', (state, _, identity) => {
		const purchase = opened(state, identity);
		spendPoints(state, { purchase, points: 10 });
		voidSpend(state, { purchase });
	}],
	['SERVICE.WALLET.POINTS.EXPIRE', 'Points run out', (state, wallet, identity) => {
		const points = Math.min(10, pointsAccount(wallet)?.balances?.current ?? 0);
		expirePoints(state, { identity, points });
	}],
	['TIER.MEMBERSHIP.CREATE', 'Tier membership begun', beginMembership],
	['TIER.MEMBERSHIP.MOVE', 'Moved to another tier', tier('move', (state, wallet) => ({
		tierId: nextTier(state, wallet),
	}))],
	['TIER.MEMBERSHIP.CREDIT', 'Tier balances credited', tier('credit', () => ({
		balances: { points: 50, spend: 5000, transactions: 1 },
	}))],
	['TIER.MEMBERSHIP.CREDIT-promotion', 'Tier balances credited up to the next tier', tier('credit', (state, wallet) => ({
		balances: { points: pointsToNextTier(state, wallet), spend: 1000, transactions: 2 },
	}))],
	['TIER.MEMBERSHIP.DEBIT', 'Tier balances debited', tier('debit', () => ({
		balances: { points: 50, spend: 5000, transactions: 1 },
	}))],
	['TIER.MEMBERSHIP.ADJUST', 'Tier balances adjusted', tier('adjust', () => ({
		balances: { points: -10, spend: -1000, transactions: -1 },
	}))],
	['SERVICE.WALLET.DELETE', 'Left: a new customer’s wallet deleted', (state) => {
		const { walletId } = join(state, 'wallet.create', everything(state));
		callAir(state, 'wallet.delete', { walletId });
	}],
];

/** Every kind of event that was captured, and what else was seen. A sample sends what must come before it as well. */
export const samples: Array<Sample<EagleEyeState>> = acts.map(([name, title, act]) => ({
	name,
	title,
	callback: 'events',
	fields: [{ name: 'identity', title: 'Customer', default: '900001' }],
	send(state, { identity }) {
		const before = state.outbound.rows.length;
		act(state, walletBy(state, identity!), identity!);
		return state.outbound.rows.slice(before).map(({ eventId }) => eventId);
	},
}));
