import type { INodeProperties } from 'n8n-workflow';

import { bodyInput, cultureProperty } from '../body';
import { customerProperties } from '../customer';

const amount = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder: 'e.g. 18.00',
	description,
});

const text = (
	displayName: string,
	name: string,
	description: string,
	fallback = '',
): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: fallback,
	description,
});

/** How an offer of the wallet is named on a transaction (sessionM 3.5). */
const USER_OFFER = 'UserOfferId';

const appliedOffers: INodeProperties = {
	displayName: 'Offers Applied',
	name: 'appliedOffers',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add applied offer',
	default: {},
	description: 'Offers that the customer used in this purchase, which redeems them',
	options: [
		{
			displayName: 'Offer',
			name: 'offer',
			values: [
				{
					displayName: 'Amount',
					name: 'amount',
					type: 'string',
					default: '',
					placeholder: 'e.g. 2.50',
					description: 'By how much it lowers the price',
				},
				{
					displayName: 'Line Numbers',
					name: 'lines',
					type: 'string',
					default: '',
					placeholder: 'e.g. 1, 2',
					description:
						'Line IDs of the items that it is for, separated by commas. Left empty, the whole purchase.',
				},
				{
					displayName: 'Name',
					name: 'displayName',
					type: 'string',
					default: '',
					placeholder: 'e.g. 20 % off',
					description: 'What the discount is called on the receipt',
				},
				{
					displayName: 'POS Discount ID',
					name: 'posDiscountId',
					type: 'string',
					default: '',
					description: 'ID of the discount at the point of sale, where SessionM knows one',
				},
				{
					displayName: 'Reference Type',
					name: 'referenceType',
					type: 'string',
					default: USER_OFFER,
					description:
						`What the user offer ID is. ${USER_OFFER} is an offer of the wallet; for a promo code, ` +
						'the name that SessionM has agreed with you.',
				},
				{
					displayName: 'User Offer ID',
					name: 'userOfferId',
					type: 'string',
					default: '',
					description:
						"ID of the offer in the customer's wallet, which Offer: Get Many returns; with another " +
						'reference type, the code or ID of that kind',
				},
			],
		},
	],
};

const fields: INodeProperties[] = [
	{
		displayName: 'Line Items',
		name: 'lineItems',
		type: 'json',
		required: true,
		default: '[\n  { "item_id": "", "quantity": 1, "unit_price": 9.5 }\n]',
		description:
			'What was bought: a list of objects with item_id, quantity and unit_price. A list in ' +
			'the data can be mapped as it is. line_id, subtotal and tax_included (an amount) are ' +
			'filled in where they are missing.',
	},
	appliedOffers,
	amount(
		'Subtotal',
		'subtotal',
		'Sum without tax, discounts taken off. Left empty, it is the sum of the line items less that of the offers applied.',
	),
	amount('Tax', 'taxTotal', 'Tax of the whole transaction. Left empty, it is 0.'),
	text(
		'Payment Type',
		'paymentType',
		'How the customer paid, by the names agreed with SessionM',
		'cash',
	),
	text(
		'Transaction ID',
		'transactionId',
		'Your own ID of the transaction, such as the number of the receipt. Left empty, it is the request ID.',
	),
	text(
		'Return Of',
		'fromTransactionId',
		'For a return: the transaction ID of the purchase that is taken back. Left empty for a purchase.',
	),
	{
		displayName: 'Time',
		name: 'openTime',
		type: 'dateTime',
		default: '',
		description: 'When it was bought. Left empty, it is now.',
	},
	text(
		'Channel',
		'channel',
		'Where it was bought, by the names agreed with SessionM, such as IN-STORE, POS or MOBILE',
		'POS',
	),
];

export const transactionInput = bodyInput({
	name: 'transaction',
	title: 'Transaction',
	fields,
	jsonDefault:
		'{\n  "is_closed": true,\n  "transaction_id": "",\n  "subtotal": 18,\n  "items": [],\n  "payments": []\n}',
	isExample: true,
	caution:
		'The fields were seen in an integration; SessionM documents the container around them only.',
});

export const transactionProperties: INodeProperties[] = [
	...customerProperties,
	text(
		'Request ID',
		'requestId',
		'The ID by which SessionM counts a transaction only once, however often it is sent. Left ' +
			'empty, one is made that stays the same when n8n retries the item. Map the number of the ' +
			'receipt if the same list may be sent in another execution, too.',
	),
	...transactionInput.properties,
	text('Store ID', 'storeId', 'ID of the store, if it is not the one in the credential'),
	cultureProperty,
];
