import lodash from 'lodash';
import type { Collection, Vendor } from '../shared/vendor.mts';
import { connectEndpoints, offerAnswer } from './connect.mts';
import { coreEndpoints, userAnswer } from './core.mts';
import { posEndpoints } from './pos.mts';
import { errorBody } from './service.mts';
import { sessionMSettings, type SessionMSettings } from './settings.mts';
import { SessionMState, type User, type UserOffer } from './state.mts';

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
	...userAnswer(user),
	externalId: user.externalId,
	tags: Object.fromEntries(user.tags),
	completed: user.completed,
	writes: user.writes.length,
});

/** A customer with the fields that were sent, as they stand. */
export type CustomerRow = ReturnType<typeof userRow> & { [field: string]: unknown };

const offerRow = (state: SessionMState, offer: UserOffer) => ({
	...offerAnswer(offer),
	user: offer.user,
	externalId: state.users.get(offer.user)!.externalId,
});

/** An offer in a customer's wallet. */
export type OfferRow = ReturnType<typeof offerRow>;

function collection(list: (state: SessionMState) => object[]): Collection<SessionMState> {
	return { rows: list, newest: (state, count) => list(state).slice(-count).reverse() };
}

/**
 * SessionM's three services, below `/core`, `/connect` and `/pos`, each with its own key; after document 004 and
 * CONTRACTS 3.
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
		/** an error under HTTP 200 (CONTRACTS 3.6: "check status even on HTTP 200") */
		statusError: () => ({ status: 200, body: errorBody('internal_error', 'Something went wrong') }),
	},
	summary: (state) => ({
		customers: state.users.size,
		customersByExternalId: state.byExternalId.size,
		customerWrites: lodash.sumBy([...state.users.values()], ({ writes }) => writes.length),
		transactions: state.transactions.size,
		repeatedTransactions: state.repeatedTransactions,
		offers: state.userOffers.length,
		deposits: state.deposits.length,
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
		transactions: collection(({ transactions }) => [...transactions.values()]),
		offers: collection((state) => state.userOffers.map((offer) => offerRow(state, offer))),
		deposits: collection(({ deposits }) => deposits),
		purchases: collection(({ purchases }) => purchases),
		events: collection(({ events }) => events),
		messages: collection(({ messages }) => messages.rows),
	},
	page: new URL('./page.js', import.meta.url),
} satisfies Vendor<SessionMState, SessionMSettings>;
