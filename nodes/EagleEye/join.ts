import type { IDataObject } from 'n8n-workflow';

import { readPathName } from '../../engine/fields/id';
import { readJsonObject } from '../../engine/fields/json';
import { UnexpectedResponseError, type Operation } from '../../engine/operation';
import { accountOf } from './accountTransactions';
import { objectOf } from './api';
import { jsonBody } from './input';
import { walletOperation, type WalletTask } from './walletOperation';
import { walletPath } from './walletRef';

/** What a customer joins: `POST /wallet/{walletId}/<resource>/{id}/account` makes an account for it (eagleEye 2.3). */
interface JoinSpec {
	resource: 'scheme' | 'plan';
	id: { displayName: string; name: string; placeholder: string; description: string };
	description: string;
	action: string;
	/** JSON of the body that is sent unless the user changes it. */
	defaultBody: string;
}

interface Join {
	id: string;
	body: IDataObject;
}

/** Join: the same call for schemes and for plans. */
export function joinOperation(spec: JoinSpec): Operation<WalletTask<Join>> {
	const { resource, id, description, action, defaultBody } = spec;
	return walletOperation<Join>({
		resource,
		value: 'join',
		name: 'Join',
		description,
		action,
		properties: [
			{ ...id, type: 'string', required: true, default: '' },
			{
				displayName: 'Account (JSON)',
				name: 'accountJson',
				type: 'json',
				default: defaultBody,
				description:
					'Status, state and other fields of the new account. Which states there are is set up ' +
					'for each client of Eagle Eye.',
			},
		],
		// Joining twice may make a second account.
		idempotent: false,
		read(parameters) {
			const joined = parameters.field(id.name);
			const body = parameters.field('accountJson', defaultBody);
			return (item) => ({
				id: readPathName(joined(item), id.displayName),
				body: readJsonObject(body(item), 'Account (JSON)'),
			});
		},
		request: (join, { walletId }) => ({
			method: 'POST',
			path: walletPath(walletId, resource, join.id, 'account'),
			body: jsonBody(join.body),
		}),
		parseResponse(join, body, { walletId }) {
			if (typeof body !== 'object' || body === null) throw new UnexpectedResponseError();
			const [first] = Array.isArray(body) ? (body as unknown[]) : [body];
			const { accountId, type, status, validFrom, validUntil } = accountOf(objectOf(first));
			const account = { accountId, type, status, validFrom, validUntil };
			return {
				accepted: true,
				result: {
					accepted: true,
					walletId,
					[id.name]: join.id,
					...account,
					raw: body as IDataObject,
				},
			};
		},
		unknown: `wallet or the ${resource}`,
	});
}
