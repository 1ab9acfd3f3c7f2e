import type { IDataObject } from 'n8n-workflow';

import { consumerInput, consumerResult } from '../../consumerCall';
import { requiredConsumerReader } from '../../consumer';
import { jsonBody } from '../../input';
import { walletOperation } from '../../walletOperation';
import { walletPath } from '../../walletRef';

/** `POST /wallet/{walletId}/consumer` (eagleEye 2.3). */
export const create = walletOperation<IDataObject>({
	resource: 'consumer',
	value: 'create',
	name: 'Create',
	description: 'Add customer data, such as name and address, to a wallet that has none yet',
	action: 'Create a consumer',
	properties: consumerInput.properties,
	idempotent: false,
	read: (parameters) => consumerInput.reader(parameters, { fields: requiredConsumerReader }),
	request: (consumer, { walletId }) => ({
		method: 'POST',
		path: walletPath(walletId, 'consumer'),
		body: jsonBody(consumer),
	}),
	parseResponse: (_, body, { walletId }) => ({
		accepted: true,
		result: consumerResult(body, walletId),
	}),
	unknown: 'wallet',
});
