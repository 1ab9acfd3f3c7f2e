import { z } from 'zod/v4';
import type { Call, Endpoint, HttpResponse } from '../shared/vendor.mts';
import { issueStatus, paging } from './offers.mts';
import { bodyEndpoint, fail, ok, userOf, who } from './service.mts';
import type { OfferSettings } from './shop.mts';
import type { SessionMState, User } from './state.mts';
import { failReasons } from './wallets.mts';

const storesBody = z.object({ ...who, include_point_balances: z.boolean().optional() }).strict();

/** At most 100 stores; the names of its filters are not documented. */
const storeOffersBody = z
	.object({ ...who, reward_store_ids: z.array(z.string()).min(1).max(100), ...paging })
	.strict();

/** A point account is required; the other fields are the sandbox's own. */
const purchaseBody = z
	.object({
		...who,
		offer_id: z.string(),
		reward_store_id: z.string().optional(),
		point_account_ids: z.array(z.string()).min(1),
	})
	.strict();

const forSale = ({ settings }: SessionMState) =>
	settings.offers.filter(
		(offer): offer is OfferSettings & { points: number } => offer.points !== undefined,
	);

const storeIds = ({ settings }: SessionMState): string[] => [
	settings.rewardStoreId,
	...settings.furtherStores,
];

/** The names of the fields of an answer are not documented: these are the sandbox's own. */
function getUserRewardStores(state: SessionMState, body: z.infer<typeof storesBody>): HttpResponse {
	const user = userOf(state, body);
	const { pointAccountId } = state.settings;
	return ok({
		user_id: user.id,
		reward_stores: storeIds(state).map((id) => ({
			id,
			name: 'Fancy Fries rewards',
			point_account_ids: [pointAccountId],
		})),
		...(body.include_point_balances === true && {
			point_balances: [{ point_account_id: pointAccountId, available_balance: user.points }],
		}),
	});
}

function getRewardStoreOffers(
	state: SessionMState,
	body: z.infer<typeof storeOffersBody>,
): HttpResponse {
	userOf(state, body);
	const asked = storeIds(state).filter((id) => body.reward_store_ids.includes(id));
	const offers = asked.flatMap((store) => forSale(state).map((offer) => ({ store, offer })));
	return ok({
		reward_store_offers: offers.slice(body.skip, body.skip + body.take).map(({ store, offer }) => ({
			reward_store_id: store,
			offer_id: offer.id,
			root_offer_id: offer.id,
			name: offer.name,
			description: offer.description,
			price: offer.points,
		})),
		total_records: offers.length,
	});
}

/** Spends the points and issues the offer in one. What cannot be bought is told in `fail_reason`, as for `issue`. */
function purchase(
	state: SessionMState,
	body: z.infer<typeof purchaseBody>,
	call: Call,
): HttpResponse {
	const user = userOf(state, body);
	const { pointAccountId } = state.settings;
	if (!body.point_account_ids.includes(pointAccountId)) {
		throw fail(state, 400, 'point_account_not_found', 'There is no such point account');
	}
	const offer = forSale(state).find(({ id }) => id === body.offer_id);
	const reason = purchaseFailReason(state, user, offer);
	if (!offer || reason !== failReasons.none) {
		return ok({ status_list: [issueStatus(user, body.offer_id, reason)] });
	}
	user.points -= offer.points;
	const issued = state.wallets.issue(user, offer, 'rewards store');
	state.purchases.push({
		user: user.id,
		externalId: user.externalId,
		offer: offer.id,
		rewardStore: body.reward_store_id,
		points: offer.points,
		request: call.n,
	});
	return ok({ status_list: [issueStatus(user, offer.id, issued)] });
}

function purchaseFailReason(
	state: SessionMState,
	user: User,
	offer: (OfferSettings & { points: number }) | undefined,
): number {
	const reason = state.wallets.failReason(user, offer);
	if (reason !== failReasons.none || !offer) return reason;
	return user.points < offer.points ? failReasons.tooFewPoints : failReasons.none;
}

const at = (path: string) => ['POST', `/offers/api/2.0/offers/rewardstores/${path}`] as const;

/** The rewards store of the account. */
export const storeEndpoints: Array<Endpoint<SessionMState>> = [
	bodyEndpoint('connect', 'stores', at('get_user_reward_stores'), storesBody, getUserRewardStores),
	bodyEndpoint(
		'connect',
		'stores.offers',
		at('get_reward_store_offers'),
		storeOffersBody,
		getRewardStoreOffers,
	),
	bodyEndpoint('connect', 'purchase', at('purchase_offer'), purchaseBody, purchase),
];
