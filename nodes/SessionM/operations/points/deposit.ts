import type { INodeProperties } from 'n8n-workflow';

import { optional } from '../../../../engine/fields/blank';
import { readName } from '../../../../engine/fields/id';
import { bodyInput, cultureProperty, cultureReader, optionalField } from '../../body';
import { customerConnectOperation } from '../../connectOperation';
import { SEEN_IN_INTEGRATIONS, textProperty } from '../../offer';
import {
	amountProperty,
	POINTS,
	readAmount,
	referenceIds,
	referenceProperties,
} from '../../points';

const required = { required: true };

const input = bodyInput({
	name: 'deposit',
	title: 'Deposit',
	fields: [
		amountProperty('How many points to give'),
		textProperty(
			'Point Source ID',
			'pointSourceId',
			'ID of the source that the points come from, as set up in SessionM',
			required,
		),
		textProperty(
			'Point Account ID',
			'pointAccountId',
			'ID of the kind of account that the points go to, as set up in SessionM',
			required,
		),
		...referenceProperties('deposit'),
		cultureProperty,
	],
	jsonDefault:
		'{\n  "deposit_details": [\n    {\n      "point_source_id": "",\n      ' +
		'"point_account_id": "",\n      "amount": 100,\n      "reference_id": ""\n    }\n  ]\n}',
	isExample: true,
	caution: SEEN_IN_INTEGRATIONS,
});

const apiVersion: INodeProperties = {
	displayName: 'API Version',
	name: 'apiVersion',
	type: 'options',
	options: [
		{ name: '1.0', value: '1.0' },
		{ name: '2.0', value: '2.0' },
	],
	default: '1.0',
	description:
		'Version of the deposit call. Both are in use; ask SessionM which one your account has.',
};

/** sessionM 3.4; what could not be given is told under "ok", in `error_status` (sessionM 3.9). */
export const deposit = customerConnectOperation({
	resource: 'points',
	value: 'deposit',
	name: 'Deposit',
	description: 'Give points to a customer',
	action: 'Deposit points',
	properties: [apiVersion],
	// That a reference counts once only is not verified (sessionM 3.4): points given twice would be a gift.
	idempotent: false,
	path(parameters) {
		const version = parameters.field('apiVersion', '1.0');
		return (item) => POINTS(version(item) === '2.0' ? '2.0' : '1.0').below('deposit');
	},
	input,
	body(parameters, facts) {
		const [amount, source, account, reference, type] = [
			parameters.field('amount'),
			parameters.field('pointSourceId'),
			parameters.field('pointAccountId'),
			parameters.field('referenceId'),
			parameters.field('referenceType'),
		];
		const cultureOf = cultureReader(parameters);
		return (item) => ({
			deposit_details: [
				{
					point_source_id: readName(source(item), 'Point Source ID'),
					amount: readAmount(amount(item)),
					point_account_id: readName(account(item), 'Point Account ID'),
					reference_id:
						optional(reference(item), (value) => readName(value, 'Reference ID')) ??
						facts.reference(item),
					...optionalField('reference_type', type(item), (value) =>
						readName(value, 'Reference Type'),
					),
					rank: 0,
				},
			],
			allow_partial_success: false,
			disable_event_publishing: false,
			...cultureOf(item),
		});
	},
	result: (body) => ({ referenceIds: referenceIds(body.deposit_details) }),
});
