import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { itemError } from '../../../../engine/fields/itemError';
import { toConnect } from '../../api';
import { bodyReader, cultureProperty, guidedOrJson, readNumber, readText } from '../../body';
import { customerOperation } from '../../customerOperation';
import { payloadOf } from '../../envelope';
import { connect } from '../../services';

const text = (displayName: string, name: string, description: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	description,
	...more,
});

const fields: INodeProperties[] = [
	{
		displayName: 'Amount',
		name: 'amount',
		type: 'number',
		required: true,
		default: 0,
		description: 'How many points to give',
	},
	text('Point Source ID', 'pointSourceId', 'ID of the source that the points come from, as set up in SessionM', { required: true }),
	text('Point Account ID', 'pointAccountId', 'ID of the kind of account that the points go to, as set up in SessionM', { required: true }),
	text(
		'Reference ID',
		'referenceId',
		'Your reference of the deposit. Left empty, one is made that stays the same when n8n tries the item again. Whether SessionM counts a reference only once is not verified.',
	),
	text('Reference Type', 'referenceType', 'What the reference is of, as agreed with SessionM'),
	cultureProperty,
];

const apiVersion: INodeProperties = {
	displayName: 'API Version',
	name: 'apiVersion',
	type: 'options',
	options: [
		{ name: '1.0', value: '1.0' },
		{ name: '2.0', value: '2.0' },
	],
	default: '1.0',
	description: 'Version of the deposit call. Both are in use; ask SessionM which one your account has.',
};

interface Deposit {
	version: string;
	body: IDataObject;
}

/** CONTRACTS 3.4, user_points/deposit. */
export const deposit = customerOperation<Deposit>({
	resource: 'points',
	value: 'deposit',
	name: 'Deposit',
	description: 'Give points to a customer',
	action: 'Deposit points',
	properties: [
		apiVersion,
		...guidedOrJson(
			'deposit',
			'Deposit',
			fields,
			'{\n  "deposit_details": [\n    {\n      "point_source_id": "",\n      "point_account_id": "",\n      "amount": 100,\n      "reference_id": ""\n    }\n  ]\n}',
			'The fields were seen in integrations, not in the documents of SessionM.',
		),
	],
	// That a reference counts once only is not verified (CONTRACTS 3.4): points given twice would be a gift.
	idempotent: false,
	service: connect,
	read(parameters, facts) {
		const version = parameters.field('apiVersion', '1.0');
		const bodyOf = bodyReader(parameters, 'deposit', 'Deposit', () => {
			const [amount, source, account, reference, type, culture] = [
				'amount',
				'pointSourceId',
				'pointAccountId',
				'referenceId',
				'referenceType',
				'culture',
			].map((name) => parameters.field(name)) as [F, F, F, F, F, F];
			return (item) => {
				const points = readNumber(amount(item), 'Amount');
				if (points <= 0) throw itemError('"Amount" is not more than 0', 'Give the number of points to add');
				return {
					deposit_details: [
						{
							point_source_id: readText(source(item), 'Point Source ID'),
							amount: points,
							point_account_id: readText(account(item), 'Point Account ID'),
							reference_id: String(reference(item) || facts.reference(item)),
							...(type(item) ? { reference_type: String(type(item)) } : {}),
							rank: 0,
						},
					],
					allow_partial_success: false,
					disable_event_publishing: false,
					...(culture(item) ? { culture: String(culture(item)) } : {}),
				} as IDataObject;
			};
		});
		const retailer = { retailer_id: facts.setting(connect, 'retailerId') };
		return (item) => ({ version: version(item) === '2.0' ? '2.0' : '1.0', body: { ...retailer, ...bodyOf(item) } });
	},
	request: ({ version, body }, userId) =>
		toConnect(`/incentives/api/${version}/user_points/deposit`, { user_id: userId, ...body }),
	parseResponse: ({ body }, response, who) => ({
		accepted: true,
		result: {
			...who,
			accepted: true,
			referenceIds: details(body).map(({ reference_id: id }) => id ?? null) as string[],
			response: payloadOf(response),
		},
	}),
});

type F = (item: number) => unknown;

function details({ deposit_details: list }: IDataObject): IDataObject[] {
	return Array.isArray(list) ? (list as IDataObject[]).filter((one) => typeof one === 'object' && one !== null) : [];
}
