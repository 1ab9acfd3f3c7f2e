import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { type Operation, UnreadableAnswer } from '../../../../engine/operation';
import { toConnect } from '../../api';
import { bodyReader, cultureProperty, guidedOrJson } from '../../body';
import { customerProperties } from '../../customer';
import { customerCall, named, type Step } from '../../customerCall';
import { limitProperties, limitReader } from '../../../../engine/limit';
import { connect } from '../../services';

/** Offers a request, as SessionM's partners ask for (CONTRACTS 3.4). */
const PAGE = 1000;

const fields: INodeProperties[] = [
	{
		displayName: 'Include Pending Extended Data',
		name: 'includePending',
		type: 'boolean',
		default: false,
		description: 'Whether to return also data that SessionM has not finished with',
	},
	cultureProperty,
];

/** CONTRACTS 3.4 and 004: the offers carry `id`, `name`, `description` and `redemption_end_date`. */
const payloadSchema = z.object({
	payload: z
		.object({
			user_offers: z.array(z.custom<IDataObject>((value) => typeof value === 'object' && value !== null)).nullish(),
			total_records: z.number().nullish(),
		})
		.passthrough(),
});

interface Page {
	body: IDataObject;
	limit: number;
	/** Offers that earlier pages have brought. */
	offers: IDataObject[];
}

/** How many offers to ask for next. */
const take = ({ limit, offers }: Page) => Math.min(PAGE, limit - offers.length);

export const getAll: Operation<Step<Page>> = {
	resource: 'offer',
	value: 'getAll',
	name: 'Get Many',
	description: 'Get many offers that are in the wallet of a customer',
	action: 'Get many offers',
	properties: [
		...customerProperties,
		...limitProperties,
		...guidedOrJson('offers', 'Offers', fields, '{\n  "culture": "en-US"\n}', 'The node counts skip and take itself.'),
	],
	idempotent: true,
	...customerCall<Page>({
		service: connect,
		read(parameters, facts) {
			const limit = limitReader(parameters);
			const bodyOf = bodyReader(parameters, 'offers', 'Offers', () => {
				const pending = parameters.field('includePending', false);
				const culture = parameters.field('culture');
				return (item) => ({
					include_pending_extended_data: pending(item) === true,
					...(culture(item) ? { culture: String(culture(item)) } : {}),
				});
			});
			const retailer = { retailer_id: facts.setting(connect, 'retailerId') };
			return (item) => ({ body: { ...retailer, ...bodyOf(item) }, limit: limit(item), offers: [] });
		},
		request: (page, userId) =>
			toConnect('/offers/api/2.0/offers/get_user_offers', {
				user_id: userId,
				...page.body,
				skip: page.offers.length,
				take: take(page),
			}),
		answer(page, body, userId, customer) {
			const parsed = payloadSchema.safeParse(body);
			if (!parsed.success) throw new UnreadableAnswer();
			const { user_offers: received, total_records: total } = parsed.data.payload;
			const offers = [...page.offers, ...(received ?? [])];
			const wanted = Math.min(page.limit, total ?? Number.POSITIVE_INFINITY);
			// Without a total, a page that is not full is the last one.
			const isLast = !received?.length || (typeof total !== 'number' && received.length < take(page));
			if (offers.length < wanted && !isLast) return { more: { ...page, offers } };
			const who = named(customer, userId);
			return { accepted: true, result: offers.slice(0, page.limit).map((offer) => ({ ...who, ...offer })) };
		},
	}),
};
