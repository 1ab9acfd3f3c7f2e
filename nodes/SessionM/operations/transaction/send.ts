import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import { optional } from '../../../../engine/fields/blank';
import { readName } from '../../../../engine/fields/id';
import { itemError } from '../../../../engine/fields/itemError';
import { singleOperation } from '../../../../engine/single';
import { path } from '../../../../engine/path';
import { toPos } from '../../api';
import { cultureReader } from '../../body';
import { type Customer, customerReader } from '../../customer';
import { payloadOf } from '../../envelope';
import { pos } from '../../services';
import { payloadReader, withPayer } from '../../transaction/payload';
import { transactionInput, transactionProperties } from '../../transaction/properties';

interface Transaction {
	requestId: string;
	customer: Customer;
	body: IDataObject;
}

/** A reference in the form of a UUID, since request ids of integrations are such. */
function uuidOf(reference: string): string {
	const hex = createHash('sha256').update(reference).digest('hex');
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		`5${hex.slice(13, 16)}`,
		`8${hex.slice(17, 20)}`,
		hex.slice(20, 32),
	].join('-');
}

/** sessionM 3.5: the container is documented, its payload was seen in an integration. */
export const send = singleOperation<Transaction>({
	resource: 'transaction',
	value: 'send',
	name: 'Send',
	description:
		'Send what a customer has bought or returned, which can complete campaigns, redeem offers and earn points',
	action: 'Send a transaction',
	properties: transactionProperties,
	// The request ID gives idempotence: a repeat gets the first response (sessionM 3.5).
	idempotent: true,
	services: [pos],
	read(parameters, facts) {
		const customerOf = customerReader(parameters);
		const requestId = parameters.field('requestId');
		const storeId = parameters.field('storeId');
		const cultureOf = cultureReader(parameters);
		const fromFields = payloadReader(parameters, facts);
		const account = {
			store: facts.setting(pos, 'storeId'),
			client: facts.setting(pos, 'clientId'),
		};
		const json = transactionInput.json(parameters);
		const payloadOfItem = transactionInput.reader<(customer: Customer, id: string) => IDataObject>(
			parameters,
			{
				fields: () => (item) => (customer, id) => fromFields(item, customer, id),
				json: () => (item) => (customer) => withPayer(json(item), customer),
			},
		);
		return (item) => {
			const customer = customerOf(item);
			const id =
				optional(requestId(item), (value) => readName(value, 'Request ID')) ??
				uuidOf(facts.reference(item));
			const store =
				optional(storeId(item), (value) => readName(value, 'Store ID')) ?? account.store;
			if (store === '') {
				throw itemError(
					'There is no store ID',
					'Fill in "Store ID" here or in the SessionM credential',
				);
			}
			const body = {
				store_id: store,
				client_id: account.client,
				request_id: id,
				...cultureOf(item),
				request_payload: payloadOfItem(item)(customer, id),
			};
			return { requestId: id, customer, body };
		};
	},
	// Two items of one request id follow one another, so that the second gets the response to the first.
	entryFacts: ({ requestId }) => ({ key: requestId }),
	request: ({ body }) => toPos(path`/api/2.0/send_transaction`, body),
	parseResponse: ({ customer, requestId }, response) => ({
		accepted: true,
		result: { customerId: customer.id, requestId, accepted: true, response: payloadOf(response) },
	}),
});
