import { randomBytes } from 'node:crypto';
import { z } from 'zod/v4';
import type { Call, Endpoint, HttpResponse } from '../shared/vendor.mts';
import { addCampaignAccount, creation, joinScheme, listed } from './accounts.mts';
import { airError, bodyOf, calledId, ok, onWallet, walletOf } from './answers.mts';
import type { Operation, OutboundEvent } from './events.mts';
import { accountOperation, change, operation } from './movements.mts';
import { addConsumer, consumerFields, identityBody } from './people.mts';
import { callFacts, emit, type EagleEyeState } from './state.mts';
import { accountView, consumerView, identityView, walletView } from './views.mts';
import { airTime, type Account, type Wallet } from './wallets.mts';

const text = z.string().min(1);
const states = { status: text.optional(), state: text.optional() };
const walletFields = {
	...states,
	type: z.literal('CONSUMER'),
	identities: z.array(identityBody).min(1),
};
const walletBody = z.object(walletFields).strict();
const campaignAccount = z.object({ campaignTag: text, ...states }).strict();
/** The captured request has the id as a number. */
const schemeAccount = z
	.object({ schemeId: z.union([text, z.number().int()]).transform(String), ...states })
	.strict();
const wholeBody = z
	.object({
		...walletFields,
		consumer: consumerFields.optional(),
		accounts: z
			.object({
				campaign: z.array(campaignAccount).optional(),
				scheme: z.array(schemeAccount).optional(),
			})
			.strict()
			.optional(),
	})
	.strict();

/** A wallet with its identities, and the operations that tell it. */
function makeWallet(state: EagleEyeState, body: z.infer<typeof walletBody>): [Wallet, Operation[]] {
	const { identities, ...rest } = body;
	const values = identities.map(({ value }) => value.toLowerCase());
	const isTaken = values.some(
		(value, i) => state.wallets.isReserved(value) || values.indexOf(value) < i,
	);
	if (isTaken) throw airError(400, 'An identity is in use');
	const wallet = state.wallets.create(rest);
	for (const identity of identities) state.wallets.addIdentity(wallet, identity);
	const created = wallet.identities.map((one) =>
		operation('walletIdentityEntity', 'CREATE', identityView(one)),
	);
	return [wallet, [operation('walletEntity', 'CREATE', walletView(wallet)), ...created]];
}

const shown = (wallet: Wallet) => ({
	...walletView(wallet),
	identities: wallet.identities.map(identityView),
});

function create(state: EagleEyeState, call: Call): HttpResponse {
	call.countItems(1);
	const [wallet, operations] = makeWallet(state, bodyOf(call, walletBody));
	const answer = shown(wallet);
	const eventName = 'SERVICE.WALLET.CREATE';
	emit(state, wallet, { eventName, ...callFacts(call, 'POST'), code: 201, answer, operations });
	return ok(answer, 201);
}

/** A wallet with consumer, identities and accounts in one call. */
function createWhole(state: EagleEyeState, call: Call): HttpResponse {
	call.countItems(1);
	const { consumer, accounts = {}, ...rest } = bodyOf(call, wholeBody);
	const campaigns = (accounts.campaign ?? []).flatMap(({ campaignTag, ...given }) => {
		const found = state.settings.campaigns.filter((one) => one.campaignTag === campaignTag);
		if (found.length === 0) throw airError(400, `No campaign ${campaignTag}`);
		return found.map((campaign) => ({ campaign, given }));
	});
	const schemes = accounts.scheme ?? [];
	const unknown = schemes.find(({ schemeId }) => !state.settings.schemes.includes(schemeId));
	if (unknown) throw airError(400, `No scheme ${unknown.schemeId}`);

	const [wallet, begun] = makeWallet(state, rest);
	const coupons = campaigns.map(({ campaign, given }) =>
		addCampaignAccount(state, wallet, campaign, given),
	);
	const issued = coupons.map((coupon) => creation(state, coupon, false));
	const joined = schemes.map(({ schemeId, ...given }) =>
		joinScheme(state, wallet, schemeId, given),
	);
	const person =
		consumer && Object.keys(consumer).length > 0 ? addConsumer(state, wallet, consumer) : null;
	const answer = {
		...shown(wallet),
		accounts: {
			campaign: listed(coupons.map(accountView)),
			scheme: listed(joined.map(({ account }) => accountView(account))),
		},
		...(person && { consumer: consumerView(person) }),
	};
	const consumers = person
		? [operation('walletConsumerEntity', 'CREATE', consumerView(person))]
		: [];
	const facts = {
		eventName: 'SERVICE.WALLET.ACCOUNTS.CREATE',
		...callFacts(call, 'POST'),
		code: 201,
		answer,
		operations: [
			...begun,
			...issued,
			...joined.flatMap(({ operations }) => operations),
			...consumers,
		],
	};
	const isPlain = coupons.every(({ type }) => type === 'ECOUPON');
	emit(state, wallet, facts, { shape: isPlain ? undefined : withoutBodies });
	return ok(answer, 201);
}

/** As captured for stamp cards, quests and continuity accounts: the event tells neither request nor answer. */
function withoutBodies({ response, ...event }: OutboundEvent): OutboundEvent {
	const { body: _, ...rest } = response as { body: unknown };
	return { ...event, request: {}, response: rest };
}

/** The value that a deleted identity is given. */
function deletedValue(identityId: string): string {
	const random = randomBytes(9).toString('base64').replace(/\W/g, '').slice(0, 7).padEnd(7, '0');
	return `DELETED_${identityId}_${random}_${Math.floor(Date.now() / 1000)}`;
}

/** A points account is emptied and cancelled, and its event tells both twice. */
function ends({ wallets }: EagleEyeState, account: Account): Operation[] {
	if (account.type !== 'POINTS') {
		return [accountOperation('UPDATE', change(wallets, account, 'CANCEL', 0))];
	}
	account.status = 'CANCELLED';
	const emptied = { ...change(wallets, account, 'DEBIT', account.balances!.current!), source: 2 };
	const cancelled = change(wallets, account, 'CANCEL', 0);
	const after = { ...emptied, parentAccountTransactionId: cancelled.accountTransactionId };
	return [emptied, cancelled, cancelled, after].map((one) => accountOperation('UPDATE', one));
}

function remove(state: EagleEyeState, call: Call): HttpResponse {
	call.countItems(1);
	const wallet = walletOf(state, call);
	const accounts = wallet.accounts.filter(({ status }) => status === 'ACTIVE');
	const operations = accounts.flatMap((account) => ends(state, account));
	const now = airTime();
	for (const identity of wallet.identities) {
		const deletedAs = deletedValue(identity.identityId);
		Object.assign(identity, { deletedAs, status: 'DELETED', updatedAt: now });
		operations.push(operation('walletIdentityEntity', 'DELETE', identityView(identity)));
	}
	const { consumer } = wallet;
	if (consumer) {
		Object.assign(consumer, { status: 'DELETED', data: {}, friendlyName: null, updatedAt: now });
		operations.push(operation('walletConsumerEntity', 'DELETE', consumerView(consumer)));
	}
	Object.assign(wallet, { deleted: true, status: 'DELETED', updatedAt: now });
	operations.push(operation('walletEntity', 'DELETE', walletView(wallet)));
	emit(state, wallet, {
		eventName: 'SERVICE.WALLET.DELETE',
		...callFacts(call, 'DELETE'),
		code: 204,
		answer: null,
		operations,
	});
	return { status: 204, headers: calledId() };
}

function find({ wallets }: EagleEyeState, { query }: Call): HttpResponse {
	const wallet = wallets.byIdentityValue(String(query['identity-value'] ?? ''));
	if (!wallet) throw airError(404, 'Identity not found');
	return ok(walletView(wallet));
}

/** Wallets as a whole. */
export const walletEndpoints: Array<Endpoint<EagleEyeState>> = [
	{ name: 'wallet.find', method: 'GET', path: '/wallet', handle: find },
	onWallet('wallet.get', 'GET', '', (_, wallet) => ok(walletView(wallet))),
	{ name: 'wallet.createAlone', method: 'POST', path: '/services/wallet', handle: create },
	{ name: 'wallet.create', method: 'POST', path: '/services/wallet/accounts', handle: createWhole },
	{ name: 'wallet.delete', method: 'DELETE', path: '/services/wallet/:walletId', handle: remove },
];
