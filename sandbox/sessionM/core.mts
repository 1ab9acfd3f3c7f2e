import { z } from 'zod/v4';
import type { Call, Endpoint, HttpResponse } from '../shared/vendor.mts';
import { campaignEndpoints } from './campaigns.mts';
import { allowQuery, bodyEndpoint, endpoint, fail, userOfPath } from './service.mts';
import type { SessionMState, User } from './state.mts';

const words = z.string().nullable().optional();
const phoneNumber = z
	.object({
		phone_number: z.string().regex(/\d/),
		phone_type: z.string().optional(),
		preference_flags: z.array(z.string()).optional(),
	})
	.strict();

/** Fields seen in integrations; `opted_in` is a boolean in one and a string in another. */
const userFields = z
	.object({
		external_id: z.string().min(1).optional(),
		external_id_type: words,
		email: z
			.string()
			.regex(/^\S+@\S+$/, 'is invalid')
			.optional(),
		first_name: words,
		last_name: words,
		gender: words,
		dob: z
			.string()
			.regex(/^\d{4}-\d\d-\d\d$/, 'must be yyyy-MM-dd')
			.optional(),
		opted_in: z.union([z.boolean(), z.string()]).optional(),
		address: words,
		city: words,
		state: words,
		zip: words,
		country: words,
		locale: words,
		phone_numbers: z.array(phoneNumber).optional(),
		user_profile: z.record(z.string(), z.unknown()).optional(),
	})
	.strict();

const userBody = z.object({ user: userFields }).strict();
type UserBody = z.infer<typeof userBody>;
const tagsBody = z
	.object({ tags: z.array(z.string().min(1)).min(1), ttl: z.number().int().positive().optional() })
	.strict();

export function userView(user: User) {
	const { id, externalId, fields, profile, phoneNumbers, points, createdAt } = user;
	return {
		id,
		external_id: externalId,
		...fields,
		available_points: points,
		account_status: 'active',
		created_at: createdAt,
		user_profile: profile,
		// An empty list is echoed as null, as measured at a live account.
		phone_numbers: phoneNumbers.length > 0 ? phoneNumbers : null,
	};
}

const answer = (user: User): HttpResponse => ({
	status: 200,
	body: { status: 'ok', user: userView(user) },
});

/** Fields that are not sent stay; the list of phone numbers is replaced as a whole. */
function write(user: User, { user: sent }: UserBody): void {
	const { external_id: _, phone_numbers: phones, user_profile: profile, ...fields } = sent;
	Object.assign(user.fields, fields);
	Object.assign(user.profile, profile);
	if (phones) user.phoneNumbers = phones;
}

function create(state: SessionMState, body: UserBody, call: Call): HttpResponse {
	const externalId = body.user.external_id ?? null;
	if (body.user.email === undefined && externalId === null) {
		throw fail(state, 422, 'invalid_request', 'email or external_id is needed');
	}
	const known = externalId === null ? undefined : state.byExternalId.get(externalId);
	if (known && state.settings.createExisting === 'reject') {
		throw fail(state, 409, 'external_id_taken', 'Another customer has this external_id');
	}
	const user = known ?? state.addUser(externalId, call.n);
	write(user, body);
	if (known) known.writes.push(call.n);
	else state.messages.send(state, 'welcome', user);
	return answer(user);
}

function update(state: SessionMState, body: UserBody, call: Call): HttpResponse {
	const user = userOfPath(state, call);
	write(user, body);
	user.writes.push(call.n);
	return answer(user);
}

function get(state: SessionMState, call: Call): HttpResponse {
	allowQuery(state, call, ['user[user_profile]', 'expand_incentives', 'show_identifiers']);
	const user = userOfPath(state, call);
	const identifiers = [{ external_id: user.externalId, external_id_type: 'default' }];
	const shown = {
		...userView(user),
		...(call.query.show_identifiers === 'true' && { identifiers }),
	};
	return { status: 200, body: { status: 'ok', user: shown } };
}

/** A tag that the customer has counts up (sessionM 3.2). */
function addTags(
	state: SessionMState,
	{ tags, ttl }: z.infer<typeof tagsBody>,
	call: Call,
): HttpResponse {
	const user = userOfPath(state, call);
	for (const tag of tags) {
		const count = (user.tags.get(tag)?.count ?? 0) + 1;
		user.tags.set(tag, { ttl: ttl ?? null, count });
	}
	return { status: 200, body: { status: 'ok', tags: [...user.tags.keys()] } };
}

const V1 = '/priv/v1/apps/:apiKey';
const byId = `${V1}/users/:userId`;
const byExternalId = `${V1}/external/users/:externalId`;

/** Core: customers, tags and campaigns (sessionM 3.2, 3.3). */
export const coreEndpoints: Array<Endpoint<SessionMState>> = [
	bodyEndpoint('core', 'user.create', ['POST', `${V1}/users`], userBody, create),
	...[byId, byExternalId].flatMap((path) => [
		endpoint('core', 'user.get', 'GET', path, get),
		bodyEndpoint('core', 'user.update', ['PUT', path], userBody, update),
	]),
	bodyEndpoint('core', 'tags', ['POST', `${byId}/tags`], tagsBody, addTags),
	...campaignEndpoints,
];
