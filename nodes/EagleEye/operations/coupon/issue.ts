import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { UnexpectedResponseError } from '../../../../engine/operation';
import type { Parameters } from '../../../../engine/fields/parameters';
import { choiceReader } from '../../../../engine/fields/choice';
import { readName, readPathName } from '../../../../engine/fields/id';
import { itemError } from '../../../../engine/fields/itemError';
import { readJsonList } from '../../../../engine/fields/json';
import { objectOf } from '../../api';
import { jsonBody } from '../../json';
import { accountOf } from '../../movements';
import { walletOperation, walletPath, walletProperties } from '../../wallets';

const properties: INodeProperties[] = [
	...walletProperties,
	{
		displayName: 'Coupons',
		name: 'couponInput',
		type: 'options',
		noDataExpression: true,
		default: 'single',
		description: 'How many coupons are issued, and how they are given',
		options: [
			{ name: 'Single', value: 'single', description: 'One coupon of one campaign' },
			{ name: 'Several', value: 'several', description: 'Coupons of several campaigns in one call' },
			{ name: 'JSON', value: 'json', description: 'Give the list of several coupons as JSON' },
		],
	},
	{
		displayName: 'Campaign ID',
		name: 'campaignId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 101161513',
		displayOptions: { show: { couponInput: ['single'] } },
		description: 'ID of the campaign in AIR that the coupon belongs to',
	},
	{
		displayName: 'State',
		name: 'state',
		type: 'string',
		default: 'LOADED',
		displayOptions: { show: { couponInput: ['single'] } },
		description: 'State of the new coupon. Which states there are is set up for each client of Eagle Eye.',
	},
	{
		displayName: 'Campaigns',
		name: 'campaigns',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add campaign',
		default: {},
		displayOptions: { show: { couponInput: ['several'] } },
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
	{
		displayName: 'Coupons (JSON)',
		name: 'couponsJson',
		type: 'json',
		default: '[\n  { "campaignTag": "initialoffer", "state": "LOADED" }\n]',
		displayOptions: { show: { couponInput: ['json'] } },
		description: 'A list with one entry for each coupon, as it is to be sent',
	},
];

/** One campaign by its id, or several by their tags: two calls of AIR's (eagleEye 2.3). */
type Coupons = { campaignId: string; state: string } | { list: object[] };

function readList(list: unknown): { list: object[] } {
	if (Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === 'object' && one !== null)) return { list };
	throw itemError('There is no coupon to issue', 'Add at least one campaign');
}

const couponsReader = (parameters: Parameters): ((item: number) => Coupons) =>
	choiceReader<Coupons>(
		parameters,
		{ name: 'couponInput', title: 'Coupons', fallback: 'single' },
		{
			single(from) {
				const campaignId = from.field('campaignId');
				const state = from.field('state', 'LOADED');
				return (item) => ({
					campaignId: readPathName(campaignId(item), 'Campaign ID'),
					state: readName(state(item), 'State'),
				});
			},
			several(from) {
				const rows = from.rows('campaigns.campaign', ['campaignTag', 'state']);
				return (item) =>
					readList(
						rows.map((row) => ({
							campaignTag: readName(row.campaignTag(item), 'Campaign Tag'),
							state: readName(row.state(item), 'State'),
						})),
					);
			},
			json(from) {
				const json = from.field('couponsJson');
				return (item) => readList(readJsonList(json(item), 'Coupons (JSON)'));
			},
		},
	);

export const issue = walletOperation<Coupons>({
	resource: 'coupon',
	value: 'issue',
	name: 'Issue',
	description: 'Issue one or several coupons to a wallet',
	action: 'Issue coupons',
	properties,
	idempotent: false,
	read: couponsReader,
	request: (coupons, { walletId }) =>
		'list' in coupons
			? { method: 'POST', path: walletPath(walletId, 'campaigns', 'accounts'), body: jsonBody(coupons.list) }
			: {
					method: 'POST',
					path: walletPath(walletId, 'campaign', coupons.campaignId, 'account'),
					body: jsonBody({ status: 'ACTIVE', state: coupons.state }),
				},
	result(_, { walletId }, body) {
		if (typeof body !== 'object' || body === null) throw new UnexpectedResponseError();
		const made = Array.isArray(body) ? body : (objectOf(body).results ?? [body]);
		const coupons = (made as unknown[]).map((one): IDataObject => {
			const { accountId, campaignId, status, validFrom, validUntil } = accountOf(objectOf(one));
			return { accountId, campaignId, status, validFrom, validUntil };
		});
		return { accepted: true, walletId, coupons, raw: body as never };
	},
	missing: 'wallet or the campaign',
});
