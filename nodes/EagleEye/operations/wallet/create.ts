import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { UnexpectedResponseError, type Operation } from '../../../../engine/operation';
import type { Parameters } from '../../../../engine/fields/parameters';
import { optional } from '../../../../engine/fields/blank';
import { choiceReader } from '../../../../engine/fields/choice';
import { readName } from '../../../../engine/fields/id';
import { itemError } from '../../../../engine/fields/itemError';
import { readJsonObject } from '../../../../engine/fields/json';
import { optionalList } from '../../../../engine/fields/list';
import { idOf, objectOf, onePerCustomer } from '../../api';
import { inputProperty, jsonBody } from '../../json';
import { airOnly } from '../../wallets';

/** States are set up for each client of Eagle Eye, separately for each kind of object (eagleEye 2.3). */
const states = [
	['Coupon State', 'couponState', 'LOADED'],
	['Identity State', 'identityState', 'DEFAULT'],
	['Scheme State', 'schemeState', 'EARNBURN'],
	['Wallet State', 'walletState', 'DEFAULT'],
] as const;

const sample = {
	status: 'ACTIVE',
	state: 'DEFAULT',
	type: 'CONSUMER',
	identities: [{ type: 'CUSTOMER_ID', value: '12345', status: 'ACTIVE', state: 'DEFAULT' }],
	consumer: {},
	accounts: {},
};

const withFields = { show: { walletInput: ['fields'] } };

const properties: INodeProperties[] = [
	inputProperty('Wallet Input', 'walletInput', 'Give identities, consumer and accounts one by one'),
	{
		displayName: 'Identities',
		name: 'identities',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add identity',
		default: {},
		displayOptions: withFields,
		description: 'What the customer is known by. The identities of a deleted wallet stay reserved.',
		options: [
			{
				displayName: 'Identity',
				name: 'identity',
				values: [
					{
						displayName: 'Type',
						name: 'type',
						type: 'string',
						default: 'CUSTOMER_ID',
						description: 'Type of the identity as it is set up in AIR, such as CUSTOMER_ID, CARD or MOBILE',
					},
					{ displayName: 'Value', name: 'value', type: 'string', default: '', description: 'Value of the identity' },
				],
			},
		],
	},
	{
		displayName: 'Consumer',
		name: 'consumer',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add field',
		default: {},
		displayOptions: withFields,
		description: 'What is known of the customer, by the names that AIR has for it. A name such as data.city leads into an object.',
		options: [
			{
				displayName: 'Field',
				name: 'field',
				values: [
					{ displayName: 'Name', name: 'name', type: 'string', default: '', description: 'Name of the field in AIR' },
					{ displayName: 'Value', name: 'value', type: 'string', default: '', description: 'Value of the field' },
				],
			},
		],
	},
	{
		displayName: 'Scheme ID',
		name: 'schemeId',
		type: 'string',
		default: '',
		displayOptions: withFields,
		description: 'ID of the loyalty scheme to join. Left blank, no points account is made.',
	},
	{
		displayName: 'Campaign Tags',
		name: 'campaignTags',
		type: 'string',
		default: '',
		placeholder: 'e.g. initialoffer',
		displayOptions: withFields,
		description: 'Tags of the campaigns to issue a coupon of, separated by commas',
	},
	{
		displayName: 'States',
		name: 'states',
		type: 'collection',
		placeholder: 'Add state',
		default: {},
		displayOptions: withFields,
		description: 'States of the new objects, where those of your unit in AIR differ',
		options: states.map(([displayName, name, value]) => ({
			displayName,
			name,
			type: 'string',
			default: value,
			description: `Sent as ${value} unless it is given here`,
		})),
	},
	{
		displayName: 'Wallet (JSON)',
		name: 'walletJson',
		type: 'json',
		default: JSON.stringify(sample, undefined, 2),
		displayOptions: { show: { walletInput: ['json'] } },
		description: 'The whole body of the request, for all that the fields do not offer',
	},
];

/** Puts a field where its name leads, `data.city` into the object `data`. */
function put(object: IDataObject, name: string, value: unknown): void {
	const [first = '', ...rest] = name.split('.');
	if (first === '__proto__') throw itemError('A field of "Consumer" has a name that AIR cannot have', 'Correct the name of the field');
	if (rest.length === 0) {
		object[first] = value as IDataObject;
		return;
	}
	const inner = objectOf(object[first]);
	object[first] = inner;
	put(inner, rest.join('.'), value);
}

function fieldsReader(parameters: Parameters): (item: number) => IDataObject {
	const identities = parameters.rows('identities.identity', ['type', 'value']);
	const consumer = parameters.rows('consumer.field', ['name', 'value']);
	const schemeId = parameters.field('schemeId');
	const campaignTags = parameters.field('campaignTags');
	const given = states.map(([title, name, value]) => [name, title, parameters.field(`states.${name}`, value)] as const);
	return (item) => {
		if (identities.length === 0) throw itemError('The wallet has no identity', 'Add what the customer is known by, such as a customer ID');
		const state = Object.fromEntries(given.map(([name, title, read]) => [name, readName(read(item), title)]));
		const person: IDataObject = {};
		for (const row of consumer) put(person, readName(row.name(item), 'Name'), row.value(item));
		const scheme = optional(schemeId(item), (value) => readName(value, 'Scheme ID'));
		const tags = optionalList(campaignTags(item), 'Campaign Tags');
		return {
			status: 'ACTIVE',
			state: state.walletState,
			type: 'CONSUMER',
			consumer: person,
			identities: identities.map((row) => ({
				type: readName(row.type(item), 'Type'),
				value: readName(row.value(item), 'Value'),
				status: 'ACTIVE',
				state: state.identityState,
			})),
			accounts: {
				...(tags.length > 0 && { campaign: tags.map((campaignTag) => ({ campaignTag, state: state.couponState })) }),
				...(scheme && { scheme: [{ schemeId: scheme, status: 'ACTIVE', state: state.schemeState }] }),
			},
		};
	};
}

/** `POST /services/wallet/accounts`: wallet, consumer, identities and accounts in one call (eagleEye 2.3). */
export const create: Operation<IDataObject> = {
	resource: 'wallet',
	value: 'create',
	name: 'Create',
	description: 'Create a wallet with consumer, identities and accounts in one call',
	action: 'Create a wallet',
	properties,
	batching: { ...onePerCustomer, keys: 'none' },
	idempotent: false,
	services: airOnly,
	read(parameters) {
		const body = choiceReader<IDataObject>(
			parameters,
			{ name: 'walletInput', title: 'Wallet Input', fallback: 'fields' },
			{
				fields: fieldsReader,
				json(from) {
					const json = from.field('walletJson');
					return (item) => readJsonObject(json(item), 'Wallet (JSON)', sample);
				},
			},
		);
		return (item) => ({ item, key: '', bytes: 0, data: body(item) });
	},
	request: ([entry]) => ({ method: 'POST', path: '/services/wallet/accounts', body: jsonBody(entry!.data) }),
	parseResponse: (batch, body) =>
		batch.map(({ data }) => {
			const answer = objectOf(body);
			// The answer is not documented (eagleEye 2.3): the wallet may stand in it or be it.
			const walletId = idOf(answer.walletId ?? objectOf(answer.wallet).walletId);
			if (Object.keys(answer).length === 0) throw new UnexpectedResponseError();
			return { accepted: true, result: { accepted: true, walletId, identities: data.identities ?? [], raw: answer } };
		}),
};
