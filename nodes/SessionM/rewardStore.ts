import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { limitProperties, limitReader } from '../../engine/description/limit';
import { requiredList } from '../../engine/fields/list';
import { type Operation, UnexpectedResponseError } from '../../engine/operation';
import { afterPage, firstPage, type Paging } from '../../engine/single';
import { path } from '../../engine/path';
import { toConnect } from './api';
import { cultureProperty, cultureReader } from './body';
import { customerOperation, type Step } from './customerOperation';
import { OFFERS, textProperty } from './offer';
import { connect } from './services';

/** Offers a request: "the take parameter must be 1,000 or less" (sessionM 3.4). */
const PAGE = 1000;

/** A list of the rewards store; the names of an answer's fields are not documented. */
interface StoreOperation extends Pick<Operation, 'value' | 'name' | 'description' | 'action'> {
	/** Below `/rewardstores`. */
	call: 'get_user_reward_stores' | 'get_reward_store_offers';
	/** The field of the payload that holds the list. */
	list: string;
	/** Whether it is asked for by stores, and paged. */
	ofStores?: boolean;
}

interface Query {
	body: IDataObject;
	paging: Paging;
}

const payloadSchema = z.object({ payload: z.record(z.unknown()) });
const isRecord = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null;

const storesProperty = textProperty(
	'Reward Store IDs',
	'rewardStoreIds',
	'IDs of the stores, separated by commas; Reward Store: Get Many returns them',
	{ required: true },
);

/** Makes an operation that lists what the rewards store has for a customer. */
export function storeOperation({
	call,
	list,
	ofStores = false,
	...description
}: StoreOperation): Operation<Step<Query>> {
	return customerOperation<Query>({
		resource: 'rewardStore',
		...description,
		kind: 'getMany',
		idempotent: true,
		properties: [...(ofStores ? [storesProperty] : []), ...limitProperties, cultureProperty],
		service: connect,
		read(parameters, facts) {
			const retailer = { retailer_id: facts.setting(connect, 'retailerId') };
			const stores = parameters.field('rewardStoreIds');
			const limit = limitReader(parameters);
			const cultureOf = cultureReader(parameters);
			return (item) => ({
				body: {
					...retailer,
					...cultureOf(item),
					...(ofStores && { reward_store_ids: requiredList(stores(item), 'Reward Store IDs') }),
				},
				paging: firstPage(limit(item)),
			});
		},
		request: ({ body, paging }, userId) =>
			toConnect(path`${OFFERS}/rewardstores/${call}`, {
				user_id: userId,
				...body,
				...(ofStores && { skip: paging.results.length, take: PAGE }),
			}),
		parseResponse(query, response, who) {
			const parsed = payloadSchema.safeParse(response);
			const received = parsed.data?.payload[list];
			if (!Array.isArray(received) || !received.every(isRecord))
				throw new UnexpectedResponseError();
			const after = afterPage(query.paging, received, ofStores && received.length >= PAGE);
			if ('next' in after) return { followUp: { ...query, paging: after.next } };
			return { accepted: true, result: after.all.map((one) => ({ ...who, ...one })) };
		},
	});
}
