import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { limitProperties, limitReader } from '../../../../engine/description/limit';
import { readBoolean } from '../../../../engine/fields/boolean';
import { UnexpectedResponseError } from '../../../../engine/operation';
import { afterPage, firstPage, type Paging } from '../../../../engine/single';
import { path } from '../../../../engine/path';
import { toConnect } from '../../api';
import { bodyInput, cultureProperty, cultureReader } from '../../body';
import { customerOperation } from '../../customerOperation';
import { OFFERS } from '../../offer';
import { connect } from '../../services';

/** Offers a request, as SessionM's partners ask for (sessionM 3.4). */
const PAGE = 1000;

const input = bodyInput({
	name: 'offers',
	title: 'Offers',
	fields: [
		{
			displayName: 'Include Pending Extended Data',
			name: 'includePending',
			type: 'boolean',
			default: false,
			description: 'Whether to also return data that SessionM is still processing',
		},
		cultureProperty,
	],
	jsonDefault: '{\n  "culture": "en-US"\n}',
	caution: 'The node counts skip and take itself.',
});

/** sessionM 3.4, 3.7: the offers carry `id`, `name`, `description` and `redemption_end_date`. */
const payloadSchema = z.object({
	payload: z
		.object({
			user_offers: z
				.array(z.custom<IDataObject>((value) => typeof value === 'object' && value !== null))
				.nullish(),
			total_records: z.number().nullish(),
		})
		.passthrough(),
});

interface Query {
	body: IDataObject;
	paging: Paging;
}

/** How many offers to ask for next. */
const take = ({ limit, results }: Paging) => Math.min(PAGE, limit - results.length);

export const getAll = customerOperation<Query>({
	resource: 'offer',
	value: 'getAll',
	name: 'Get Many',
	description: 'Get many offers that are in the wallet of a customer',
	action: 'Get many offers',
	properties: [...limitProperties, ...input.properties],
	kind: 'getMany',
	idempotent: true,
	service: connect,
	read(parameters, facts) {
		const limit = limitReader(parameters);
		const bodyOf = input.reader<IDataObject>(parameters, {
			fields(fields) {
				const pending = fields.field('includePending', false);
				const cultureOf = cultureReader(fields);
				return (item) => ({
					include_pending_extended_data: readBoolean(
						pending(item),
						'Include Pending Extended Data',
						false,
					),
					...cultureOf(item),
				});
			},
		});
		const retailer = { retailer_id: facts.setting(connect, 'retailerId') };
		return (item) => ({ body: { ...retailer, ...bodyOf(item) }, paging: firstPage(limit(item)) });
	},
	request: ({ body, paging }, userId) =>
		toConnect(path`${OFFERS}/get_user_offers`, {
			user_id: userId,
			...body,
			skip: paging.results.length,
			take: take(paging),
		}),
	parseResponse(query, response, who) {
		const parsed = payloadSchema.safeParse(response);
		if (!parsed.success) throw new UnexpectedResponseError();
		const { paging } = query;
		const { user_offers, total_records: total } = parsed.data.payload;
		const received = user_offers ?? [];
		const seen = paging.results.length + received.length;
		// Without a total, a page that is not full is the last one.
		const hasMore = typeof total === 'number' ? seen < total : received.length >= take(paging);
		const after = afterPage(paging, received, hasMore);
		if ('next' in after) return { followUp: { ...query, paging: after.next } };
		return { accepted: true, result: after.all.map((offer) => ({ ...who, ...offer })) };
	},
});
