import type { RequestSpec } from '../../engine/operation';
import { path, type Path } from '../../engine/path';
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
const APP = path`apps/:api_key`;

/** Path of a customer at Core: by SessionM's own id or by the shop's (sessionM 3.2, 3.7). */
export function customerPath(
	customer: { by: 'externalId' | 'userId'; id: string },
	version: 'v1' | 'v2' = 'v1',
): Path {
	const users = customer.by === 'externalId' ? path`external/users` : path`users`;
	return path`/priv/${version}/${APP}/${users}/${customer.id}`;
}

/** Path below the application at Core. */
export function appPath(below: 'users' | 'campaigns', version: 'v1' | 'v2' = 'v1'): Path {
	return path`/priv/${version}/${APP}/${below}`;
}

export function postTo(service: RequestSpec['service'], where: Path, body: unknown): RequestSpec {
	return { service, method: 'POST', path: where, body: Buffer.from(JSON.stringify(body)) };
}

export const toConnect = (where: Path, body: unknown) => postTo(connect, where, body);
export const toPos = (where: Path, body: unknown) => postTo(pos, where, body);
