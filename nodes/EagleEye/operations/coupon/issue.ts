import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { optional } from '../../../../engine/fields/blank';
import { fieldsOrJsonList } from '../../../../engine/fields/fieldsOrJson';
import { readName, readPathName } from '../../../../engine/fields/id';
import { itemError } from '../../../../engine/fields/itemError';
import { isObject } from '../../../../engine/fields/json';
import type { Parameters } from '../../../../engine/fields/parameters';
import { UnexpectedResponseError } from '../../../../engine/operation';
import { accountOf } from '../../accountTransactions';
import { objectOf } from '../../api';
import { jsonBody } from '../../input';
import { walletOperation } from '../../walletOperation';
import { walletPath } from '../../walletRef';

/** The usual state of a new coupon (eagleEye 2.3). */
const LOADED = 'LOADED';

const single: INodeProperties[] = [
	{
		displayName: 'Campaign ID',
		name: 'campaignId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 101161513',
		description: 'ID of the campaign in AIR that the coupon belongs to',
	},
	{
		displayName: 'State',
		name: 'state',
		type: 'string',
		default: 'LOADED',
		description:
			'State of the new coupon. Which states there are is set up for each client of Eagle Eye.',
	},
];

const several: INodeProperties[] = [
	{
		displayName: 'Campaigns',
		name: 'campaigns',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add campaign',
		default: {},
		description: 'The campaigns to issue a coupon of',
		options: [
			{
				displayName: 'Campaign',
				name: 'campaign',
				values: [
					{
						displayName: 'Campaign Tag',
						name: 'campaignTag',
						type: 'string',
						default: '',
						placeholder: 'e.g. initialoffer',
						description: 'Tag of the campaign in AIR',
					},
					{
						displayName: 'State',
						name: 'state',
						type: 'string',
						default: 'LOADED',
						description: 'State of the new coupon',
					},
				],
			},
		],
	},
];

const input = fieldsOrJsonList({
	name: 'coupon',
	jsonName: 'couponsJson',
	title: 'Coupons',
	inputTitle: 'Coupons',
	fields: single,
	fieldsWay: { name: 'Single', value: 'single' },
	others: [
		{
			option: {
				name: 'Several',
				value: 'several',
				description: 'Coupons of several campaigns in one call',
			},
			fields: several,
		},
	],
	jsonDefault: '[\n  { "campaignTag": "initialoffer", "state": "LOADED" }\n]',
	isExample: true,
	texts: {
		input: 'How many coupons to issue, and how to enter them',
		fields: 'One coupon of one campaign',
		json: 'Enter a list of several coupons as JSON',
		jsonBody: 'A list with one entry for each coupon, as it is to be sent',
	},
});

/** One campaign by its id, or several by their tags: two calls of AIR's (eagleEye 2.3). */
type Coupons = { campaignId: string; state: string } | { list: object[] };

function checkedList(list: unknown[]): { list: object[] } {
	if (list.length > 0 && list.every(isObject)) return { list };
	throw itemError('There is no coupon to issue', 'Add at least one campaign');
}

const readState = (value: unknown): string =>
	optional(value, (given) => readName(given, 'State')) ?? LOADED;

function singleReader(parameters: Parameters): (item: number) => Coupons {
	const campaignId = parameters.field('campaignId');
	const state = parameters.field('state', LOADED);
	return (item) => ({
		campaignId: readPathName(campaignId(item), 'Campaign ID'),
		state: readState(state(item)),
	});
}

function severalReader(parameters: Parameters): (item: number) => Coupons {
	const rows = parameters.rows('campaigns.campaign', ['campaignTag', 'state']);
	return (item) =>
		checkedList(
			rows.map((row) => ({
				campaignTag: readName(row.campaignTag(item), 'Campaign Tag'),
				state: readState(row.state(item)),
			})),
		);
}

function jsonReader(parameters: Parameters): (item: number) => Coupons {
	const list = input.json(parameters);
	return (item) => checkedList(list(item));
}

export const issue = walletOperation<Coupons>({
	resource: 'coupon',
	value: 'issue',
	name: 'Issue',
	description: 'Issue one or several coupons to a wallet',
	action: 'Issue coupons',
	properties: input.properties,
	// Each call makes new coupons.
	idempotent: false,
	read: (parameters) =>
		input.reader<Coupons>(parameters, {
			fields: singleReader,
			several: severalReader,
			json: jsonReader,
		}),
	request: (coupons, { walletId }) =>
		'list' in coupons
			? {
					method: 'POST',
					path: walletPath(walletId, 'campaigns', 'accounts'),
					body: jsonBody(coupons.list),
				}
			: {
					method: 'POST',
					path: walletPath(walletId, 'campaign', coupons.campaignId, 'account'),
					body: jsonBody({ status: 'ACTIVE', state: coupons.state }),
				},
	parseResponse(_, body, { walletId }) {
		if (typeof body !== 'object' || body === null) throw new UnexpectedResponseError();
		const made = Array.isArray(body) ? (body as unknown[]) : (objectOf(body).results ?? [body]);
		const coupons = (made as unknown[]).map((one): IDataObject => {
			const { accountId, campaignId, status, validFrom, validUntil } = accountOf(objectOf(one));
			return { accountId, campaignId, status, validFrom, validUntil };
		});
		return {
			accepted: true,
			result: { accepted: true, walletId, coupons, raw: body as IDataObject },
		};
	},
	unknown: 'wallet or the campaign',
});
