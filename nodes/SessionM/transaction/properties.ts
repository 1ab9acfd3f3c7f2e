import type { INodeProperties } from 'n8n-workflow';

import { cultureProperty, guidedOrJson } from '../body';
import { customerProperties } from '../customer';

const amount = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder: 'e.g. 18.00',
	description,
});

const text = (displayName: string, name: string, description: string, fallback = ''): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: fallback,
	description,
});

const fields: INodeProperties[] = [
	{
		displayName: 'Line Items',
		name: 'lineItems',
		type: 'json',
		required: true,
		default: '[\n  { "item_id": "", "quantity": 1, "unit_price": 9.5 }\n]',
		description:
			'What was bought: a list of objects with item_id, quantity and unit_price. A list in the data can be mapped as it is. line_id, subtotal and tax_included are filled in where they are missing.',
	},
	amount('Subtotal', 'subtotal', 'Sum without tax. Left empty, it is the sum of the line items.'),
	amount('Tax', 'taxTotal', 'Tax of the whole transaction. Left empty, it is 0.'),
	text('Payment Type', 'paymentType', 'How it was paid, by the names agreed with SessionM', 'cash'),
	text('Transaction ID', 'transactionId', 'Your own ID of the transaction, such as the number of the receipt. Left empty, it is the request ID.'),
	{
		displayName: 'Time',
		name: 'openTime',
		type: 'dateTime',
		default: '',
		description: 'When it was bought. Left empty, it is now.',
	},
	text('Channel', 'channel', 'Where it was bought, by the names agreed with SessionM', 'OnPremise'),
];

export const transactionProperties: INodeProperties[] = [
	...customerProperties,
	text(
		'Request ID',
		'requestId',
		'What makes SessionM count the transaction only once, however often it is sent. Left empty, one is made that stays the same when n8n tries the item again. Map the number of the receipt if the same list may be sent in another execution, too.',
	),
	...guidedOrJson(
		'transaction',
		'Transaction',
		fields,
		'{\n  "is_closed": true,\n  "transaction_id": "",\n  "subtotal": 18,\n  "items": [],\n  "payments": []\n}',
		'The fields were seen in an integration; SessionM documents the container around them only.',
	),
	text('Store ID', 'storeId', 'ID of the store, where it is not the one of the credential'),
	cultureProperty,
];
