import { HttpError, type Call } from '../shared/vendor.mts';
import { airEndpoints } from './air.mts';
import { sampleBasket } from './basket.mts';
import { walletBy } from './purchases.mts';
import type { EagleEyeState } from './state.mts';
import { openPurchase, settlePurchase } from './till.mts';
import type { Wallet } from './wallets.mts';

/** Calls AIR as somebody else would: the account's own systems. */
export function callAir(
	state: EagleEyeState,
	name: string,
	params: Record<string, string> = {},
	body?: object,
): void {
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
export type Act = (state: EagleEyeState, wallet: Wallet, identity: string) => void;

export const LOADED = { status: 'ACTIVE', state: 'LOADED' };

/** A call on a wallet. */
export const onWallet =
	(
		name: string,
		more: (state: EagleEyeState, wallet: Wallet) => [params: Record<string, string>, body?: object],
	): Act =>
	(state, wallet) => {
		const [params, body] = more(state, wallet);
		callAir(state, name, { walletId: wallet.walletId, ...params }, body);
	};

function membershipId({ membership }: Wallet): string {
	if (!membership) throw new HttpError(400, 'The customer has no tier membership');
	return membership.tierMembershipId;
}

export const tier = (action: string, body: (state: EagleEyeState, wallet: Wallet) => object): Act =>
	onWallet(`tier.${action}`, (state, wallet) => [
		{ membershipId: membershipId(wallet) },
		body(state, wallet),
	]);

/** The tier after the present one, or the first. */
export function nextTier({ settings: { tiers } }: EagleEyeState, { membership }: Wallet): string {
	const at = tiers.findIndex(({ tierId }) => tierId === membership?.tierId);
	return (tiers[at + 1] ?? tiers[0])!.tierId;
}

export const campaign = (type: string): Act =>
	onWallet('coupon.one', ({ settings }) => {
		const found = settings.campaigns.find((one) => one.type === type);
		if (!found) throw new HttpError(400, `The account has no campaign of the type ${type}`);
		return [{ campaignId: found.campaignId }, LOADED];
	});

let people = 0;

/** A wallet is made for a new customer, by the call of that name. */
export function join(state: EagleEyeState, name: string, more: object = {}): Wallet {
	const value = `sample-${Date.now()}-${++people}`;
	callAir(
		state,
		name,
		{},
		{ type: 'CONSUMER', identities: [{ type: 'CUSTOMER_ID', value }], ...more },
	);
	return walletBy(state, value);
}

/** Data of a sample's consumer. */
export const consumer = {
	friendlyName: 'Sample customer',
	type: 'INDIVIDUAL',
	meta: { source: 'sample' },
	data: { personal: { firstName: 'Sam', lastName: 'Sample', language: 'English' } },
};

/** What a customer gets by joining in one call. */
export const everything = ({ settings: { campaigns, schemes } }: EagleEyeState) => ({
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
export const bought = (state: EagleEyeState, wallet: Wallet, identity: string): string =>
	settlePurchase(state, { identity, redeem: [coupon(state, wallet)], openOffer: 700, bonus: 100 })
		.reference;

export const opened = (state: EagleEyeState, identity: string): string =>
	openPurchase(state, { identity }).reference;

export function subscription(wallet: Wallet): string {
	const found = wallet.accounts.findLast(
		({ type, status }) => type === 'STANDARD_SUBSCRIPTION' && status === 'ACTIVE',
	);
	if (!found)
		throw new HttpError(
			400,
			'The customer has no subscription: send "Subscription plan joined" first',
		);
	return found.accountId;
}

export function trigger(kind: 'points' | 'campaignId'): Act {
	return (state, _, identityValue) => {
		const action = state.settings.actions.find((one) => kind in one);
		if (!action) throw new HttpError(400, `The account has no action with ${kind}`);
		const reference = `sample-${Date.now()}`;
		const body = {
			identityValue,
			walletTransaction: { reference },
			triggers: [{ reference: action.reference }],
		};
		callAir(state, 'trigger', {}, body);
	};
}

/** A points account without a membership is given one. */
export const beginMembership: Act = (state) => {
	const wallet = state.wallets.create({});
	state.wallets.addIdentity(wallet, {
		type: 'CUSTOMER_ID',
		value: `sample-${Date.now()}-${++people}`,
	});
	const account = state.wallets.addAccount(
		wallet,
		'POINTS',
		'RETAILPOINTS',
		state.settings.schemes[0] ?? '0',
	);
	const body = { status: 'ACTIVE', accountIds: [account.accountId] };
	callAir(state, 'tier.join', { tierId: state.settings.tiers[0]!.tierId }, body);
};

export function pointsToNextTier({ settings }: EagleEyeState, { membership }: Wallet): number {
	const next = settings.tiers.find(({ points }) => points > (membership?.balances.points ?? 0));
	if (!membership || !next) throw new HttpError(400, 'The customer has no higher tier to reach');
	return next.points - membership.balances.points;
}

/** A purchase that is big enough for the next tier. */
export const promotion: Act = (state, wallet, identity) => {
	const unitCost = pointsToNextTier(state, wallet) * state.settings.spendPerPoint;
	settlePurchase(state, { identity, items: [{ ...sampleBasket[0]!, unitCost, count: 1 }] });
};
