/** Outbound events of AIR, field for field as captured ones are (eagleEye 2.5, 2.8 to 2.10). */
import { randomUUID } from 'node:crypto';

export interface EventParts {
	name: string;
	operations?: unknown[];
	/** enrichment: identities by wallet id; undefined leaves it out */
	wallets?: Record<string, Array<[type: string, value: string, status?: string]>>;
	id?: string;
	request?: unknown;
	response?: unknown;
}

export function airEvent({
	name,
	operations = [],
	wallets,
	id = randomUUID(),
	request,
	response,
}: EventParts) {
	return {
		headers: {
			eventName: name,
			eventDate: '2025-02-03T20:51:02.310770',
			eesEnvironmentType: 'sandbox-uk',
			eesSubsystemId: 'wallet.sandbox.uk.eagleeye.com',
			callerIp: '10.0.0.1',
			unitId: '7',
			clientId: 'unit',
			eesEventId: id,
			eesMasterEventId: randomUUID(),
			externalMessageId: '',
			eesApiVersion: '2.0',
		},
		request: request ?? {
			resource: '/',
			method: 'POST',
			body: null,
			contentType: 'application/json',
			customHeaders: [],
		},
		response: response ?? { code: 200, body: [], contentType: 'application/json;charset=utf-8' },
		atomicOperations: operations,
		...(wallets && {
			enrichmentData: Object.fromEntries(
				Object.entries(wallets).map(([walletId, identities]) => [
					`walletEntity_${walletId}`,
					{
						identities: identities.map(([type, value, status = 'ACTIVE'], n) => ({
							identityId: `${walletId}${n}`,
							walletId,
							type,
							friendlyName: null,
							value,
							safeValue: value,
							secret: null,
							dates: { start: null, end: null },
							meta: [],
							state: 'DEFAULT',
							status,
							mobileWallet: [],
						})),
					},
				]),
			),
		}),
	};
}

export const W = '24000001';

const operation = (objectType: string, operationType: string, objectValue: object) => ({
	objectType,
	operationType,
	objectValue,
});

export const walletOp = (done = 'CREATE', walletId = W) =>
	operation('walletEntity', done, {
		walletId,
		status: 'ACTIVE',
		type: 'CONSUMER',
		meta: [],
		relationships: [],
	});
export const consumerOp = () =>
	operation('walletConsumerEntity', 'CREATE', { walletId: W, consumerId: '5' });
export const identityOp = (type: string, value: string, done = 'CREATE', walletId = W) =>
	operation('walletIdentityEntity', done, {
		identityId: '1',
		walletId,
		type,
		value,
		status: 'ACTIVE',
		meta: [],
	});

const kinds: Record<string, string> = {
	POINTS: 'RETAILPOINTS',
	STANDARD_SUBSCRIPTION: 'ENTITLEMENT',
};

const account = (type: string, current?: number, walletId = W) => ({
	accountId: `acc-${type}`,
	walletId,
	campaignId: '101',
	type,
	clientType: kinds[type] ?? 'OFFER',
	status: 'ACTIVE',
	state: 'LOADED',
	dates: { start: '2025-01-01T00:00:00+00:00', end: '2026-01-01T00:00:00+00:00' },
	meta: [],
	balances:
		current === undefined
			? []
			: {
					current,
					usable: current,
					lifetime: current,
					pending: 0,
					locked: 0,
					lifetimeSpend: 0,
					lifetimeSpendValue: 0,
				},
	relationships: [],
});

export const accountOp = (type: string, done = 'CREATE') =>
	operation('walletAccountEntity', done, account(type));

/** An account transaction; `current` is the balance afterwards. */
export const movement = (type: string, event: string, value = 0, current?: number, walletId = W) =>
	operation('walletAccountTransactionEntity', 'CREATE', {
		accountTransactionId: randomUUID(),
		parentAccountTransactionId: '0',
		accountId: `acc-${type}`,
		account: account(type, current, walletId),
		event,
		value,
		source: '',
		balancesBefore: [],
		balancesAfter: [],
		transactionDetails: [],
		properties: [],
	});

export const transactionOp = (reference: string, type = 'SETTLE') =>
	operation('walletTransactionEntity', 'CREATE', {
		walletTransactionId: '9001',
		parentWalletTransactionId: '0',
		walletId: W,
		reference,
		transactionDateTime: '2025-02-03T20:51:02+00:00',
		type,
		status: 'SETTLED',
		meta: [],
		basket: { contents: [], summary: [], payment: [] },
		channel: 'InStore',
		location: { storeId: 'store-1', storeParentId: 'area-1' },
	});

/** A membership as it is afterwards: it names no wallet. */
export const tierOp = (done = 'UPDATE', tierId = '3') =>
	operation('tierMembershipEntity', done, {
		tierMembershipId: '31',
		tierId,
		status: 'ACTIVE',
		accountIds: ['acc-POINTS'],
		balances: { points: 900, spend: 5000, transactions: 4 },
		expiryDate: '2026-12-31T23:59:59+00:00',
		tierBalancesResetDate: '2031-01-31T23:59:59+00:00',
		dateCreated: '2025-01-29T19:40:49+00:00',
		lastUpdated: '2025-02-26T18:02:29+00:00',
	});

/** A transaction on a membership: `tierId` is the tier before it, `tierIdAfter` the one after where it moved. */
export const tierTransactionOp = (
	transactionType: string,
	tierId = '3',
	tierIdAfter: string | null = null,
) =>
	operation('tierMembershipTransactionEntity', 'CREATE', {
		tierMembershipTransactionId: '52614',
		tierId,
		tierIdAfter,
		tierMembershipId: '31',
		transactionType,
		parentTierMembershipTransactionId: null,
		walletTransactionId: null,
		dateCreated: '2025-02-26T18:02:29+00:00',
		lastUpdated: '2025-02-26T18:02:29+00:00',
		actions:
			transactionType === 'MOVE'
				? []
				: [{ balanceType: 'POINTS', amount: 0, balanceBefore: 900, balanceAfter: 900 }],
	});

/** An identity of a wallet that was deleted: its value is gone. */
export const erasedIdentityOp = (type: string) =>
	operation('walletIdentityEntity', 'DELETE', {
		identityId: '189077372',
		walletId: W,
		type,
		value: 'DELETED_189077372_ZSmOIUY_1743704005',
		status: 'DELETED',
		meta: [],
	});

export const operationOf = operation;
