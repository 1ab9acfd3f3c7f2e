import { readBoolean } from '../../../../engine/fields/boolean';
import { readName } from '../../../../engine/fields/id';
import { optionalText } from '../../../../engine/fields/text';
import { path } from '../../../../engine/path';
import { bodyInput, optionalField } from '../../body';
import { customerConnectOperation } from '../../connectOperation';
import { OFFERS, SEEN_IN_INTEGRATIONS, textProperty, userOfferProperty } from '../../offer';

const input = bodyInput({
	name: 'update',
	title: 'Update',
	fields: [
		userOfferProperty,
		textProperty('Custom Data', 'customData', 'Text of your own that stays with the offer'),
		{
			displayName: 'Update Redemption Dates',
			name: 'updateRedemptionDates',
			type: 'boolean',
			default: false,
			description: 'Whether to recalculate from when and until when the offer can be redeemed',
		},
	],
	jsonDefault: '{\n  "user_offer_id": "",\n  "custom_data": ""\n}',
	isExample: true,
	caution: SEEN_IN_INTEGRATIONS,
});

/** sessionM 3.8. */
export const update = customerConnectOperation({
	resource: 'offer',
	value: 'update',
	name: 'Update',
	description: "Change an offer that is in a customer's wallet",
	action: 'Update an offer',
	idempotent: true,
	path: path`${OFFERS}/acquisition/update`,
	input,
	body(parameters) {
		const userOffer = parameters.field('userOfferId');
		const customData = parameters.field('customData');
		const dates = parameters.field('updateRedemptionDates', false);
		return (item) => ({
			user_offer_id: readName(userOffer(item), 'User Offer ID'),
			...optionalField('custom_data', customData(item), (value) =>
				optionalText(value, 'Custom Data'),
			),
			update_redemption_dates: readBoolean(dates(item), 'Update Redemption Dates', false),
		});
	},
	result: (body) => ({ userOfferId: body.user_offer_id ?? null }),
});
