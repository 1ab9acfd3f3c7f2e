import { readName } from '../../../../engine/fields/id';
import { requiredList } from '../../../../engine/fields/list';
import { optional } from '../../../../engine/fields/blank';
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

const input = bodyInput({
	name: 'spend',
	title: 'Spend',
	fields: [
		amountProperty('How many points to take'),
		textProperty(
			'Point Account IDs',
			'pointAccountIds',
			'IDs of the accounts whose points are taken, separated by commas',
			{
				required: true,
			},
		),
		...referenceProperties('spending'),
		cultureProperty,
	],
	jsonDefault:
		'{\n  "spend_details": [\n    {\n      "amount": 100,\n      "point_account_ids": ' +
		'[""],\n      "reference_id": ""\n    }\n  ]\n}',
	isExample: true,
	caution: SEEN_IN_INTEGRATIONS,
});

/** sessionM 3.9: what could not be taken is told under "ok", in `error_status`. */
export const spend = customerConnectOperation({
	resource: 'points',
	value: 'spend',
	name: 'Spend',
	description: 'Take points from a customer',
	action: 'Spend points',
	// That a reference counts once only is not verified (sessionM 3.4).
	idempotent: false,
	path: POINTS('1.0').below('spend_multiple'),
	input,
	body(parameters, facts) {
		const [amount, accounts, reference, type] = [
			parameters.field('amount'),
			parameters.field('pointAccountIds'),
			parameters.field('referenceId'),
			parameters.field('referenceType'),
		];
		const cultureOf = cultureReader(parameters);
		return (item) => ({
			spend_details: [
				{
					amount: readAmount(amount(item)),
					point_account_ids: requiredList(accounts(item), 'Point Account IDs'),
					reference_id:
						optional(reference(item), (value) => readName(value, 'Reference ID')) ??
						facts.reference(item),
					...optionalField('reference_type', type(item), (value) =>
						readName(value, 'Reference Type'),
					),
				},
			],
			allow_partial_success: false,
			disable_event_publishing: false,
			...cultureOf(item),
		});
	},
	result: (body) => ({ referenceIds: referenceIds(body.spend_details) }),
});
