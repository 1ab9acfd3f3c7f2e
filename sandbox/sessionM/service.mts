import { z } from 'zod/v4';
import { parseJson } from '../shared/json.mts';
import { HttpError, type HttpResponse, type Call, type Endpoint } from '../shared/vendor.mts';
import type { SessionMState, User } from './state.mts';

export type Service = 'core' | 'connect' | 'pos';

/** `Basic base64(api_key:api_secret)`, each service with a key of its own (CONTRACTS 3.1). */
export function requireKey(state: SessionMState, service: Service, call: Call): void {
	const { settings } = state;
	const expected = `${settings[`${service}ApiKey`]}:${settings[`${service}ApiSecret`]}`;
	const given = /^Basic ([A-Za-z0-9+/]+=*)$/.exec(call.headers.authorization ?? '')?.[1] ?? '';
	const pathKey = call.params.apiKey;
	if (Buffer.from(given, 'base64').toString() === expected && (pathKey === undefined || pathKey === settings.coreApiKey)) return;
	state.keysRejected++;
	throw new HttpError(401, errorBody('unauthorized', `Not a key of the ${service} service`));
}

export function errorBody(code: string, message: string): object {
	return { status: 'error', errors: { code, message } };
}

/** A refusal in SessionM's form: by HTTP status, or under HTTP 200, as the account is set. */
export function refuse(state: SessionMState, status: number, code: string, message: string): HttpError {
	return new HttpError(state.settings.refusals === 'ok' ? 200 : status, errorBody(code, message));
}

/** Reads a JSON body of a known form; whatever is not in it is refused. */
export function readBody<T>(state: SessionMState, call: Call, schema: z.ZodType<T>): T {
	if (!/^application\/json\s*(;|$)/i.test(call.headers['content-type'] ?? '')) throw new HttpError(415, errorBody('unsupported_media_type', 'JSON is expected'));
	let value: unknown;
	try {
		({ value } = parseJson(call.body));
	} catch (error) {
		throw refuse(state, 400, 'invalid_json', (error as Error).message);
	}
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	const words = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
	throw refuse(state, 422, 'invalid_request', words);
}

export function noUser(state: SessionMState): HttpError {
	return refuse(state, 404, 'user_not_found', 'There is no such customer');
}

/** The customer of a Core path, by either id. */
export function userOfPath(state: SessionMState, { params }: Call): User {
	const user = params.userId !== undefined ? state.users.get(params.userId) : state.byExternalId.get(params.externalId ?? '');
	if (!user) throw noUser(state);
	return user;
}

/** An endpoint of one service. */
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

/** A query in which only the names given may stand. */
export function allowQuery(state: SessionMState, { query }: Call, names: string[]): void {
	const unknown = Object.keys(query).find((name) => !names.includes(name));
	if (unknown !== undefined) throw refuse(state, 400, 'invalid_parameter', `${unknown} is not documented`);
}
