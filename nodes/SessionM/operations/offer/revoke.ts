import { readName } from '../../../../engine/fields/id';
import { optionalText } from '../../../../engine/fields/text';
import { path } from '../../../../engine/path';
import { bodyInput, optionalField } from '../../body';
import { connectOperation } from '../../connectOperation';
import { OFFERS, SEEN_IN_INTEGRATIONS, textProperty, userOfferProperty } from '../../offer';

const input = bodyInput({
	name: 'revoke',
	title: 'Revoke',
	fields: [
		userOfferProperty,
		textProperty('Reason', 'reason', 'Why it is taken back, for SessionM’s own records'),
	],
	jsonDefault: '{\n  "user_offer_id": "",\n  "reason": ""\n}',
	isExample: true,
	caution: SEEN_IN_INTEGRATIONS,
});

/** sessionM 3.8. */
export const revoke = connectOperation({
	resource: 'offer',
	value: 'revoke',
	name: 'Revoke',
	description: "Take an offer out of a customer's wallet",
	action: 'Revoke an offer',
	// An offer that is revoked twice is revoked.
	idempotent: true,
	path: path`${OFFERS}/acquisition/revoke`,
	input,
	body(parameters) {
		const userOffer = parameters.field('userOfferId');
		const reason = parameters.field('reason');
		return (item) => ({
			user_offer_id: readName(userOffer(item), 'User Offer ID'),
			...optionalField('reason', reason(item), (value) => optionalText(value, 'Reason')),
		});
	},
	result: (body) => ({ userOfferId: body.user_offer_id ?? null }),
});
