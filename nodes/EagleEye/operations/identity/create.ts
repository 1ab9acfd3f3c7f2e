import type { IDataObject } from 'n8n-workflow';

import { optional } from '../../../../engine/fields/blank';
import { readName } from '../../../../engine/fields/id';
import { identityResult, identityTypeProperty, newValueProperty } from '../../identity';
import { bodyInput, jsonBody } from '../../input';
import { walletOperation } from '../../walletOperation';
import { walletPath } from '../../walletRef';

const USUAL_STATE = 'DEFAULT';

const input = bodyInput({
	name: 'identity',
	title: 'New Identity',
	fields: [
		identityTypeProperty,
		{ ...newValueProperty, required: true },
		{
			displayName: 'State',
			name: 'state',
			type: 'string',
			default: USUAL_STATE,
			description:
				'State of the new identity. Which states there are is set up for each client of Eagle Eye.',
		},
	],
	fieldsText: 'Enter type, value and state',
	example: { type: 'CUSTOMER_ID', value: '', status: 'ACTIVE', state: USUAL_STATE },
	jsonText: 'The whole body of the request, for everything that the fields do not offer',
});

/** `POST /wallet/{walletId}/identity` (eagleEye 2.3). */
export const create = walletOperation<IDataObject>({
	resource: 'identity',
	value: 'create',
	name: 'Create',
	description: 'Add an identity to a wallet, such as a new card',
	action: 'Create an identity',
	properties: input.properties,
	idempotent: false,
	read: (parameters) =>
		input.reader(parameters, {
			fields(from) {
				const type = from.field('type');
				const value = from.field('newValue');
				const state = from.field('state', USUAL_STATE);
				return (item): IDataObject => ({
					type: readName(type(item), 'Type'),
					value: readName(value(item), 'New Value'),
					status: 'ACTIVE',
					state: optional(state(item), (given) => readName(given, 'State')) ?? USUAL_STATE,
				});
			},
		}),
	request: (identity, { walletId }) => ({
		method: 'POST',
		path: walletPath(walletId, 'identity'),
		body: jsonBody(identity),
	}),
	parseResponse: (_, body, { walletId }) => ({
		accepted: true,
		result: identityResult(body, walletId),
	}),
	unknown: 'wallet',
});
