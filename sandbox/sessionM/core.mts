import { z } from 'zod/v4';
import type { HttpResponse, Call, Endpoint } from '../shared/vendor.mts';
import { allowQuery, endpoint, readBody, refuse, userOfPath } from './service.mts';
import type { CampaignSettings } from './settings.mts';
import type { SessionMState, User } from './state.mts';

const words = z.string().nullable().optional();
const phoneNumber = z
	.object({ phone_number: z.string().regex(/\d/), phone_type: z.string().optional(), preference_flags: z.array(z.string()).optional() })
	.strict();

/** Fields seen in integrations (CONTRACTS 3.2); `opted_in` is a boolean in one and a string in another. */
const userFields = z
	.object({
		external_id: z.string().min(1).optional(),
		external_id_type: words,
		email: z.string().regex(/^\S+@\S+$/, 'is invalid').optional(),
		first_name: words,
		last_name: words,
		gender: words,
		dob: z.string().regex(/^\d{4}-\d\d-\d\d$/, 'must be yyyy-MM-dd').optional(),
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
const tagsBody = z.object({ tags: z.array(z.string().min(1)).min(1), ttl: z.number().int().positive().optional() }).strict();

export function userAnswer(user: User) {
	const { id, externalId, fields, profile, phoneNumbers, points, createdAt } = user;
	return {
		id,
		external_id: externalId,
		...fields,
		available_points: points,
		account_status: 'active',
		created_at: createdAt,
		user_profile: profile,
		// An empty list is echoed as null (CONTRACTS 3.2).
		phone_numbers: phoneNumbers.length > 0 ? phoneNumbers : null,
	};
}

const answer = (user: User): HttpResponse => ({ status: 200, body: { status: 'ok', user: userAnswer(user) } });

/** Fields that are not sent stay; the list of phone numbers is replaced as a whole (CONTRACTS 3.2). */
function write(user: User, { user: sent }: z.infer<typeof userBody>): void {
	const { external_id: _, phone_numbers: phones, user_profile: profile, ...fields } = sent;
	Object.assign(user.fields, fields);
	Object.assign(user.profile, profile);
	if (phones) user.phoneNumbers = phones;
}

function create(state: SessionMState, call: Call): HttpResponse {
	const body = readBody(state, call, userBody);
	const externalId = body.user.external_id ?? null;
	if (body.user.email === undefined && externalId === null) throw refuse(state, 422, 'invalid_request', 'email or external_id is needed');
	const known = externalId === null ? undefined : state.byExternalId.get(externalId);
	if (known && state.settings.createExisting === 'refuse') throw refuse(state, 409, 'external_id_taken', 'Another customer has this external_id');
	const user = known ?? state.addUser(externalId, call.n);
	write(user, body);
	if (known) known.writes.push(call.n);
	else state.messages.send(state, 'welcome', user, {});
	return answer(user);
}

function update(state: SessionMState, call: Call): HttpResponse {
	const body = readBody(state, call, userBody);
	const user = userOfPath(state, call);
	write(user, body);
	user.writes.push(call.n);
	return answer(user);
}

function get(state: SessionMState, call: Call): HttpResponse {
	allowQuery(state, call, ['user[user_profile]', 'expand_incentives', 'show_identifiers']);
	const user = userOfPath(state, call);
	const identifiers = call.query.show_identifiers === 'true' ? { identifiers: [{ external_id: user.externalId, external_id_type: 'default' }] } : {};
	return { status: 200, body: { status: 'ok', user: { ...userAnswer(user), ...identifiers } } };
}

function addTags(state: SessionMState, call: Call): HttpResponse {
	const { tags, ttl } = readBody(state, call, tagsBody);
	const user = userOfPath(state, call);
	for (const tag of tags) user.tags.set(tag, { ttl: ttl ?? null });
	return { status: 200, body: { status: 'ok', tags: [...user.tags.keys()] } };
}

const CAMPAIGN_QUERY = ['section[]', 'creatives[]', 'filters[]', 'page', 'auth_token'];

/** Whether a customer may take part: opted in where needed, and not through with it. */
export function isEligible(campaign: CampaignSettings, user: User): boolean {
	const optedIn = [true, 'true', '1'].includes(user.fields.opted_in as string);
	return !user.completed.includes(campaign.id) && (optedIn || !campaign.optIn);
}

function campaigns(state: SessionMState, call: Call, eligible: (campaign: CampaignSettings) => boolean): HttpResponse {
	allowQuery(state, call, CAMPAIGN_QUERY);
	const { campaignsPerPage: size } = state.settings;
	const all = state.settings.campaigns.filter(eligible);
	if (all.length === 0) throw refuse(state, 404, 'no_active_campaign_found', 'No campaign is active for the customer');
	const from = size ? (Number(call.query.page ?? 1) - 1) * size : 0;
	const page = all.slice(from, size ? from + size : undefined);
	return { status: 200, body: { status: 'ok', campaigns: page.map(({ id, name, description }) => ({ id, name, description })) } };
}

function campaignsOfUser(state: SessionMState, call: Call): HttpResponse {
	const user = userOfPath(state, call);
	return campaigns(state, call, (campaign) => isEligible(campaign, user));
}

const V1 = '/priv/v1/apps/:apiKey';
const byId = `${V1}/users/:userId`;
const byExternalId = `${V1}/external/users/:externalId`;

/** Core: customers, tags, campaigns (004; CONTRACTS 3.2, 3.3). */
export const coreEndpoints: Array<Endpoint<SessionMState>> = [
	endpoint('core', 'user.create', 'POST', `${V1}/users`, create),
	...[byId, byExternalId].flatMap((path) => [
		endpoint('core', 'user.get', 'GET', path, get),
		endpoint('core', 'user.update', 'PUT', path, update),
	]),
	endpoint('core', 'tags', 'POST', `${byId}/tags`, addTags),
	...['/priv/v1', '/priv/v2'].flatMap((version) => [
		endpoint('core', 'campaigns.user', 'GET', `${version}/apps/:apiKey/users/:userId/campaigns`, campaignsOfUser),
		endpoint('core', 'campaigns.external', 'GET', `${version}/apps/:apiKey/external/users/:externalId/campaigns`, campaignsOfUser),
		endpoint('core', 'campaigns.app', 'GET', `${version}/apps/:apiKey/campaigns`, (state, call) => campaigns(state, call, () => true)),
	]),
];
