import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { optional } from '../../../../engine/fields/blank';
import { readName } from '../../../../engine/fields/id';
import { itemError } from '../../../../engine/fields/itemError';
import { optionalList } from '../../../../engine/fields/list';
import type { Parameters } from '../../../../engine/fields/parameters';
import { UnexpectedResponseError } from '../../../../engine/operation';
import { singleOperation } from '../../../../engine/single';
import { path } from '../../../../engine/path';
import { idOf, objectOf } from '../../api';
import { consumerProperty, consumerReader } from '../../consumer';
import { bodyInput, jsonBody } from '../../input';
import { airOnly } from '../../walletRef';

/** States are set up for each client of Eagle Eye, separately for each kind of object (eagleEye 2.3). */
const states = [
	['Coupon State', 'couponState', 'LOADED'],
	['Identity State', 'identityState', 'DEFAULT'],
	['Scheme State', 'schemeState', 'EARNBURN'],
	['Wallet State', 'walletState', 'DEFAULT'],
] as const;

const example = {
	status: 'ACTIVE',
	state: 'DEFAULT',
	type: 'CONSUMER',
	identities: [{ type: 'CUSTOMER_ID', value: '12345', status: 'ACTIVE', state: 'DEFAULT' }],
	consumer: {},
	accounts: {},
};

const fields: INodeProperties[] = [
	{
		displayName: 'Identities',
		name: 'identities',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add identity',
		default: {},
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
						description:
							'Type of the identity as it is set up in AIR, such as CUSTOMER_ID, CARD or MOBILE',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						description: 'Value of the identity',
					},
				],
			},
		],
	},
	consumerProperty,
	{
		displayName: 'Scheme ID',
		name: 'schemeId',
		type: 'string',
		default: '',
		description: 'ID of the loyalty scheme to join. Left blank, no points account is created.',
	},
	{
		displayName: 'Campaign Tags',
		name: 'campaignTags',
		type: 'string',
		default: '',
		placeholder: 'e.g. initialoffer',
		description: 'Tags of the campaigns to issue a coupon of, separated by commas',
	},
	{
		displayName: 'States',
		name: 'states',
		type: 'collection',
		placeholder: 'Add state',
		default: {},
		description: 'States of the new objects, where those of your unit in AIR differ',
		options: states.map(([displayName, name, value]) => ({
			displayName,
			name,
			type: 'string',
			default: value,
			description: `Sent as ${value} unless it is given here`,
		})),
	},
];

const input = bodyInput({
	name: 'wallet',
	title: 'Wallet',
	fields,
	fieldsText: 'Enter identities, consumer and accounts one by one',
	example,
	jsonText: 'The whole body of the request, for everything that the fields do not offer',
});

function fieldsReader(parameters: Parameters): (item: number) => IDataObject {
	const identities = parameters.rows('identities.identity', ['type', 'value']);
	const consumerOf = consumerReader(parameters);
	const schemeId = parameters.field('schemeId');
	const campaignTags = parameters.field('campaignTags');
	const stateOf = statesReader(parameters);
	return (item) => {
		if (identities.length === 0) {
			throw itemError(
				'The wallet has no identity',
				'Add what the customer is known by, such as a customer ID',
			);
		}
		const state = stateOf(item);
		const scheme = optional(schemeId(item), (value) => readName(value, 'Scheme ID'));
		const tags = optionalList(campaignTags(item), 'Campaign Tags');
		return {
			status: 'ACTIVE',
			state: state.walletState,
			type: 'CONSUMER',
			consumer: consumerOf(item),
			identities: identities.map((row) => ({
				type: readName(row.type(item), 'Type'),
				value: readName(row.value(item), 'Value'),
				status: 'ACTIVE',
				state: state.identityState,
			})),
			accounts: {
				...(tags.length > 0 && {
					campaign: tags.map((campaignTag) => ({ campaignTag, state: state.couponState })),
				}),
				...(scheme && {
					scheme: [{ schemeId: scheme, status: 'ACTIVE', state: state.schemeState }],
				}),
			},
		};
	};
}

type StateName = (typeof states)[number][1];

/** Reads the states; one that is blank for the item is the usual one. */
function statesReader(parameters: Parameters): (item: number) => Record<StateName, string> {
	const given = states.map(([title, name, usual]) => ({
		...{ title, name, usual },
		read: parameters.field(`states.${name}`, usual),
	}));
	return (item) =>
		Object.fromEntries(
			given.map(({ title, name, usual, read }) => [
				name,
				optional(read(item), (value) => readName(value, title)) ?? usual,
			]),
		) as Record<StateName, string>;
}

/** `POST /services/wallet/accounts`: wallet, consumer, identities and accounts in one call (eagleEye 2.3). */
export const create = singleOperation<IDataObject>({
	resource: 'wallet',
	value: 'create',
	name: 'Create',
	description: 'Create a wallet with consumer, identities and accounts in one call',
	action: 'Create a wallet',
	properties: input.properties,
	idempotent: false,
	services: airOnly,
	read: (parameters) => input.reader(parameters, { fields: fieldsReader }),
	request: (wallet) => ({
		method: 'POST',
		path: path`/services/wallet/accounts`,
		body: jsonBody(wallet),
	}),
	parseResponse(wallet, body) {
		const answer = objectOf(body);
		if (Object.keys(answer).length === 0) throw new UnexpectedResponseError();
		// Which of the two it is, is not documented: the wallet may stand in the answer or be it.
		const walletId = idOf(answer.walletId ?? objectOf(answer.wallet).walletId);
		return {
			accepted: true,
			result: { accepted: true, walletId, identities: wallet.identities ?? [], raw: answer },
		};
	},
});
