import { HttpError, type Sample } from '../shared/vendor.mts';
import type { SessionMState, User } from './state.mts';

const fields = [{ name: 'externalId', title: 'Customer', default: 'C-SAMPLE' }];

/** The customer of that external id, or a new one. */
function customer(state: SessionMState, externalId: string): User {
	const known = state.byExternalId.get(externalId);
	if (known) return known;
	const user = state.addUser(externalId, 0);
	const email = `${externalId.toLowerCase()}@example.com`;
	Object.assign(user.fields, { email, first_name: 'Sam', opted_in: true });
	return user;
}

/** A wallet with an offer of the account in it. @returns ids of the messages that it brought */
function issue(state: SessionMState, user: User): string[] {
	const before = state.messages.rows.length;
	const offer = state.settings.offers.find((one) => state.wallets.failReason(user, one) === 0);
	if (!offer) throw new HttpError(400, 'The account has no offer left for this customer');
	state.wallets.issue(user, offer, 'Sample');
	return state.messages.rows.slice(before).map(({ id }) => id);
}

function expire(state: SessionMState, user: User): string[] {
	if (state.wallets.of(user).length === 0) issue(state, user);
	const before = state.messages.rows.length;
	state.sayExpiring(state.wallets.of(user).at(-1)!);
	return state.messages.rows.slice(before).map(({ id }) => id);
}

/** Each kind of message that leaves the account (sessionM 3.7). */
export const samples: Array<Sample<SessionMState>> = [
	{
		name: 'welcome',
		title: 'Welcome message',
		callback: 'messages',
		fields,
		send: (state, { externalId }) => [
			state.messages.send(state, 'welcome', customer(state, externalId!)).id,
		],
	},
	{
		name: 'offer_issued',
		title: 'Offer issued',
		callback: 'messages',
		fields,
		send: (state, { externalId }) => issue(state, customer(state, externalId!)),
	},
	{
		name: 'offer_expiring',
		title: 'Offer about to expire',
		callback: 'messages',
		fields,
		send: (state, { externalId }) => expire(state, customer(state, externalId!)),
	},
];
