import { z } from 'zod/v4';
import { parseJson } from '../shared/json.mts';
import {
	HttpError,
	type HttpResponse,
	type Call,
	type Endpoint,
	type Vendor,
} from '../shared/vendor.mts';
import { entryKinds } from './entries.mts';
import { endpointsOf, limitExceeded, requireJson } from './receive.mts';
import { waiSettings, type WaiSettings } from './settings.mts';
import { createState, type WaiState } from './state.mts';
import { bearerToken, tokenDate } from './tokens.mts';

const keyBody = z.object({ key: z.string() }).strict();
const unauthorized = () => new HttpError(401, 'Unauthorized', { 'www-authenticate': 'Bearer' });

/** POST /auth/Token/apikey (wai 4.3) */
const token: Endpoint<WaiState> = {
	name: 'token',
	method: 'POST',
	path: '/auth/Token/apikey',
	open: true,
	handle: ({ settings, tokens }, call) => {
		requireJson(call);
		const body = keyBody.safeParse(parseJson(call.body).value);
		if (!body.success) throw new HttpError(400, 'The body must be {"key": "…"}');
		if (body.data.key !== settings.apiKey) {
			tokens.rejected++;
			throw new HttpError(401, { authenticated: false });
		}
		const { token, expiresAt } = tokens.issue(settings.tokenTtlSeconds, settings.tokenMaxRequests);
		return {
			status: 200,
			body: { authenticated: true, token, tokenExpires: tokenDate(expiresAt) },
		};
	},
};

/** GET /api/Campaign/campaigns (wai 4.10) */
const campaignList: Endpoint<WaiState> = {
	name: 'campaign.list',
	method: 'GET',
	path: '/api/Campaign/campaigns',
	handle: ({ settings }, { query }) => {
		const { filterEnabled, ...others } = query;
		if (Object.keys(others).length > 0)
			throw new HttpError(400, 'Only filterEnabled is documented');
		if (![undefined, 'true', 'false'].includes(filterEnabled as string))
			throw new HttpError(400, 'filterEnabled must be true or false');
		return {
			status: 200,
			body: settings.campaigns.filter(({ enabled }) => enabled || filterEnabled !== 'true'),
		};
	},
};

function authorize({ tokens }: WaiState, call: Call): void {
	if (!tokens.admit(bearerToken(call.headers.authorization) ?? '')) throw unauthorized();
}

/** The token ends at this moment, whatever its expiry said. */
function expireToken({ tokens }: WaiState, call: Call): HttpResponse {
	tokens.revoke(bearerToken(call.headers.authorization) ?? '');
	return unauthorized().response;
}

/** Wiraya Activation Intelligence; docs/contracts/wai.md is the contract. */
export const wai = {
	name: 'wai',
	title: 'WAI (Wiraya)',
	settings: waiSettings,
	create: createState,
	configure: (state, settings) => (state.settings = settings),
	credentials: ({ settings }) => ({ apiKey: settings.apiKey }),
	authorize,
	endpoints: [token, ...entryKinds.flatMap(endpointsOf), campaignList],
	faults: { expireToken, limitExceeded: () => ({ status: 400, body: limitExceeded }) },
	summary: ({ ledger, tokens }) => ({
		...ledger.summary(),
		tokensIssued: tokens.issued,
		keysRejected: tokens.rejected,
	}),
	collections: {
		contacts: {
			rows: ({ ledger }) => ledger.contactRows(),
			newest: ({ ledger }, count) => ledger.newestContacts(count),
			find: ({ ledger }, id) => ledger.contact(id),
		},
		memberships: {
			rows: ({ ledger }) => ledger.membershipRows(),
			newest: ({ ledger }, count) => ledger.newestMemberships(count),
		},
		events: {
			rows: ({ ledger }) => ledger.eventRows(),
			newest: ({ ledger }, count) => ledger.newestEvents(count),
		},
		metrics: {
			rows: ({ ledger }) => ledger.metricRows(),
			newest: ({ ledger }, count) => ledger.newestMetrics(count),
		},
	},
	actions: { expireTokens: ({ tokens }) => ({ expired: tokens.revokeAll() }) },
	page: new URL('./page.js', import.meta.url),
} satisfies Vendor<WaiState, WaiSettings>;
