import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { requiredList } from '../../../../engine/fields/list';
import { UnexpectedResponseError } from '../../../../engine/operation';
import { pagedOperation } from '../../../../engine/single';
import { path } from '../../../../engine/path';
import { toConnect } from '../../api';
import { OFFERS, textProperty } from '../../offer';
import { connect } from '../../services';

/** Offers a request, as for wallets (sessionM 3.4). */
const PAGE = 1000;

const responseSchema = z.object({
	payload: z.object({
		results: z.array(z.custom<IDataObject>((one) => typeof one === 'object' && one !== null)),
	}),
});

interface Query {
	retailerId: string;
	ids: string[];
}

/** sessionM 3.8: what an offer is, and how often it was acquired and redeemed. */
export const getDetails = pagedOperation<Query>({
	resource: 'offer',
	value: 'getDetails',
	name: 'Get Details',
	description: 'Get the details of offers, and how often they were acquired and redeemed',
	action: 'Get details of offers',
	properties: [
		textProperty(
			'Offer IDs',
			'offerIds',
			'IDs of the offers, separated by commas. A list can be mapped as it is.',
			{
				required: true,
			},
		),
	],
	services: [connect],
	read(parameters, facts) {
		const retailerId = facts.setting(connect, 'retailerId');
		const ids = parameters.field('offerIds');
		return (item) => ({
			retailerId,
			ids: requiredList(ids(item), 'Offer IDs'),
			limit: Number.POSITIVE_INFINITY,
		});
	},
	request: ({ retailerId, ids }, { results }) =>
		toConnect(path`${OFFERS}/fetch_offers_details`, {
			retailer_id: retailerId,
			offer_ids: ids,
			skip: results.length,
			take: PAGE,
		}),
	parsePage(_query, body) {
		const parsed = responseSchema.safeParse(body);
		if (!parsed.success) throw new UnexpectedResponseError();
		const { results } = parsed.data.payload;
		return { results, hasMore: results.length >= PAGE };
	},
});
