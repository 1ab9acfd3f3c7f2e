import type { z } from 'zod/v4';
import type { Call, Endpoint, HttpResponse } from '../shared/vendor.mts';
import { reinstateBody, transactionBody, type Discount, type Transaction } from './posSchemas.mts';
import { bodyEndpoint, fail, noUser } from './service.mts';
import type { CampaignSettings } from './shop.mts';
import { isEligible, type SessionMState, type TransactionRow, type User } from './state.mts';
import { userOfferView, type IssuedOffer } from './wallets.mts';

type Container = { store_id: string; client_id: string };

function requireStore(
	state: SessionMState,
	{ store_id: store, client_id: client }: Container,
): void {
	const { storeId, clientId } = state.settings;
	if (store !== storeId) throw fail(state, 400, 'store_not_found', 'There is no such store');
	if (client !== clientId) throw fail(state, 400, 'client_not_found', 'There is no such client');
}

/** The member is named on a payment; a transaction without one is nobody's. */
function payer(state: SessionMState, { payments }: Transaction): User | undefined {
	const named = payments.find(({ user_id: id }) => id);
	if (!named) return undefined;
	const users = named.user_id_type === 'External_ID' ? state.byExternalId : state.users;
	const user = users.get(named.user_id!);
	if (!user) throw noUser(state);
	return user;
}

/** The offers that the discounts refer to: they must be the payer's, and not used yet. */
function offersOf(state: SessionMState, user: User | undefined, sent: Transaction): IssuedOffer[] {
	const discounts = sent.discounts ?? [];
	const lines = new Set(sent.items.map(({ line_id: id }) => id));
	const offers = discounts.map((discount) => {
		requireLines(state, discount, lines);
		const issued = state.wallets.get(discount.reference_id);
		if (!issued || issued.user !== user?.id) {
			throw fail(state, 400, 'user_offer_not_found', 'The customer does not have this offer');
		}
		if (!state.wallets.isUsable(issued)) {
			const why = issued.status === 'issued' ? 'expired' : issued.status;
			throw fail(state, 400, `user_offer_${why}`, `The offer is ${why}`);
		}
		return issued;
	});
	if (new Set(offers).size < offers.length) {
		throw fail(state, 400, 'user_offer_redeemed', 'An offer is applied twice');
	}
	return offers;
}

function requireLines(state: SessionMState, discount: Discount, lines: Set<string>): void {
	const { discounted_line_ids: ids, discounted_line_id_quantities: quantities } = discount;
	const unknown = ids?.find((id) => !lines.has(id));
	if (unknown !== undefined) {
		throw fail(state, 400, 'line_not_found', `No item has the line_id ${unknown}`);
	}
	if (quantities && quantities.length !== ids?.length) {
		throw fail(state, 400, 'invalid_request', 'Give a quantity for each discounted line');
	}
}

function completes({ completedBy }: CampaignSettings, { items, subtotal }: Transaction): boolean {
	if (!completedBy) return false;
	const bought = new Set(items.map(({ item_id: id }) => id));
	const hasItems = (completedBy.itemIds ?? []).every((id) => bought.has(id));
	return hasItems && subtotal >= (completedBy.minSubtotal ?? 0);
}

/** Points for the money, and the outcome of each campaign that the transaction completes. */
function reward(state: SessionMState, user: User, payload: Transaction) {
	let points = Math.floor(payload.subtotal * state.settings.pointsPerUnit);
	const completed: string[] = [];
	const offers: object[] = [];
	for (const campaign of state.settings.campaigns) {
		if (!isEligible(campaign, user) || !completes(campaign, payload)) continue;
		user.completed.push(campaign.id);
		completed.push(campaign.id);
		points += campaign.outcome.points ?? 0;
		const offer = state.wallets.offer(campaign.outcome.offer ?? '');
		const isIssued = offer && state.wallets.failReason(user, offer) === 0;
		if (isIssued) offers.push(userOfferView(state.wallets.issue(user, offer, campaign.name)));
	}
	state.give(user, points);
	return { points, completed, offers };
}

/** A return takes back the points for its money. */
function takeBack(state: SessionMState, user: User, { subtotal }: Transaction) {
	const points = -Math.floor(Math.abs(subtotal) * state.settings.pointsPerUnit);
	user.points += points;
	return { points, completed: [], offers: [] };
}

function outcome(state: SessionMState, user: User | undefined, payload: Transaction) {
	const counts = user && payload.is_closed && !payload.is_voided;
	if (!counts) return { points: 0, completed: [], offers: [] };
	return payload.from_transaction_id
		? takeBack(state, user, payload)
		: reward(state, user, payload);
}

/** A return names a transaction of the same customer. */
function requireOriginal(
	state: SessionMState,
	user: User | undefined,
	{ from_transaction_id: id }: Transaction,
) {
	if (!id) return;
	for (const row of state.transactions.values()) {
		if (row.transactionId === id && row.user === (user?.id ?? null)) return;
	}
	throw fail(state, 400, 'transaction_not_found', 'The transaction to take back is not known');
}

/** A request id seen before gets its first answer, or "pending processing" while there is none (sessionM 3.5). */
function answerTo(row: TransactionRow): HttpResponse {
	if (row.pending > 0) {
		row.pending--;
		const errors = { code: 'pending_processing', message: 'The request is being processed' };
		return { status: 200, body: { status: 'PENDING', errors } };
	}
	return { status: 200, body: { status: 'OK', payload: row.answer } };
}

function send(
	state: SessionMState,
	body: z.infer<typeof transactionBody>,
	call: Call,
): HttpResponse {
	requireStore(state, body);
	const { request_id: requestId, request_payload: payload } = body;
	const known = state.transactions.get(requestId);
	if (known) {
		known.repeats++;
		state.repeatedTransactions++;
		return answerTo(known);
	}
	const user = payer(state, payload);
	requireOriginal(state, user, payload);
	const applied = offersOf(state, user, payload);
	const { points, completed, offers } = outcome(state, user, payload);
	for (const issued of applied) state.wallets.redeem(issued);
	const row: TransactionRow = {
		requestId,
		user: user?.id ?? null,
		externalId: user?.externalId ?? null,
		transactionId: payload.transaction_id,
		fromTransactionId: payload.from_transaction_id || null,
		subtotal: payload.subtotal,
		items: payload.items,
		points,
		completed,
		redeemed: applied.map(({ id }) => id),
		request: call.n,
		repeats: 0,
		answer: {
			transaction_id: payload.transaction_id,
			points_earned: points,
			completed_campaigns: completed,
			user_offers: offers,
		},
		pending: state.settings.pendingAnswers,
	};
	state.transactions.set(requestId, row);
	return answerTo(row);
}

/** A redeemed offer can be used again; the answer has no payload. */
function reinstate(state: SessionMState, body: z.infer<typeof reinstateBody>): HttpResponse {
	requireStore(state, body);
	const issued = state.wallets.get(body.request_payload.user_offer_id);
	if (issued?.status !== 'redeemed') {
		throw fail(state, 400, 'user_offer_not_redeemed', 'No such offer is redeemed');
	}
	state.wallets.reinstate(issued);
	return { status: 200, body: { status: 'OK' } };
}

/** POS: transactions, and offers taken back. */
export const posEndpoints: Array<Endpoint<SessionMState>> = [
	bodyEndpoint('pos', 'transaction', ['POST', '/api/2.0/send_transaction'], transactionBody, send),
	bodyEndpoint('pos', 'reinstate', ['POST', '/api/2.0/reinstate'], reinstateBody, reinstate),
];
