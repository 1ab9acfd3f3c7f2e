import { createHash, randomUUID } from 'crypto';
import { omit } from 'lodash';
import { UserError, type IHttpRequestOptions } from 'n8n-workflow';

import { addressOf, type OutgoingRequest, withAddress } from '../../engine/transport/origin';

/**
 * What AIR's `X-EES-AUTH-HASH` holds: SHA-256 in lower-case hex over path with query, body and secret, one after the
 * other, no HMAC (eagleEye 2.1).
 *
 * @param pathAndQuery as on the wire, from the first slash, prefixes such as `/2.0` included
 * @param body the bytes that are sent; empty where there are none
 */
export function airHash(pathAndQuery: string, body: string | Buffer, secret: string): string {
	return createHash('sha256').update(pathAndQuery).update(body).update(secret).digest('hex');
}

/** What the HTTP Request node (Custom API Call) may give beside n8n's own fields (n8n 6.3). */
type Request = OutgoingRequest & {
	form?: unknown;
	formData?: unknown;
	useQuerystring?: boolean;
	qsStringifyOptions?: { arrayFormat?: ArrayFormat };
};

type ArrayFormat = 'indices' | 'brackets' | 'repeat' | 'comma';

/** Methods whose body n8n does not send (n8n 6.3). */
const WITHOUT_BODY = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * The HTTP library trims texts and writes objects in its own way; bytes it leaves alone, so bytes are what is
 * hashed.
 */
function bodyBytes({ body, form, formData, method = 'GET' }: Request): Buffer | undefined {
	if (WITHOUT_BODY.has(method.toUpperCase())) return undefined;
	if (form !== undefined || formData !== undefined) throw noJson();
	if (body === undefined || body === null || body === '') return undefined;
	// A copy: the engine lets go of its bytes as soon as there is an answer.
	if (body instanceof Uint8Array) return body.length > 0 ? Buffer.from(body) : undefined;
	if (typeof body === 'string') return Buffer.from(body);
	const { prototype } = Object;
	if (Array.isArray(body) || [prototype, null].includes(Object.getPrototypeOf(body) as null))
		return Buffer.from(JSON.stringify(body));
	// An object of another realm, as expressions give it, is as plain as one of ours; a stream or a form is not.
	if (
		typeof body === 'object' &&
		Object.prototype.toString.call(body) === '[object Object]' &&
		!('pipe' in body)
	)
		return Buffer.from(JSON.stringify(body));
	throw noJson();
}

function noJson(): UserError {
	return new UserError(
		'Eagle Eye AIR takes JSON bodies only: choose JSON as the Body Content Type',
	);
}

function header(headers: object, name: string): string | undefined {
	return Object.keys(headers).find((key) => key.toLowerCase() === name);
}

/** Query parameters one by one, lists and objects written out as the HTTP library would. */
function* queryPairs(
	name: string,
	value: unknown,
	format: ArrayFormat,
): Generator<[string, string]> {
	if (value === undefined) return;
	if (Array.isArray(value) && format === 'comma') {
		yield [name, value.join(',')];
	} else if (Array.isArray(value)) {
		for (const [i, one] of value.entries()) {
			yield* queryPairs(
				{ indices: `${name}[${i}]`, brackets: `${name}[]`, repeat: name }[format as 'indices'],
				one,
				format,
			);
		}
	} else if (typeof value === 'object' && value !== null) {
		for (const [key, one] of Object.entries(value))
			yield* queryPairs(`${name}[${key}]`, one, format);
	} else {
		yield [name, value === null ? '' : String(value)];
	}
}

/** The address with its whole query, as it goes on the wire. */
function address(request: Request): URL {
	const { qs = {}, arrayFormat, qsStringifyOptions, useQuerystring } = request;
	const url = addressOf(request);
	const format =
		arrayFormat ?? qsStringifyOptions?.arrayFormat ?? (useQuerystring ? 'repeat' : 'indices');
	const added = Object.entries(qs as object)
		.flatMap(([name, value]) => [...queryPairs(name, value, format)])
		.map((pair) => pair.map(encodeURIComponent).join('='))
		.join('&');
	if (added) url.search = url.search ? `${url.search}&${added}` : `?${added}`;
	return url;
}

/**
 * Signs a request for AIR: address and body are fixed to what goes on the wire, and that is hashed. Each request also
 * gets an id of its own (`caller-unique-id`), by which Eagle Eye's support can find it.
 *
 * @param options the body may be bytes, as this pack's nodes send it, a text, or an object, as Custom API Call gives it
 * @throws UserError for a body that is not JSON
 */
export function signed(
	options: IHttpRequestOptions,
	{ clientId, clientSecret }: { clientId: string; clientSecret: string },
): IHttpRequestOptions {
	const url = address(options as Request);
	const body = bodyBytes(options as Request);
	const headers = { ...options.headers };
	const type = header(headers, 'content-type');
	if (body && !type) headers['Content-Type'] = 'application/json; charset=utf-8';
	if (body && type && /x-www-form-urlencoded|multipart/i.test(String(headers[type])))
		throw noJson();
	if (!header(headers, 'caller-unique-id')) headers['caller-unique-id'] = randomUUID();
	headers['X-EES-AUTH-CLIENT-ID'] = clientId;
	headers['X-EES-AUTH-HASH'] = airHash(url.pathname + url.search, body ?? '', clientSecret);
	return {
		...withAddress(omit(options, ['qs', 'body']) as Request, url),
		headers,
		...(body && { body }),
	} as IHttpRequestOptions;
}
