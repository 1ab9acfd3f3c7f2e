import type { IDataObject } from 'n8n-workflow';

import { optional } from '../../../../engine/fields/blank';
import { readName, readPathName } from '../../../../engine/fields/id';
import { itemError } from '../../../../engine/fields/itemError';
import { identityResult, newValueProperty } from '../../identity';
import { bodyInput, jsonBody } from '../../input';
import { walletOperation } from '../../walletOperation';
import { walletPath } from '../../walletRef';

const input = bodyInput({
	name: 'identity',
	title: 'Changes',
	fields: [
		{ ...newValueProperty, description: `${newValueProperty.description}. Left blank, it stays.` },
		{
			displayName: 'State',
			name: 'state',
			type: 'string',
			default: '',
			description:
				'New state of the identity. Which states there are is set up for each client of Eagle Eye. Left blank, it stays.',
		},
	],
	fieldsText: 'Enter the value, the state or both',
	example: { value: '', state: '' },
	jsonText: 'The whole body of the request, for everything that the fields do not offer',
});

interface IdentityUpdate {
	identityId: string;
	body: IDataObject;
}

/** `PATCH /wallet/{walletId}/identity/{identityId}` (eagleEye 2.3). */
export const update = walletOperation<IdentityUpdate>({
	resource: 'identity',
	value: 'update',
	name: 'Update',
	description: 'Change an identity of a customer, such as the number of a replaced card',
	action: 'Update an identity',
	properties: [
		{
			displayName: 'Identity ID',
			name: 'identityId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 189077372',
			description:
				"AIR's own ID of the identity, not its value. The Eagle Eye Trigger outputs it under " +
				'identities, and Identity: Create in its result.',
		},
		...input.properties,
	],
	// AIR may reject a repeat, since the new value is in use by then.
	idempotent: false,
	read(parameters) {
		const identityId = parameters.field('identityId');
		const bodyOf = input.reader(parameters, {
			fields(from) {
				const value = from.field('newValue');
				const state = from.field('state');
				return (item) =>
					changed({
						value: optional(value(item), (given) => readName(given, 'New Value')),
						state: optional(state(item), (given) => readName(given, 'State')),
					});
			},
		});
		return (item) => ({
			identityId: readPathName(identityId(item), 'Identity ID'),
			body: bodyOf(item),
		});
	},
	request: ({ identityId, body }, { walletId }) => ({
		method: 'PATCH',
		path: walletPath(walletId, 'identity', identityId),
		body: jsonBody(body),
	}),
	parseResponse: (_, body, { walletId }) => ({
		accepted: true,
		result: identityResult(body, walletId),
	}),
	unknown: 'wallet or the identity',
});

/** @throws ItemError where nothing would change */
function changed(fields: { value?: string; state?: string }): IDataObject {
	if (fields.value !== undefined || fields.state !== undefined) return fields;
	throw itemError(
		'Neither "New Value" nor "State" is given for this item',
		'Map a field to at least one of them',
	);
}
