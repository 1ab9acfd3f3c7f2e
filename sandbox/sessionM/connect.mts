import { z } from 'zod/v4';
import type { HttpResponse, Call, Endpoint } from '../shared/vendor.mts';
import { endpoint, noUser, readBody, refuse } from './service.mts';
import type { SessionMState, User, UserOffer } from './state.mts';

const who = { retailer_id: z.string(), user_id: z.string(), culture: z.string().optional() };

/** ≤ 1000 a call (CONTRACTS 3.4). */
const offersBody = z
	.object({ ...who, skip: z.number().int().nonnegative(), take: z.number().int().min(1).max(1000), include_pending_extended_data: z.boolean().optional() })
	.strict();

const purchaseBody = z
	.object({ ...who, offer_id: z.string(), reward_store_id: z.string().optional(), point_account_ids: z.array(z.string()).min(1) })
	.strict();

const depositBody = z
	.object({
		...who,
		deposit_details: z
			.array(
				z
					.object({
						point_source_id: z.string(),
						amount: z.number().positive(),
						point_account_id: z.string(),
						reference_id: z.string(),
						reference_type: z.string().optional(),
						rank: z.number().int().optional(),
					})
					.strict(),
			)
			.min(1),
		allow_partial_success: z.boolean().optional(),
		disable_event_publishing: z.boolean().optional(),
	})
	.strict();

const balanceBody = z.object(who).strict();
const eventBody = z.object({ ...who, event_lookup: z.string().min(1), include_progress: z.boolean().optional() }).strict();

/** The retailer and the customer of a body; only SessionM's own id is taken (CONTRACTS 3.4). */
function userOf(state: SessionMState, body: { retailer_id: string; user_id: string }): User {
	if (body.retailer_id !== state.settings.retailerId) throw refuse(state, 400, 'retailer_not_found', 'There is no such retailer');
	const user = state.users.get(body.user_id);
	if (!user) throw noUser(state);
	return user;
}

const ok = (payload: object): HttpResponse => ({ status: 200, body: { status: 'ok', payload } });

export function offerAnswer({ id, offer, issuedAt, expiresAt, source }: UserOffer) {
	return {
		id,
		offer_id: offer.id,
		name: offer.name,
		description: offer.description,
		status: 'issued',
		source,
		acquire_date: new Date(issuedAt).toISOString(),
		redemption_end_date: new Date(expiresAt).toISOString(),
	};
}

function getUserOffers(state: SessionMState, call: Call): HttpResponse {
	const body = readBody(state, call, offersBody);
	const user = userOf(state, body);
	const offers = state.offersOf(user);
	return ok({
		user_id: user.id,
		user_offers: offers.slice(body.skip, body.skip + body.take).map(offerAnswer),
		total_records: offers.length,
		available_points: user.points,
	});
}

function purchase(state: SessionMState, call: Call): HttpResponse {
	const body = readBody(state, call, purchaseBody);
	const user = userOf(state, body);
	const offer = state.settings.offers.find(({ id }) => id === body.offer_id);
	if (offer?.points === undefined) throw refuse(state, 404, 'offer_not_found', 'The offer is not for sale');
	if (!body.point_account_ids.includes(state.settings.pointAccountId)) throw refuse(state, 400, 'point_account_not_found', 'There is no such point account');
	if (user.points < offer.points) throw refuse(state, 400, 'insufficient_points', 'The customer has too few points');
	user.points -= offer.points;
	const issued = state.issue(user, offer.id, 'rewards store')!;
	state.purchases.push({ user: user.id, externalId: user.externalId, offer: offer.id, rewardStore: body.reward_store_id, points: offer.points, request: call.n });
	return ok({ user_offer: offerAnswer(issued), available_points: user.points });
}

function deposit(state: SessionMState, call: Call): HttpResponse {
	const body = readBody(state, call, depositBody);
	const user = userOf(state, body);
	const { pointSourceId, pointAccountId } = state.settings;
	for (const detail of body.deposit_details) {
		if (detail.point_source_id !== pointSourceId) throw refuse(state, 400, 'point_source_not_found', 'There is no such point source');
		if (detail.point_account_id !== pointAccountId) throw refuse(state, 400, 'point_account_not_found', 'There is no such point account');
	}
	for (const { amount, reference_id: reference } of body.deposit_details) {
		user.points += amount;
		// Whether a reference counts only once is not verified: here each deposit counts.
		state.deposits.push({ user: user.id, externalId: user.externalId, amount, reference, request: call.n });
	}
	return ok({ user_id: user.id, available_points: user.points });
}

function balance(state: SessionMState, call: Call): HttpResponse {
	const user = userOf(state, readBody(state, call, balanceBody));
	return ok({ total_points: user.points, available_points: user.points });
}

function allBalances(state: SessionMState, call: Call): HttpResponse {
	const user = userOf(state, readBody(state, call, balanceBody));
	return ok({ point_accounts: [{ point_account_id: state.settings.pointAccountId, available_points: user.points }] });
}

function triggerEvent(state: SessionMState, call: Call): HttpResponse {
	const body = readBody(state, call, eventBody);
	const user = userOf(state, body);
	state.events.push({ user: user.id, externalId: user.externalId, event: body.event_lookup, request: call.n });
	return ok({ event_lookup: body.event_lookup });
}

/** Connect: offers, points, events (CONTRACTS 3.4). */
export const connectEndpoints: Array<Endpoint<SessionMState>> = [
	endpoint('connect', 'offers', 'POST', '/offers/api/2.0/offers/get_user_offers', getUserOffers),
	endpoint('connect', 'purchase', 'POST', '/offers/api/2.0/offers/rewardstores/purchase_offer', purchase),
	endpoint('connect', 'deposit', 'POST', '/incentives/api/1.0/user_points/deposit', deposit),
	endpoint('connect', 'deposit', 'POST', '/incentives/api/2.0/user_points/deposit', deposit),
	endpoint('connect', 'balance', 'POST', '/incentives/api/1.0/user_points/balance', balance),
	endpoint('connect', 'allBalances', 'POST', '/incentives/api/1.0/user_points/all_balances', allBalances),
	endpoint('connect', 'event', 'POST', '/incentives/api/1.0/user_events/trigger_user_event', triggerEvent),
];
