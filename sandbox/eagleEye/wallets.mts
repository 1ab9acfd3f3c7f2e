import { randomUUID } from 'node:crypto';
import type { EagleEyeSettings } from './settings.mts';

export interface Identity {
	identityId: string;
	walletId: string;
	type: string;
	value: string;
	status: string;
	state: string;
}

export interface Account {
	accountId: string;
	walletId: string;
	campaignId: string;
	type: string;
	clientType: string;
	status: string;
	state: string;
	points: number;
	lifetime: number;
}

export interface Wallet {
	walletId: string;
	status: string;
	state: string;
	type: string;
	identities: Identity[];
	consumer: Record<string, unknown> | null;
	accounts: Account[];
	/** the wallet is gone, its identities stay reserved (CONTRACTS 2.3) */
	deleted: boolean;
}

const FIRST_WALLET = 24_000_000;
const FIRST_OTHER = 442_000_000;

/** All wallets of a tenant. Ids are texts (CONTRACTS 2.3). */
export class Wallets {
	readonly all: Wallet[] = [];
	private readonly byId = new Map<string, Wallet>();
	private readonly byIdentity = new Map<string, Wallet>();
	private ids = FIRST_OTHER;
	readonly created = new Date().toISOString().replace(/\.\d+Z$/, '+00:00');

	nextId(): string {
		return String(++this.ids);
	}

	/** Adds the settings' customers that are not there yet. */
	seed({ wallets, schemes }: EagleEyeSettings): void {
		for (const { identities, points } of wallets) {
			if (identities.some(({ value }) => this.isReserved(value))) continue;
			const wallet = this.create({});
			for (const { type, value } of identities) this.addIdentity(wallet, { type, value });
			const account = this.addAccount(wallet, 'POINTS', 'RETAILPOINTS', schemes[0] ?? '0');
			account.points = account.lifetime = points;
		}
	}

	create({ status = 'ACTIVE', state = 'DEFAULT' }: { status?: string; state?: string }): Wallet {
		const walletId = String(FIRST_WALLET + this.all.length + 1);
		const wallet: Wallet = { walletId, status, state, type: 'CONSUMER', identities: [], consumer: null, accounts: [], deleted: false };
		this.all.push(wallet);
		this.byId.set(walletId, wallet);
		return wallet;
	}

	addIdentity(wallet: Wallet, { type, value, status = 'ACTIVE', state = 'DEFAULT' }: Partial<Identity> & Pick<Identity, 'type' | 'value'>): void {
		wallet.identities.push({ identityId: this.nextId(), walletId: wallet.walletId, type, value, status, state });
		this.byIdentity.set(value.toLowerCase(), wallet);
	}

	addAccount(wallet: Wallet, type: string, clientType: string, campaignId: string, states: { status?: string; state?: string } = {}): Account {
		const { status = 'ACTIVE', state = 'DEFAULT' } = states;
		const account = { accountId: this.nextId(), walletId: wallet.walletId, campaignId, type, clientType, status, state, points: 0, lifetime: 0 };
		wallet.accounts.push(account);
		return account;
	}

	get(walletId: string): Wallet | undefined {
		const wallet = this.byId.get(walletId);
		return wallet?.deleted ? undefined : wallet;
	}

	/** Identity values compare without upper and lower case (CONTRACTS 2.3). */
	byIdentityValue(value: string): Wallet | undefined {
		const wallet = this.byIdentity.get(value.toLowerCase());
		return wallet?.deleted ? undefined : wallet;
	}

	isReserved(value: string): boolean {
		return this.byIdentity.has(value.toLowerCase());
	}
}

/** A wallet as AIR shows it; empty objects are `[]` (CONTRACTS 2.3). */
export function walletView({ walletId, status, state, type }: Wallet) {
	return { walletId, friendlyName: null, status, type, state, meta: [], relationships: [] };
}

export function accountView({ points, lifetime, ...account }: Account) {
	const balances = { current: points, usable: points, locked: 0, lifetime, lifetimeSpend: 0, lifetimeSpendValue: 0, pending: 0 };
	return {
		...account,
		dates: { start: '2026-01-01T00:00:00+00:00', end: '2038-01-19T03:14:07+00:00' },
		meta: [],
		balances: account.type === 'POINTS' ? balances : [],
		relationships: [],
		mobileWallet: [],
	};
}

export function identityView(identity: Identity) {
	return {
		...identity,
		friendlyName: null,
		safeValue: identity.value.replace(/.(?=.{4})/g, '*'),
		secret: null,
		dates: { start: null, end: null },
		meta: [],
		mobileWallet: [],
	};
}

export type Change = ReturnType<typeof change>;

/** One account transaction: what happened to an account, with its balances before and after. */
export function change(wallets: Wallets, account: Account, event: string, value: number) {
	const before = accountView(account).balances;
	const sign = { CREDIT: 1, EARN: 1, GOODWILL: 1, DEBIT: -1, SPEND: -1 }[event] ?? 0;
	account.points += sign * value;
	if (sign > 0) account.lifetime += value;
	const view = accountView(account);
	return {
		accountTransactionId: wallets.nextId(),
		parentAccountTransactionId: '0',
		accountId: account.accountId,
		account: view,
		event,
		value,
		source: '',
		balancesBefore: before,
		balancesAfter: view.balances,
		transactionDetails: [],
		properties: [],
	};
}

/** The id by which Eagle Eye finds a call (CONTRACTS 2.1). */
export const calledId = (): Record<string, string> => ({ 'x-ees-called-unique-id': randomUUID() });
