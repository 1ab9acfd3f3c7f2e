import { readName } from '../../../../engine/fields/id';
import { readWholeNumber } from '../../../../engine/fields/number';
import { path } from '../../../../engine/path';
import { bodyInput } from '../../body';
import { customerConnectOperation } from '../../connectOperation';
import { OFFERS, SEEN_IN_INTEGRATIONS, textProperty } from '../../offer';

const input = bodyInput({
	name: 'issue',
	title: 'Issue',
	fields: [
		textProperty('Offer ID', 'offerId', 'ID of the offer to give to the customer', {
			required: true,
		}),
		{
			displayName: 'Quantity',
			name: 'quantity',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 1,
			description: 'How many the customer gets',
		},
	],
	jsonDefault: '{\n  "offer_id": "",\n  "quantity": 1\n}',
	isExample: true,
	caution: SEEN_IN_INTEGRATIONS,
});

/** sessionM 3.8. Why an offer was not issued is told under "ok", in `fail_reason` (sessionM 3.9). */
export const issue = customerConnectOperation({
	resource: 'offer',
	value: 'issue',
	name: 'Issue',
	description: "Put an offer into a customer's wallet",
	action: 'Issue an offer',
	// Nothing tells a repeated issue from a second one (sessionM 3.8).
	idempotent: false,
	path: path`${OFFERS}/acquisition/issue`,
	input,
	body(parameters) {
		const offer = parameters.field('offerId');
		const quantity = parameters.field('quantity', 1);
		return (item) => ({
			offer_id: readName(offer(item), 'Offer ID'),
			quantity: readWholeNumber(quantity(item), 'Quantity', { min: 1 }),
		});
	},
	result: (body) => ({ offerId: body.offer_id ?? null }),
});
