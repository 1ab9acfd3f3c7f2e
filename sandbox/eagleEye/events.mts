import { randomBytes, randomUUID } from 'node:crypto';
import { identityView } from './views.mts';
import type { Wallet } from './wallets.mts';

/** One atomic operation: what was created, read, updated or deleted. */
export interface Operation {
	objectType: string;
	operationType: 'CREATE' | 'READ' | 'UPDATE' | 'DELETE';
	objectValue: object;
}

/** The part of AIR that a call went to. */
const SYSTEMS = {
	wallet: { eesSubsystemId: 'wallet.sandbox.uk.eagleeye.com', eesApiVersion: '2.0' },
	pos: { eesSubsystemId: 'pos.sandbox.uk.eagleeye.com', eesApiVersion: '7.6' },
};

export interface EventFacts {
	eventName: string;
	resource: string;
	method: string;
	/** as it was sent; null where there was none */
	body: string | object | null;
	code: number;
	/** an object, or a JSON text as the till's events have it */
	answer: unknown;
	operations: Operation[];
	/** the wallets it is about */
	wallets: Wallet[];
	system?: keyof typeof SYSTEMS;
}

/** Microseconds, without a zone. */
const eventDate = (): string =>
	new Date().toISOString().replace('Z', String(Math.floor(Math.random() * 1000)).padStart(3, '0'));

/** An outbound event in AIR's envelope, as captured. */
export function outboundEvent(facts: EventFacts, enrich: boolean) {
	const {
		eventName,
		resource,
		method,
		body,
		code,
		answer,
		operations,
		wallets,
		system = 'wallet',
	} = facts;
	return {
		headers: {
			eventName,
			eventDate: eventDate(),
			eesEnvironmentType: 'sandbox-uk',
			callerIp: '127.0.0.1',
			unitId: '1',
			unitFriendlyName: 'Sandbox',
			clientId: 'sandbox-unit',
			clientIdFriendlyName: 'Sandbox',
			eesEventId: randomUUID(),
			eesMasterEventId: randomBytes(20).toString('base64url'),
			externalMessageId: null,
			...SYSTEMS[system],
		},
		request: {
			resource,
			method,
			body,
			contentType: 'application/json',
			customHeaders: [],
		} as object,
		response: { code, body: answer, contentType: 'application/json;charset=utf-8' } as object,
		atomicOperations: operations,
		...(enrich && { enrichmentData: enrichmentOf(wallets) as object }),
	};
}

/** The identities of a deleted wallet are not told: nothing in its event leads back to the customer. */
function enrichmentOf(wallets: Wallet[]): Record<string, object> {
	return Object.fromEntries(
		wallets.map(({ walletId, identities, deleted }) => [
			`walletEntity_${walletId}`,
			{ identities: deleted ? [] : identities.map(identityView) },
		]),
	);
}

export type OutboundEvent = ReturnType<typeof outboundEvent>;

/**
 * The event of a stamp card, quest or continuity account that a customer is given, which the captured ones show in
 * another form: bodies as objects, the object type in capitals, the account cut down, identities by their type.
 */
export function campaignEvent(
	event: OutboundEvent,
	{ identities }: Wallet,
	isEnriched: boolean,
): OutboundEvent {
	const { request, response, atomicOperations } = event;
	const [made] = atomicOperations;
	const { account } = made!.objectValue as { account: Record<string, unknown> };
	const { body } = request as { body: string };
	const ids = Object.fromEntries(identities.map(({ type, value }) => [type, value]));
	return {
		...event,
		headers: { ...event.headers, eventDate: new Date().toISOString() },
		request: { ...request, body: JSON.parse(body) as object },
		response: { ...response, body: shortAccount(account, ['walletId']) },
		atomicOperations: [
			{
				objectType: 'WALLET_ACCOUNT_TRANSACTION_ENTITY',
				operationType: 'CREATE',
				objectValue: { account: shortAccount(account) },
			},
		],
		...(isEnriched && { enrichmentData: { identities: ids } }),
	};
}

const SHORT = [
	'accountId',
	'campaignId',
	'type',
	'clientType',
	'status',
	'state',
	'dates',
	'balances',
];

/** The fields that the events of other accounts than coupons and points have of an account. */
export function shortAccount(account: object, more: string[] = []): object {
	const fields = account as Record<string, unknown>;
	const { relationships } = fields;
	const kept = [...SHORT, ...more].map((name) => [name, fields[name]]);
	const isTied = !Array.isArray(relationships);
	return { ...Object.fromEntries(kept), ...(isTied && { relationships }) };
}
