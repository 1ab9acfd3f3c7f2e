import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import { readJsonObject } from '../../../../engine/fields/json';
import { singleOperation } from '../../../../engine/single';
import { itemError } from '../../../../engine/fields/itemError';
import { toPos } from '../../api';
import { customerReader } from '../../customer';
import { payloadOf } from '../../envelope';
import { pos } from '../../services';
import { payloadReader, withPayer } from '../../transaction/payload';
import { transactionProperties } from '../../transaction/properties';

interface Transaction {
	requestId: string;
	customerId: string;
	body: IDataObject;
}

/** A reference in the form of a UUID, since request ids of integrations are such. */
export function uuidOf(reference: string): string {
	const hex = createHash('sha256').update(reference).digest('hex');
	return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

/** CONTRACTS 3.5: the container is documented, its payload was seen in an integration. */
export const send = singleOperation<Transaction>({
	resource: 'transaction',
	value: 'send',
	name: 'Send',
	description: 'Send what a customer has bought, which can complete campaigns and earn points',
	action: 'Send a transaction',
	properties: transactionProperties,
	// "request_id gives idempotency": a repeat gets the first answer (3.5).
	idempotent: true,
	services: [pos],
	read(parameters, facts) {
		const customerOf = customerReader(parameters);
		const requestId = parameters.field('requestId');
		const [storeId, culture] = [parameters.field('storeId'), parameters.field('culture')];
		const json = parameters.field('transactionJson');
		const fromFields = payloadReader(parameters, facts);
		const isJson = parameters.fixed<string>('transactionInput', 'fields') === 'json';
		const account = { store: facts.setting(pos, 'storeId'), client: facts.setting(pos, 'clientId') };
		return (item) => {
			const customer = customerOf(item);
			const id = String(requestId(item) || uuidOf(facts.reference(item)));
			const store = String(storeId(item) || account.store);
			if (store === '') throw itemError('There is no store ID', 'Fill in "Store ID" here or in the SessionM credential');
			const payload = isJson
				? withPayer(readJsonObject(json(item), 'Transaction (JSON)'), customer)
				: fromFields(item, customer, id);
			const body = {
				store_id: store,
				client_id: account.client,
				request_id: id,
				...(culture(item) ? { culture: String(culture(item)) } : {}),
				request_payload: payload,
			};
			return { requestId: id, customerId: customer.id, body };
		};
	},
	// Two items of one request id follow one another, so that the second gets the response to the first.
	entryFacts: ({ requestId }) => ({ key: requestId }),
	request: ({ body }) => toPos('/api/2.0/send_transaction', body),
	parseResponse: ({ customerId, requestId }, response) => ({
		accepted: true,
		result: { customerId, requestId, accepted: true, response: payloadOf(response) },
	}),
});
