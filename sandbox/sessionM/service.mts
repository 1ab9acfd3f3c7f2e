import { z } from 'zod/v4';
import { parseJson } from '../shared/json.mts';
import { HttpError, type Call, type Endpoint, type HttpResponse } from '../shared/vendor.mts';
import type { SessionMState, User } from './state.mts';

export type Service = 'core' | 'connect' | 'pos';

export function errorBody(code: string, message: string): object {
	return { status: 'error', errors: { code, message } };
}

/** An error in SessionM's form: by HTTP status, or under HTTP 200, as the account is set. */
export function fail(
	state: SessionMState,
	status: number,
	code: string,
	message: string,
): HttpError {
	return new HttpError(state.settings.errors === 'ok' ? 200 : status, errorBody(code, message));
}

export function noUser(state: SessionMState): HttpError {
	return fail(state, 404, 'user_not_found', 'There is no such customer');
}

/** `Basic base64(api_key:api_secret)`, each service with a key of its own; Core has its key in the path as well. */
function requireKey(state: SessionMState, service: Service, call: Call): void {
	const { settings } = state;
	const expected = `${settings[`${service}ApiKey`]}:${settings[`${service}ApiSecret`]}`;
	const given = /^Basic ([A-Za-z0-9+/]+=*)$/.exec(call.headers.authorization ?? '')?.[1] ?? '';
	const isPathKey = [undefined, settings.coreApiKey].includes(call.params.apiKey);
	if (Buffer.from(given, 'base64').toString() === expected && isPathKey) return;
	state.keysRejected++;
	throw new HttpError(401, errorBody('unauthorized', `Not a key of the ${service} service`));
}

/** What a body of the wrong form is answered: Connect and POS are typed services, which fail to read it. */
const INVALID_STATUS: Record<Service, number> = { core: 422, connect: 400, pos: 400 };

/** What an endpoint answers to a body of its form. */
export type Handle<Body> = (state: SessionMState, body: Body, call: Call) => HttpResponse;

/** An endpoint of one service without a body. */
export function endpoint(
	service: Service,
	name: string,
	method: Endpoint<SessionMState>['method'],
	path: string,
	handle: (state: SessionMState, call: Call) => HttpResponse,
): Endpoint<SessionMState> {
	return {
		name: `${service}.${name}`,
		method,
		path: `/${service}${path}`,
		handle: (state, call) => {
			requireKey(state, service, call);
			call.countItems(1);
			return handle(state, call);
		},
	};
}

/** An endpoint of one service that takes a JSON body of a known form; whatever is not in it is rejected. */
export function bodyEndpoint<Body>(
	service: Service,
	name: string,
	[method, path]: readonly ['POST' | 'PUT', string],
	schema: z.ZodType<Body>,
	handle: Handle<Body>,
): Endpoint<SessionMState> {
	return endpoint(service, name, method, path, (state, call) =>
		handle(state, readBody(state, service, call, schema), call),
	);
}

function readBody<Body>(
	state: SessionMState,
	service: Service,
	call: Call,
	schema: z.ZodType<Body>,
): Body {
	if (!/^application\/json\s*(;|$)/i.test(call.headers['content-type'] ?? '')) {
		throw new HttpError(415, errorBody('unsupported_media_type', 'JSON is expected'));
	}
	let value: unknown;
	try {
		({ value } = parseJson(call.body));
	} catch (error) {
		throw fail(state, 400, 'invalid_json', (error as Error).message);
	}
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
	throw fail(state, INVALID_STATUS[service], 'invalid_request', problems.join('; '));
}

/** The customer of a Core path, by either id. */
export function userOfPath(state: SessionMState, { params }: Call): User {
	const { userId, externalId = '' } = params;
	const user = userId !== undefined ? state.users.get(userId) : state.byExternalId.get(externalId);
	if (!user) throw noUser(state);
	return user;
}

/** Lets only the names given stand in a query. */
export function allowQuery(state: SessionMState, { query }: Call, names: string[]): void {
	const unknown = Object.keys(query).find((name) => !names.includes(name));
	if (unknown !== undefined) {
		throw fail(state, 400, 'invalid_parameter', `${unknown} is not documented`);
	}
}

/** What every body of Connect holds that is about a customer. */
export const who = { retailer_id: z.string(), user_id: z.string(), culture: z.string().optional() };

export function requireRetailer(state: SessionMState, retailerId: string): void {
	if (retailerId === state.settings.retailerId) return;
	throw fail(state, 400, 'retailer_not_found', 'There is no such retailer');
}

/** The customer of a Connect body. Only SessionM's own id is taken. */
export function userOf(state: SessionMState, body: { retailer_id: string; user_id: string }): User {
	requireRetailer(state, body.retailer_id);
	const user = state.users.get(body.user_id);
	if (!user) throw noUser(state);
	return user;
}

/** A success of Connect. */
export const ok = (payload: object): HttpResponse => ({
	status: 200,
	body: { status: 'ok', payload },
});
