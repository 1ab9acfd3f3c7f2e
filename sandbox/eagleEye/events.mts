import { randomUUID } from 'node:crypto';
import { identityView, type Wallet } from './wallets.mts';

/** One atomic operation: what was created, read, updated or deleted (CONTRACTS 2.5). */
export interface Operation {
	objectType: string;
	operationType: 'CREATE' | 'READ' | 'UPDATE' | 'DELETE';
	objectValue: object;
}

export interface EventFacts {
	eventName: string;
	resource: string;
	method: string;
	/** as it was sent; null where there was none */
	body: string | null;
	code: number;
	answer: unknown;
	operations: Operation[];
	/** the wallets it is about */
	wallets: Wallet[];
	enrich: boolean;
}

/** An outbound event in AIR's envelope (CONTRACTS 2.5): the date has microseconds and no zone. */
export function outboundEvent({ eventName, resource, method, body, code, answer, operations, wallets, enrich }: EventFacts) {
	return {
		headers: {
			eventName,
			eventDate: new Date().toISOString().replace('Z', '412'),
			eesEnvironmentType: 'sandbox-uk',
			eesSubsystemId: 'wallet.sandbox.uk.eagleeye.com',
			callerIp: '127.0.0.1',
			unitId: '1',
			unitFriendlyName: 'Sandbox',
			clientId: 'sandbox-unit',
			clientIdFriendlyName: 'Sandbox',
			eesEventId: randomUUID(),
			eesMasterEventId: randomUUID(),
			externalMessageId: '',
			eesApiVersion: '2.0',
		},
		request: { resource, method, body, contentType: 'application/json', customHeaders: [] },
		response: { code, body: answer ?? [], contentType: 'application/json;charset=utf-8' },
		atomicOperations: operations,
		...(enrich && {
			enrichmentData: Object.fromEntries(
				wallets.map(({ walletId, identities }) => [`walletEntity_${walletId}`, { identities: identities.map(identityView) }]),
			),
		}),
	};
}

export type OutboundEvent = ReturnType<typeof outboundEvent>;
