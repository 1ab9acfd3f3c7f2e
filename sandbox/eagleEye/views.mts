import type { Account, Consumer, Identity, TierMembership, Wallet } from './wallets.mts';

const LINK = 'https://wallet.example.com';

/** Empty objects are `[]`. */
const orList = (object: object): object => (Object.keys(object).length > 0 ? object : []);

/** A wallet as AIR shows it. */
export function walletView({ walletId, status, state, type, createdAt, updatedAt }: Wallet) {
	return {
		walletId,
		friendlyName: null,
		status,
		type,
		state,
		meta: [],
		dateCreated: createdAt,
		lastUpdated: updatedAt,
		relationships: { parent: [], child: [], associate: [], donor: [] },
	};
}

export function identityView({ createdAt, updatedAt, ...identity }: Identity) {
	const { identityId, walletId, type, deletedAs, value, state, status } = identity;
	return {
		identityId,
		walletId,
		type,
		friendlyName: null,
		value: deletedAs ?? value,
		safeValue: null,
		secret: null,
		dates: { start: createdAt, end: null },
		meta: [],
		state,
		status,
		dateCreated: createdAt,
		lastUpdated: updatedAt,
		mobileWallet: `${LINK}/identity/${identityId}`,
	};
}

export function accountView(account: Account) {
	const { accountId, walletId, campaignId, type, clientType, status, state } = account;
	return {
		accountId,
		walletId,
		campaignId,
		type,
		clientType,
		status,
		state,
		dates: { start: account.createdAt, end: account.end },
		meta: [] as unknown[] | null,
		dateCreated: account.createdAt,
		lastUpdated: account.updatedAt,
		overrides: [],
		balances: account.balances && { ...account.balances },
		relationships: orList(structuredClone(account.relationships)),
		mobileWallet: `${LINK}/a/${accountId}` as string | null,
	};
}

export function consumerView({ createdAt, updatedAt, consumerId, walletId, ...fields }: Consumer) {
	const {
		friendlyName = null,
		type = 'INDIVIDUAL',
		state = 'DEFAULT',
		status,
		data = {},
		meta = {},
	} = fields;
	return {
		consumerId,
		walletId,
		friendlyName,
		type,
		state,
		status,
		data: orList(data as object),
		meta: orList(meta as object),
		dateCreated: createdAt,
		lastUpdated: updatedAt,
	};
}

/** A membership tells no wallet. */
export function membershipView({
	createdAt,
	updatedAt,
	walletId: _,
	...membership
}: TierMembership) {
	const { tierMembershipId, tierId, accountIds, balances } = membership;
	return {
		tierMembershipId,
		tierId,
		status: 'ACTIVE',
		accountIds: [...accountIds],
		balances: { ...balances },
		expiryDate: membership.expiryDate,
		tierBalancesResetDate: membership.tierBalancesResetDate,
		dateCreated: createdAt,
		lastUpdated: updatedAt,
	};
}

export type AccountView = ReturnType<typeof accountView>;
