import { readName } from '../../../../engine/fields/id';
import { requiredList } from '../../../../engine/fields/list';
import { path } from '../../../../engine/path';
import { bodyInput, cultureProperty, cultureReader, optionalField } from '../../body';
import { customerConnectOperation } from '../../connectOperation';
import { OFFERS, textProperty } from '../../offer';

const input = bodyInput({
	name: 'purchase',
	title: 'Purchase',
	fields: [
		textProperty(
			'Offer ID',
			'offerId',
			'ID of the offer in the rewards store; Reward Store: Get Offers returns it',
			{
				required: true,
			},
		),
		textProperty(
			'Reward Store ID',
			'rewardStoreId',
			'ID of the rewards store, where the account has more than one',
		),
		textProperty(
			'Point Account IDs',
			'pointAccountIds',
			'IDs of the accounts whose points pay for the offer, separated by commas',
			{ required: true },
		),
		cultureProperty,
	],
	jsonDefault: '{\n  "offer_id": "",\n  "point_account_ids": [""]\n}',
	isExample: true,
	caution: 'Of the fields, only the point accounts are in the documents of SessionM.',
});

/** sessionM 3.4: spends points and issues the offer in one. */
export const purchase = customerConnectOperation({
	resource: 'offer',
	value: 'purchase',
	name: 'Purchase',
	description: 'Let a customer buy an offer of the rewards store with points',
	action: 'Purchase an offer',
	// A second purchase is paid for as well.
	idempotent: false,
	path: path`${OFFERS}/rewardstores/purchase_offer`,
	input,
	body(parameters) {
		const offer = parameters.field('offerId');
		const store = parameters.field('rewardStoreId');
		const accounts = parameters.field('pointAccountIds');
		const cultureOf = cultureReader(parameters);
		return (item) => ({
			offer_id: readName(offer(item), 'Offer ID'),
			...optionalField('reward_store_id', store(item), (value) =>
				readName(value, 'Reward Store ID'),
			),
			point_account_ids: requiredList(accounts(item), 'Point Account IDs'),
			...cultureOf(item),
		});
	},
	result: (body) => ({ offerId: body.offer_id ?? null }),
});
