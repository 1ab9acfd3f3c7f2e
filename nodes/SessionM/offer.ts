import type { INodeProperties } from 'n8n-workflow';
import { path } from '../../engine/path';

/** Where the calls on offers are (sessionM 3.8). */
export const OFFERS = path`/offers/api/2.0/offers`;

/** A text parameter of an operation on offers or points. */
export function textProperty(
	displayName: string,
	name: string,
	description: string,
	more: Partial<INodeProperties> = {},
): INodeProperties {
	return { displayName, name, type: 'string', default: '', description, ...more };
}

/** The offer that a customer has, as opposed to the offer that all customers may get. */
export const userOfferProperty = textProperty(
	'User Offer ID',
	'userOfferId',
	"ID of the offer in the customer's wallet, which Offer: Get Many returns as its ID and Offer: Issue as user_offer_id",
	{ required: true, placeholder: 'e.g. 5d0a6c1f-…' },
);

/** What is said of bodies that integrations show. */
export const SEEN_IN_INTEGRATIONS =
	'The fields were seen in integrations, not in the documents of SessionM.';
