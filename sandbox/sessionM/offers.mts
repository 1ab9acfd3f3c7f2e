import { z } from 'zod/v4';
import type { Endpoint, HttpResponse } from '../shared/vendor.mts';
import { bodyEndpoint, fail, ok, requireRetailer, userOf, who } from './service.mts';
import type { SessionMState, User } from './state.mts';
import { failReasons, userOfferView, type IssuedOffer } from './wallets.mts';

/** Skip and take of a list; a page holds 1,000 rows at most. */
export const paging = {
	skip: z.number().int().nonnegative(),
	take: z.number().int().min(1).max(1000),
};

const walletBody = z
	.object({ ...who, ...paging, include_pending_extended_data: z.boolean().optional() })
	.strict();
const issueBody = z
	.object({
		...who,
		offer_id: z.string().min(1),
		quantity: z.number().int().positive().default(1),
		issue_exact_version: z.boolean().optional(),
	})
	.strict();
const revokeBody = z
	.object({
		retailer_id: z.string(),
		user_offer_id: z.string().min(1),
		reason: z.string().optional(),
	})
	.strict();
const updateBody = z
	.object({
		...who,
		user_offer_id: z.string().min(1),
		custom_data: z.string().nullable().optional(),
		remain_pending_extended_data: z.boolean().optional(),
		update_redemption_dates: z.boolean().optional(),
	})
	.strict();
const manualRedeemBody = z
	.object({
		retailer_id: z.string(),
		user_offer_id: z.string().min(1),
		force_redeem: z.boolean().optional(),
	})
	.strict();
/** Of a line, these are what a test suite of SessionM sends. */
const redeemLine = z.looseObject({
	pos_item_key: z.string(),
	quantity: z.number(),
	sub_total: z.number(),
});
const redeemBody = z
	.object({
		...who,
		user_offer_id: z.string().min(1),
		transaction: z.object({ items: z.array(redeemLine).min(1) }).strict(),
	})
	.strict();
const detailsBody = z
	.object({ retailer_id: z.string(), offer_ids: z.array(z.string()).min(1), ...paging })
	.strict();

type Body<Schema extends z.ZodType> = z.infer<Schema>;

function getUserOffers(state: SessionMState, body: Body<typeof walletBody>): HttpResponse {
	const user = userOf(state, body);
	const offers = state.wallets.of(user);
	return ok({
		user_id: user.id,
		user_offers: offers.slice(body.skip, body.skip + body.take).map(userOfferView),
		total_records: offers.length,
		offer_groups: [],
		offer_categories: [],
		total_points: user.points,
		available_points: user.points,
	});
}

/** One entry of `status_list`: what became of an offer that was to be issued. */
export function issueStatus(user: User, offerId: string, issued: IssuedOffer | number) {
	const isIssued = typeof issued !== 'number';
	return {
		user_id: user.id,
		user_offer_id: isIssued ? issued.id : null,
		offer_id: offerId,
		root_offer_id: offerId,
		pending_extended_data: false,
		fail_reason: isIssued ? failReasons.none : issued,
	};
}

/** An offer that cannot be issued is told under HTTP 200 and "ok", in its `fail_reason`. */
function issue(state: SessionMState, body: Body<typeof issueBody>): HttpResponse {
	const user = userOf(state, body);
	const offer = state.wallets.offer(body.offer_id);
	const reason = state.wallets.failReason(user, offer, body.quantity);
	const issued = Array.from({ length: body.quantity }, () =>
		reason === failReasons.none ? state.wallets.issue(user, offer!, 'issued by API') : reason,
	);
	return ok({ status_list: issued.map((one) => issueStatus(user, body.offer_id, one)) });
}

/** An offer of some wallet. */
function issuedOffer(
	state: SessionMState,
	{ retailer_id: retailer, user_offer_id: id }: { retailer_id: string; user_offer_id: string },
): IssuedOffer {
	requireRetailer(state, retailer);
	const issued = state.wallets.get(id);
	if (!issued) throw fail(state, 404, 'user_offer_not_found', 'No customer has this offer');
	return issued;
}

function usableOffer(state: SessionMState, body: { retailer_id: string; user_offer_id: string }) {
	const issued = issuedOffer(state, body);
	if (state.wallets.isUsable(issued)) return issued;
	const why = issued.status === 'issued' ? 'expired' : issued.status;
	throw fail(state, 400, `user_offer_${why}`, `The offer is ${why}`);
}

function revoke(state: SessionMState, body: Body<typeof revokeBody>): HttpResponse {
	const issued = usableOffer(state, body);
	issued.status = 'revoked';
	return ok({ user_offer_id: issued.id });
}

function update(state: SessionMState, body: Body<typeof updateBody>): HttpResponse {
	const user = userOf(state, body);
	const issued = issuedOffer(state, body);
	if (issued.user !== user.id) {
		throw fail(state, 404, 'user_offer_not_found', 'The customer does not have this offer');
	}
	if (body.custom_data !== undefined) issued.customData = body.custom_data;
	return ok({ user_offer: userOfferView(issued) });
}

function manualRedeem(state: SessionMState, body: Body<typeof manualRedeemBody>): HttpResponse {
	const issued = usableOffer(state, body);
	state.wallets.redeem(issued);
	return ok({ user_offer: userOfferView(issued) });
}

function redeem(state: SessionMState, body: Body<typeof redeemBody>): HttpResponse {
	const user = userOf(state, body);
	const issued = usableOffer(state, body);
	if (issued.user !== user.id) {
		throw fail(state, 404, 'user_offer_not_found', 'The customer does not have this offer');
	}
	state.wallets.redeem(issued);
	return ok({
		offer_id: issued.offer.id,
		user_offer_id: issued.id,
		user_id: user.id,
		message: 'The offer was applied to the check',
	});
}

function fetchDetails(state: SessionMState, body: Body<typeof detailsBody>): HttpResponse {
	requireRetailer(state, body.retailer_id);
	const found = state.settings.offers.filter(({ id }) => body.offer_ids.includes(id));
	const results = found.slice(body.skip, body.skip + body.take).map((offer) => {
		const { acquired, redeemed } = state.wallets.countsOf(offer.id);
		const total = offer.inventory ?? null;
		return {
			offer_id: offer.id,
			name: offer.name,
			description: offer.description,
			acquisition_count: acquired,
			redemption_count: redeemed,
			total_inventory: total,
			available_inventory_remaining: total === null ? null : total - acquired,
		};
	});
	return ok({ results });
}

const at = (path: string) => ['POST', `/offers/api/2.0/offers/${path}`] as const;

/** The offers of wallets. Paths and bodies are those of integrations; that of `redeem` follows from its neighbour. */
export const offerEndpoints: Array<Endpoint<SessionMState>> = [
	bodyEndpoint('connect', 'offers', at('get_user_offers'), walletBody, getUserOffers),
	bodyEndpoint('connect', 'offers.issue', at('acquisition/issue'), issueBody, issue),
	bodyEndpoint('connect', 'offers.revoke', at('acquisition/revoke'), revokeBody, revoke),
	bodyEndpoint('connect', 'offers.update', at('acquisition/update'), updateBody, update),
	bodyEndpoint('connect', 'offers.redeem', at('redemption/redeem'), redeemBody, redeem),
	bodyEndpoint(
		'connect',
		'offers.manualRedeem',
		at('redemption/manual_redeem'),
		manualRedeemBody,
		manualRedeem,
	),
	bodyEndpoint('connect', 'offers.details', at('fetch_offers_details'), detailsBody, fetchDetails),
];
