import { z } from 'zod/v4';
import type { Call, Endpoint, HttpResponse } from '../shared/vendor.mts';
import { airError, bodyOf, ok, onWallet } from './answers.mts';
import { operation } from './movements.mts';
import { callFacts, emit, type EagleEyeState } from './state.mts';
import { consumerView, identityView } from './views.mts';
import { airTime, type Consumer, type Wallet } from './wallets.mts';

const text = z.string().min(1);

/** A consumer, as captured requests have it; what stands in `data` and `meta` is the client's own. */
export const consumerFields = z
	.object({
		friendlyName: text.nullable().optional(),
		type: text.optional(),
		status: text.optional(),
		state: text.optional(),
		meta: z.record(z.string(), z.unknown()).optional(),
		data: z.record(z.string(), z.unknown()).optional(),
	})
	.strict();

export const identityBody = z
	.object({ type: text, value: text, status: text.optional(), state: text.optional() })
	.strict();
const identityPatch = identityBody.omit({ type: true }).partial();

export function addConsumer(
	{ wallets }: EagleEyeState,
	wallet: Wallet,
	{ status = 'ACTIVE', ...fields }: z.infer<typeof consumerFields>,
): Consumer {
	const now = airTime();
	const ids = { consumerId: wallets.nextId(), walletId: wallet.walletId };
	wallet.consumer = { ...fields, ...ids, status, createdAt: now, updatedAt: now };
	return wallet.consumer;
}

function createConsumer(state: EagleEyeState, wallet: Wallet, call: Call): HttpResponse {
	const body = bodyOf(call, consumerFields);
	if (wallet.consumer) throw airError(400, 'The wallet has a consumer');
	return consumerAnswer(state, wallet, call, 'CREATE', addConsumer(state, wallet, body));
}

function readConsumer(_: EagleEyeState, { consumer }: Wallet): HttpResponse {
	if (!consumer) throw airError(404, 'Consumer not found');
	return ok(consumerView(consumer));
}

/** Fields that are not sent stay. */
function updateConsumer(state: EagleEyeState, wallet: Wallet, call: Call): HttpResponse {
	const body = bodyOf(call, consumerFields);
	const { consumer } = wallet;
	if (consumer?.consumerId !== call.params.consumerId) throw airError(404, 'Consumer not found');
	Object.assign(consumer!, body, { updatedAt: airTime() });
	return consumerAnswer(state, wallet, call, 'UPDATE', consumer!);
}

function consumerAnswer(
	state: EagleEyeState,
	wallet: Wallet,
	call: Call,
	done: 'CREATE' | 'UPDATE',
	consumer: Consumer,
): HttpResponse {
	const answer = consumerView(consumer);
	const code = done === 'CREATE' ? 201 : 200;
	const eventName = `WALLET.CONSUMER.${done}`;
	const operations = [operation('walletConsumerEntity', done, answer)];
	emit(state, wallet, {
		eventName,
		...callFacts(call, done === 'CREATE' ? 'POST' : 'PATCH'),
		code,
		answer,
		operations,
	});
	return ok(answer, code);
}

/** Identities have calls and events by the pattern of the consumer's; none was captured. */
function createIdentity(state: EagleEyeState, wallet: Wallet, call: Call): HttpResponse {
	const body = bodyOf(call, identityBody);
	if (state.wallets.isReserved(body.value)) throw airError(400, 'An identity is in use');
	const answer = identityView(state.wallets.addIdentity(wallet, body));
	emit(state, wallet, {
		eventName: 'WALLET.IDENTITY.CREATE',
		...callFacts(call, 'POST'),
		code: 201,
		answer,
		operations: [operation('walletIdentityEntity', 'CREATE', answer)],
	});
	return ok(answer, 201);
}

function updateIdentity(state: EagleEyeState, wallet: Wallet, call: Call): HttpResponse {
	const { value, ...fields } = bodyOf(call, identityPatch);
	const identity = wallet.identities.find(
		({ identityId }) => identityId === call.params.identityId,
	);
	if (!identity) throw airError(404, 'Identity not found');
	const isOther = value !== undefined && value.toLowerCase() !== identity.value.toLowerCase();
	if (isOther && state.wallets.isReserved(value)) throw airError(400, 'An identity is in use');
	if (value !== undefined) state.wallets.renameIdentity(wallet, identity, value);
	Object.assign(identity, fields, { updatedAt: airTime() });
	const answer = identityView(identity);
	emit(state, wallet, {
		eventName: 'WALLET.IDENTITY.UPDATE',
		...callFacts(call, 'PATCH'),
		code: 200,
		answer,
		operations: [operation('walletIdentityEntity', 'UPDATE', answer)],
	});
	return ok(answer);
}

/** Who a wallet belongs to. */
export const peopleEndpoints: Array<Endpoint<EagleEyeState>> = [
	onWallet('consumer.get', 'GET', '/consumer', readConsumer),
	onWallet('consumer.create', 'POST', '/consumer', createConsumer),
	onWallet('consumer.update', 'PATCH', '/consumer/:consumerId', updateConsumer),
	onWallet('identity.create', 'POST', '/identity', createIdentity),
	onWallet('identity.update', 'PATCH', '/identity/:identityId', updateIdentity),
];
