import { readPathName } from '../../engine/fields/id';
import { readJsonObject } from '../../engine/fields/json';
import { UnexpectedResponseError, type Operation } from '../../engine/operation';
import { idOf, objectOf } from './api';
import { jsonBody } from './json';
import { accountOf } from './movements';
import { walletOperation, walletPath, walletProperties, type Errand } from './wallets';

/** What a customer joins: `POST /wallet/{walletId}/<resource>/{id}/account` makes an account for it (eagleEye 2.3). */
interface Joined {
	resource: 'scheme' | 'plan';
	id: { displayName: string; name: string; placeholder: string; description: string };
	description: string;
	action: string;
	/** JSON of the body, which the user may change. */
	defaultBody: string;
}

interface Joining {
	id: string;
	body: unknown;
}

/** Join: the same call for schemes and for plans. */
export function joinOperation({ resource, id, description, action, defaultBody }: Joined): Operation<Errand<Joining>> {
	return walletOperation<Joining>({
		resource,
		value: 'join',
		name: 'Join',
		description,
		action,
		properties: [
			...walletProperties,
			{ ...id, type: 'string', required: true, default: '' },
			{
				displayName: 'Account (JSON)',
				name: 'accountJson',
				type: 'json',
				default: defaultBody,
				description: 'Status, state and other fields of the new account. Which states there are is set up for each client of Eagle Eye.',
			},
		],
		idempotent: false,
		read(parameters) {
			const joined = parameters.field(id.name);
			const body = parameters.field('accountJson');
			return (item) => ({ id: readPathName(joined(item), id.displayName), body: readJsonObject(body(item), 'Account (JSON)') });
		},
		request: (joining, { walletId }) => ({
			method: 'POST',
			path: walletPath(walletId, resource, joining.id, 'account'),
			body: jsonBody(joining.body),
		}),
		result(joining, { walletId }, body) {
			if (typeof body !== 'object' || body === null) throw new UnexpectedResponseError();
			const [first] = Array.isArray(body) ? body : [body];
			const { type, status, validFrom, validUntil } = accountOf(objectOf(first));
			return {
				accepted: true,
				walletId,
				[id.name]: joining.id,
				accountId: idOf(objectOf(first).accountId),
				type,
				status,
				validFrom,
				validUntil,
				raw: body as never,
			};
		},
		missing: `wallet or the ${resource}`,
	});
}
