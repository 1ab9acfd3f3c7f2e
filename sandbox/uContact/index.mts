import { HttpError, listCollection, type Call, type Vendor } from '../shared/vendor.mts';
import { automationCollections, automationEndpoints, lists, startList } from './automation.mts';
import { forwardedEndpoints } from './forwarded.mts';
import { legacyEndpoints } from './legacy.mts';
import { uContactSettings, type UContactSettings } from './settings.mts';
import { createState, type UContactState } from './state.mts';

/** An API token, or a session's token (uContact 5.1). */
function authorize({ settings, sessions }: UContactState, { headers }: Call): void {
	const [scheme, token = ''] = (headers.authorization ?? '').split(' ');
	if (scheme === 'Bearer' && token === settings.apiToken) return;
	const used = sessions.get(token);
	const max = settings.sessionRequests ?? Number.POSITIVE_INFINITY;
	if (scheme !== 'Basic' || used === undefined || used >= max)
		throw new HttpError(401, 'Unauthorized');
	sessions.set(token, used + 1);
}

/** Ends every session before its time. */
function expireTokens({ sessions }: { sessions: Map<string, number> }): { expired: number } {
	const { size } = sessions;
	sessions.clear();
	return { expired: size };
}

function summary(state: UContactState) {
	const { base, forwarded, uploads, signIns } = state;
	return {
		rows: base.length,
		uploads,
		forwarded: forwarded.length,
		signIns,
		lists: lists(state).length,
		leads: state.received.reduce((sum, { contacts }) => sum + contacts.length, 0),
	};
}

/** uContact (net2phone, Integra CCS); docs/contracts/uContact.md is the contract. */
export const uContact = {
	name: 'uContact',
	title: 'uContact',
	settings: uContactSettings,
	create: createState,
	configure: (state, settings) => (state.settings = settings),
	credentials: ({ settings: { user, password, apiToken } }) => ({ user, password, apiToken }),
	authorize,
	endpoints: [...legacyEndpoints, ...forwardedEndpoints, ...automationEndpoints],
	faults: { zero: () => ({ status: 200, body: '0' }) },
	summary,
	collections: {
		base: listCollection((state: UContactState) => state.base),
		...automationCollections,
		forwarded: listCollection((state: UContactState) => state.forwarded),
	},
	actions: { expireTokens, startList },
	page: new URL('./page.js', import.meta.url),
} satisfies Vendor<UContactState, UContactSettings>;
