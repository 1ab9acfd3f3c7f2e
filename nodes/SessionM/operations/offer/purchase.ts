import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { toConnect } from '../../api';
import { bodyReader, cultureProperty, guidedOrJson, readList, readText } from '../../body';
import { customerOperation } from '../../customerOperation';
import { payloadOf } from '../../envelope';
import { connect } from '../../services';

const fields: INodeProperties[] = [
	{
		displayName: 'Offer ID',
		name: 'offerId',
		type: 'string',
		required: true,
		default: '',
		description: 'ID of the offer in the rewards store',
	},
	{
		displayName: 'Reward Store ID',
		name: 'rewardStoreId',
		type: 'string',
		default: '',
		description: 'ID of the rewards store, where the account has more than one',
	},
	{
		displayName: 'Point Account IDs',
		name: 'pointAccountIds',
		type: 'string',
		required: true,
		default: '',
		description: 'IDs of the accounts whose points pay for the offer, separated by commas',
	},
	cultureProperty,
];

/** CONTRACTS 3.4: spends points and issues the offer in one. Only `point_account_ids` of the body is documented. */
export const purchase = customerOperation<IDataObject>({
	resource: 'offer',
	value: 'purchase',
	name: 'Purchase',
	description: 'Let a customer buy an offer of the rewards store with points',
	action: 'Purchase an offer',
	properties: [
		...guidedOrJson(
			'purchase',
			'Purchase',
			fields,
			'{\n  "offer_id": "",\n  "point_account_ids": [""]\n}',
			'Of the fields, only the point accounts are in the documents of SessionM.',
		),
	],
	// Twice sent is twice paid.
	idempotent: false,
	service: connect,
	read(parameters, facts) {
		const bodyOf = bodyReader(parameters, 'purchase', 'Purchase', () => {
			const offer = parameters.field('offerId');
			const store = parameters.field('rewardStoreId');
			const accounts = parameters.field('pointAccountIds');
			const culture = parameters.field('culture');
			return (item) => ({
				offer_id: readText(offer(item), 'Offer ID'),
				...(store(item) ? { reward_store_id: String(store(item)) } : {}),
				point_account_ids: readList(accounts(item), 'Point Account IDs'),
				...(culture(item) ? { culture: String(culture(item)) } : {}),
			});
		});
		const retailer = { retailer_id: facts.setting(connect, 'retailerId') };
		return (item) => ({ ...retailer, ...bodyOf(item) });
	},
	request: (body, userId) => toConnect('/offers/api/2.0/offers/rewardstores/purchase_offer', { user_id: userId, ...body }),
	parseResponse: (body, response, who) => ({
		accepted: true,
		result: { ...who, accepted: true, offerId: body.offer_id ?? null, response: payloadOf(response) },
	}),
});
