import type { Call, Endpoint, HttpResponse } from '../shared/vendor.mts';
import { allowQuery, endpoint, fail, userOfPath } from './service.mts';
import type { CampaignSettings } from './shop.mts';
import { isEligible, type SessionMState } from './state.mts';

/** SessionM's task page has `section[]`, `creatives[]` and `filters[]`; an integration sends the others. */
const QUERY = [
	'section[]',
	'creatives[]',
	'filters[]',
	'sections',
	'creatives',
	'page',
	'auth_token',
];

function campaignView({ id, name, description, outcome }: CampaignSettings) {
	const payload = outcome.offer === undefined ? {} : { offer_id: outcome.offer };
	return { id, name, description, custom_payload: payload };
}

function noCampaign(state: SessionMState) {
	return fail(state, 404, 'no_active_campaign_found', 'No campaign is active');
}

/** The kinds of creatives that are asked for: as a list of SessionM's, or as an integration sends it. */
function creativesOf({ query }: Call): (kind: CampaignSettings['kind']) => boolean {
	const asked = [query['creatives[]'], query.creatives].flat().flatMap((value) =>
		String(value ?? '')
			.split(',')
			.filter(Boolean),
	);
	// "tiles,promotion" of an integration: some in the plural.
	return (kind) => asked.length === 0 || asked.some((one) => one === kind || one === `${kind}s`);
}

/** A customer's campaigns, by kind: an integration takes anything but an object for an error. */
function campaignsOfUser(state: SessionMState, call: Call): HttpResponse {
	allowQuery(state, call, QUERY);
	const user = userOfPath(state, call);
	const isAsked = creativesOf(call);
	const eligible = state.settings.campaigns.filter(
		(campaign) => isAsked(campaign.kind) && isEligible(campaign, user),
	);
	if (eligible.length === 0) throw noCampaign(state);
	const ofKind = (kind: CampaignSettings['kind']) =>
		eligible.filter((campaign) => campaign.kind === kind).map(campaignView);
	const campaigns =
		state.settings.customerCampaigns === 'list'
			? eligible.map(campaignView)
			: { tiles: ofKind('tile'), promotions: ofKind('promotion') };
	return { status: 200, body: { status: 'ok', campaigns } };
}

/** The app's campaigns come in pages, counted from 1. */
function campaignsOfApp(state: SessionMState, call: Call): HttpResponse {
	allowQuery(state, call, QUERY);
	const { campaigns, campaignsPerPage: size } = state.settings;
	const page = Number(call.query.page ?? 1);
	if (!Number.isInteger(page) || page < 1) {
		throw fail(state, 400, 'invalid_parameter', 'page must be a number from 1');
	}
	if (campaigns.length === 0) throw noCampaign(state);
	return {
		status: 200,
		body: {
			status: 'ok',
			page,
			page_size: size,
			number_of_pages: Math.ceil(campaigns.length / size),
			campaigns: campaigns.slice((page - 1) * size, page * size).map(campaignView),
		},
	};
}

/** The three routes to campaigns, in both versions that SessionM documents (sessionM 3.3). */
export const campaignEndpoints: Array<Endpoint<SessionMState>> = ['v1', 'v2'].flatMap((version) => {
	const app = `/priv/${version}/apps/:apiKey`;
	const ofUser = [
		['campaigns.user', `${app}/users/:userId/campaigns`],
		['campaigns.external', `${app}/external/users/:externalId/campaigns`],
	] as const;
	return [
		...ofUser.map(([name, path]) => endpoint('core', name, 'GET', path, campaignsOfUser)),
		endpoint('core', 'campaigns.app', 'GET', `${app}/campaigns`, campaignsOfApp),
	];
});
