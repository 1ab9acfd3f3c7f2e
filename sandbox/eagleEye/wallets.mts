import type { EagleEyeSettings } from './settings.mts';

/** A moment as AIR writes it: to the second, with its zone. */
export const airTime = (ms = Date.now()): string =>
	new Date(ms).toISOString().replace(/\.\d+Z$/, '+00:00');

/** "Never", as captured events have it for points, subscriptions and behavioural actions. */
const NEVER = '2038-01-19T03:14:07+00:00';

interface Dated {
	createdAt: string;
	updatedAt: string;
}

export interface Identity extends Dated {
	identityId: string;
	walletId: string;
	type: string;
	value: string;
	/** what events of a deleted wallet show for the value, which stays reserved */
	deletedAs?: string;
	status: string;
	state: string;
}

/** What an account is tied to, such as a subscription to its coupons: by kind, then by type of account. */
export type Relationships = Record<
	string,
	Record<string, Array<{ accountId: string; dateCreated: string }>>
>;

export interface Account extends Dated {
	accountId: string;
	walletId: string;
	campaignId: string;
	type: string;
	clientType: string | null;
	status: string;
	state: string;
	end: string;
	/** null: accounts of its type have none */
	balances: Record<string, number> | null;
	relationships: Relationships;
}

export interface Consumer extends Dated {
	consumerId: string;
	walletId: string;
	status: string;
	[field: string]: unknown;
}

export interface TierMembership extends Dated {
	tierMembershipId: string;
	walletId: string;
	tierId: string;
	accountIds: string[];
	balances: { points: number; spend: number; transactions: number };
	expiryDate: string;
	tierBalancesResetDate: string;
}

export interface Wallet extends Dated {
	walletId: string;
	status: string;
	state: string;
	type: string;
	identities: Identity[];
	consumer: Consumer | null;
	accounts: Account[];
	membership: TierMembership | null;
	/** the wallet is gone; its identities stay reserved */
	deleted: boolean;
}

/** What the balances of each type of account are called, as captured. */
const BALANCES: Record<string, string[] | null> = {
	POINTS: [
		'current',
		'usable',
		'locked',
		'lifetime',
		'lifetimeSpend',
		'lifetimeSpendValue',
		'pending',
	],
	QUEST: ['objectivesMet'],
	CONTINUITY: [
		'totalSpend',
		'currentSpend',
		'transactionCount',
		'currentTransactions',
		'totalUnits',
		'currentUnits',
	],
	STANDARD_SUBSCRIPTION: null,
};
const COUPON_BALANCES = ['available', 'refundable'];
const LIVES_ON = ['POINTS', 'STANDARD_SUBSCRIPTION', 'BEHAVIOURAL_ACTION'];

const DAY_MS = 24 * 60 * 60 * 1000;

const FIRST_WALLET = 24_000_000;
const FIRST_OTHER = 442_000_000;

interface States {
	status?: string;
	state?: string;
}

/** All wallets of a tenant. Ids are texts. */
export class Wallets {
	readonly all: Wallet[] = [];
	private readonly byId = new Map<string, Wallet>();
	/** identity values compare without upper and lower case */
	private readonly byIdentity = new Map<string, Wallet>();
	private ids = FIRST_OTHER;

	nextId(): string {
		return String(++this.ids);
	}

	/** Adds the settings' customers that are not there yet. */
	seed({ wallets, schemes, tiers, entitlements }: EagleEyeSettings): void {
		for (const { identities, points, tierPoints, subscription } of wallets) {
			if (identities.some(({ value }) => this.isReserved(value))) continue;
			const wallet = this.create({});
			for (const { type, value } of identities) this.addIdentity(wallet, { type, value });
			const account = this.addAccount(wallet, 'POINTS', 'RETAILPOINTS', schemes[0] ?? '0');
			Object.assign(account.balances!, { current: points, usable: points, lifetime: points });
			const tier = tiers.findLast((one) => one.points <= tierPoints);
			if (tier) this.join(wallet, account, tier.tierId).balances.points = tierPoints;
			if (!subscription) continue;
			const end = airTime(Date.now() + subscription.endsInDays * DAY_MS);
			for (const coupon of this.subscribe(wallet, subscription.planId, entitlements).coupons)
				coupon.end = end;
		}
	}

	create({ status = 'ACTIVE', state = 'DEFAULT' }: States): Wallet {
		const now = airTime();
		const wallet: Wallet = {
			walletId: String(FIRST_WALLET + this.all.length + 1),
			status,
			state,
			type: 'CONSUMER',
			identities: [],
			consumer: null,
			accounts: [],
			membership: null,
			deleted: false,
			createdAt: now,
			updatedAt: now,
		};
		this.all.push(wallet);
		this.byId.set(wallet.walletId, wallet);
		return wallet;
	}

	addIdentity(
		wallet: Wallet,
		{ type, value, status = 'ACTIVE', state = 'DEFAULT' }: States & { type: string; value: string },
	): Identity {
		const now = airTime();
		const { walletId } = wallet;
		const identityId = this.nextId();
		const identity = {
			identityId,
			walletId,
			type,
			value,
			status,
			state,
			createdAt: now,
			updatedAt: now,
		};
		wallet.identities.push(identity);
		this.byIdentity.set(value.toLowerCase(), wallet);
		return identity;
	}

	/** Another value for an identity; the old one is free again. */
	renameIdentity(wallet: Wallet, identity: Identity, value: string): void {
		this.byIdentity.delete(identity.value.toLowerCase());
		identity.value = value;
		this.byIdentity.set(value.toLowerCase(), wallet);
	}

	addAccount(
		wallet: Wallet,
		type: string,
		clientType: string | null,
		campaignId: string,
		{ status = 'ACTIVE', state = 'LOADED' }: States = {},
	): Account {
		const now = airTime();
		const names = BALANCES[type] === undefined ? COUPON_BALANCES : BALANCES[type];
		const account: Account = {
			accountId: this.nextId(),
			walletId: wallet.walletId,
			campaignId,
			type,
			clientType,
			status,
			state,
			end: LIVES_ON.includes(type)
				? NEVER
				: `${new Date().getUTCFullYear() + 1}-12-31T23:59:00+00:00`,
			balances: names && Object.fromEntries(names.map((name) => [name, 0])),
			relationships: {},
			createdAt: now,
			updatedAt: now,
		};
		wallet.accounts.push(account);
		return account;
	}

	/** A subscription comes with its entitlement coupons, which end before it does. */
	subscribe(
		wallet: Wallet,
		planId: string,
		entitlements: string[],
		given: States = {},
	): { account: Account; coupons: Account[] } {
		const account = this.addAccount(wallet, 'STANDARD_SUBSCRIPTION', null, planId, given);
		const dateCreated = airTime();
		const coupons = entitlements.map((campaignId) => {
			const coupon = this.addAccount(wallet, 'ECOUPON', 'ENTITLEMENT', campaignId);
			const of = { accountId: account.accountId, dateCreated };
			coupon.relationships = { ENTITLEMENT_OF: { STANDARD_SUBSCRIPTION: [of] } };
			return coupon;
		});
		const ids = coupons.map(({ accountId }) => ({ accountId, dateCreated }));
		if (ids.length > 0) account.relationships = { ENTITLEMENT: { ECOUPON: ids } };
		return { account, coupons };
	}

	/** Begins a tier membership with a points account. It ends with its month half a year later. */
	join(wallet: Wallet, { accountId }: Account, tierId: string): TierMembership {
		const now = new Date();
		const endOfMonth = (months: number) =>
			airTime(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months + 1, 1) - 1000);
		wallet.membership = {
			tierMembershipId: this.nextId(),
			walletId: wallet.walletId,
			tierId,
			accountIds: [accountId],
			balances: { points: 0, spend: 0, transactions: 0 },
			expiryDate: endOfMonth(6),
			tierBalancesResetDate: endOfMonth(72),
			createdAt: airTime(),
			updatedAt: airTime(),
		};
		return wallet.membership;
	}

	get(walletId: string): Wallet | undefined {
		const wallet = this.byId.get(walletId);
		return wallet?.deleted ? undefined : wallet;
	}

	byIdentityValue(value: string): Wallet | undefined {
		const wallet = this.byIdentity.get(value.toLowerCase());
		return wallet?.deleted ? undefined : wallet;
	}

	isReserved(value: string): boolean {
		return this.byIdentity.has(value.toLowerCase());
	}
}

export function pointsAccount({ accounts }: Wallet): Account | undefined {
	return accounts.find(({ type, status }) => type === 'POINTS' && status === 'ACTIVE');
}
