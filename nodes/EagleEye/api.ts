import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import type { Service, Vendor } from '../../engine/vendor';

/** AIR's Wallet API, where all operations go but the one that calls any endpoint (eagleEye 2.3). */
export const air: Service = {
	credential: 'eagleEyeAirApi',
	baseUrl: 'walletUrl',
	account: ['clientId'],
	secrets: ['clientSecret'],
};

/** AIR's other APIs, which take the same key (eagleEye 2.2). */
export const resources: Service = {
	name: 'Eagle Eye Resources',
	credential: 'eagleEyeAirApi',
	baseUrl: 'resourcesUrl',
	account: ['clientId'],
	secrets: ['clientSecret'],
};
export const pos: Service = {
	name: 'Eagle Eye POS',
	credential: 'eagleEyeAirApi',
	baseUrl: 'posUrl',
	account: ['clientId'],
	secrets: ['clientSecret'],
};

/** An inbound connector of EE Connect: one address, whole (eagleEye 2.4). */
export const connect: Service = {
	credential: 'eagleEyeConnectApi',
	baseUrl: 'connectorUrl',
	account: ['authToken'],
	secrets: ['authToken'],
};

/** The id by which Eagle Eye's support finds a call; EE Connect calls its own a trace id (eagleEye 2.1, 2.4). */
const ID_HEADERS = ['x-ees-called-unique-id', 'x-ees-connector-trace-id'];

/** Of AIR's own error body nothing is documented, so its text is shown as it came, up to this length. */
const MAX_TEXT = 500;

/** EE Connect: `{ message, errors: [{ path, message }] }` (eagleEye 2.4). */
const errorSchema = z.object({
	message: z.string(),
	errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** Eagle Eye: AIR, directly or through EE Connect. */
export const eagleEye: Vendor = {
	name: 'Eagle Eye',
	service: air,
	errorText: ({ body, text, headers }) => {
		const error = errorSchema.safeParse(body);
		const details = error.data?.errors
			?.map(({ path, message }) => `${path}: ${message}`)
			.join('; ');
		const words = error.success
			? [error.data.message, details].filter(Boolean).join(': ')
			: text.trim().slice(0, MAX_TEXT);
		const id = ID_HEADERS.map((name) => headers[name]).find(Boolean);
		return (
			[words, id && `(Eagle Eye's ID of the call: ${String(id)})`].filter(Boolean).join(' ') ||
			undefined
		);
	},
};

/** An object of Eagle Eye's. Empty ones arrive as `[]` (eagleEye 2.3), which counts as an object without fields. */
export function objectOf(value: unknown): IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as IDataObject)
		: {};
}

/** A text of AIR's as it is; null where there is none. */
export const textOrNull = (value: unknown): string | null =>
	typeof value === 'string' && value !== '' ? value : null;

/** An id as text. All are texts (eagleEye 2.3); "0" stands for none. */
export function idOf(value: unknown): string | null {
	const id = typeof value === 'number' ? String(value) : value;
	return typeof id === 'string' && id !== '' && id !== '0' ? id : null;
}

/** A number, also where it is written as text; null where there is none. */
export function numberOf(value: unknown): number | null {
	if (typeof value === 'string' && value.trim() === '') return null;
	const number =
		typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
	return Number.isFinite(number) ? number : null;
}
