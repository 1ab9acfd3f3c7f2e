import { readBoolean } from '../../../../engine/fields/boolean';
import { readName } from '../../../../engine/fields/id';
import { path } from '../../../../engine/path';
import { bodyInput } from '../../body';
import { connectOperation } from '../../connectOperation';
import { OFFERS, SEEN_IN_INTEGRATIONS, userOfferProperty } from '../../offer';

const input = bodyInput({
	name: 'redeem',
	title: 'Redeem',
	fields: [
		userOfferProperty,
		{
			displayName: 'Force',
			name: 'force',
			type: 'boolean',
			default: false,
			description: 'Whether to redeem the offer even if its rules do not allow it',
		},
	],
	jsonDefault: '{\n  "user_offer_id": "",\n  "force_redeem": false\n}',
	isExample: true,
	caution: SEEN_IN_INTEGRATIONS,
});

/** sessionM 3.8: without a purchase. With one, the offer is applied to a transaction. */
export const redeem = connectOperation({
	resource: 'offer',
	value: 'redeem',
	name: 'Redeem',
	description: "Redeem an offer of a customer's wallet without a purchase, such as at a counter",
	action: 'Redeem an offer',
	// Whether a second call redeems it a second time is not verified.
	idempotent: false,
	path: path`${OFFERS}/redemption/manual_redeem`,
	input,
	body(parameters) {
		const userOffer = parameters.field('userOfferId');
		const force = parameters.field('force', false);
		return (item) => ({
			user_offer_id: readName(userOffer(item), 'User Offer ID'),
			force_redeem: readBoolean(force(item), 'Force', false),
		});
	},
	result: (body) => ({ userOfferId: body.user_offer_id ?? null }),
});
