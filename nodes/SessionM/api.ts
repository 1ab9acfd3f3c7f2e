import type { RequestSpec } from '../../engine/operation';
import type { Vendor } from '../../engine/vendor';
import { errorText, failureIn } from './envelope';
import { connect, core, pos } from './services';

/** SessionM (Mastercard loyalty); docs/contracts/sessionM.md is the contract. */
export const sessionM: Vendor = {
	name: 'SessionM',
	service: core,
	failureIn,
	errorText,
};

/** The credential's authenticate function puts the key in. */
const APP = 'apps/:api_key';

/** Path of a customer at Core: by SessionM's own id or by the shop's (sessionM 3.2, 3.7). */
export function customerPath(
	customer: { by: 'externalId' | 'userId'; id: string },
	version: 'v1' | 'v2' = 'v1',
): string {
	const users = customer.by === 'externalId' ? 'external/users' : 'users';
	return `/priv/${version}/${APP}/${users}/${encodeURIComponent(customer.id)}`;
}

/** Path below the application at Core. */
export function appPath(path: string, version: 'v1' | 'v2' = 'v1'): string {
	return `/priv/${version}/${APP}/${path}`;
}

export function postTo(service: RequestSpec['service'], path: string, body: unknown): RequestSpec {
	return { service, method: 'POST', path, body: Buffer.from(JSON.stringify(body)) };
}

export const toConnect = (path: string, body: unknown) => postTo(connect, path, body);
export const toPos = (path: string, body: unknown) => postTo(pos, path, body);
