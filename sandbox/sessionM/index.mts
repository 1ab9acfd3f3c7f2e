import lodash from 'lodash';
import { listCollection, type Callback, type Vendor } from '../shared/vendor.mts';
import { connectEndpoints } from './connect.mts';
import { coreEndpoints, userView } from './core.mts';
import { posEndpoints } from './pos.mts';
import { samples } from './samples.mts';
import { errorBody } from './service.mts';
import { sessionMSettings, type SessionMSettings } from './settings.mts';
import { SessionMState, type User } from './state.mts';
import { userOfferView, type IssuedOffer } from './wallets.mts';

const ACCOUNT = [
	'coreApiKey',
	'coreApiSecret',
	'connectApiKey',
	'connectApiSecret',
	'posApiKey',
	'posApiSecret',
	'retailerId',
	'storeId',
	'clientId',
	'pointSourceId',
	'pointAccountId',
] as const;

const userRow = (user: User) => ({
	...userView(user),
	externalId: user.externalId,
	tags: Object.fromEntries(user.tags),
	lifetimePoints: user.lifetimePoints,
	completed: user.completed,
	writes: user.writes.length,
});

/** A customer with the fields that were sent, as they stand. */
export type CustomerRow = ReturnType<typeof userRow> & { [field: string]: unknown };

const offerRow = (state: SessionMState, offer: IssuedOffer) => ({
	...userOfferView(offer),
	user: offer.user,
	externalId: state.users.get(offer.user)!.externalId,
});

/** An offer in a customer's wallet, also when it is redeemed or revoked. */
export type OfferRow = ReturnType<typeof offerRow>;

const messages: Callback<SessionMSettings> = {
	title: 'Messages',
	read({ messages: given }) {
		const [headerName, headerValue] = Object.entries(given?.headers ?? {})[0] ?? [null, null];
		return { url: given?.url ?? null, headerName, headerValue };
	},
	write(_, { url, headerName, headerValue }) {
		const headers =
			headerName !== null && headerValue !== null ? { [headerName]: headerValue } : {};
		return { messages: { url, headers } };
	},
};

/**
 * SessionM's three services, below `/core`, `/connect` and `/pos`, each with its own key;
 * docs/contracts/sessionM.md is the contract.
 */
export const sessionM = {
	name: 'sessionM',
	title: 'SessionM (Mastercard)',
	settings: sessionMSettings,
	create: (settings) => new SessionMState(settings),
	configure: (state, settings) => state.configure(settings),
	credentials: ({ settings }) => lodash.pick(settings, ACCOUNT),
	// Each endpoint asks for the key of its own service.
	authorize: () => undefined,
	endpoints: [...coreEndpoints, ...connectEndpoints, ...posEndpoints],
	faults: {
		/** an error under HTTP 200 */
		statusError: () => ({ status: 200, body: errorBody('internal_error', 'Something went wrong') }),
	},
	summary: (state) => ({
		customers: state.users.size,
		customersByExternalId: state.byExternalId.size,
		customerWrites: lodash.sumBy([...state.users.values()], ({ writes }) => writes.length),
		transactions: state.transactions.size,
		repeatedTransactions: state.repeatedTransactions,
		offers: state.wallets.all.length,
		offersRedeemed: state.wallets.all.filter(({ status }) => status === 'redeemed').length,
		deposits: state.deposits.length,
		spent: state.spent.length,
		purchases: state.purchases.length,
		events: state.events.length,
		points: lodash.sumBy([...state.users.values()], 'points'),
		messages: state.messages.rows.length,
		messagesDelivered: state.messages.rows.filter(({ delivered }) => delivered).length,
		keysRejected: state.keysRejected,
	}),
	collections: {
		customers: {
			rows: ({ users }) => [...users.values()].map(userRow),
			newest: ({ users }, count) => [...users.values()].slice(-count).reverse().map(userRow),
			find: ({ byExternalId }, id) => {
				const user = byExternalId.get(id);
				return user && userRow(user);
			},
		},
		transactions: listCollection(({ transactions }: SessionMState) => [...transactions.values()]),
		offers: listCollection((state: SessionMState) =>
			state.wallets.all.map((offer) => offerRow(state, offer)),
		),
		deposits: listCollection(({ deposits }: SessionMState) => deposits),
		spent: listCollection(({ spent }: SessionMState) => spent),
		purchases: listCollection(({ purchases }: SessionMState) => purchases),
		events: listCollection(({ events }: SessionMState) => events),
		messages: listCollection((state: SessionMState) => state.messages.rows),
	},
	callbacks: { messages },
	samples,
	page: new URL('./page.js', import.meta.url),
} satisfies Vendor<SessionMState, SessionMSettings>;
