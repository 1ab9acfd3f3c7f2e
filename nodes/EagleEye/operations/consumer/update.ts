import type { IDataObject } from 'n8n-workflow';

import { consumerInput, consumerResult } from '../../consumerCall';
import { requiredConsumerReader } from '../../consumer';
import { jsonBody } from '../../input';
import { consumerIdProperty, consumerOfWallet } from '../../subjects';
import { walletOperation } from '../../walletOperation';
import { walletPath } from '../../walletRef';

/** `PATCH /wallet/{walletId}/consumer/{consumerId}` (eagleEye 2.3). */
export const update = walletOperation<IDataObject>({
	resource: 'consumer',
	value: 'update',
	name: 'Update',
	description: 'Change customer data, such as name and address',
	action: 'Update a consumer',
	properties: [consumerIdProperty, ...consumerInput.properties],
	// It sets values: a second time, they are the same.
	idempotent: true,
	subject: consumerOfWallet,
	read: (parameters) => consumerInput.reader(parameters, { fields: requiredConsumerReader }),
	request: (consumer, { walletId, subjectId }) => ({
		method: 'PATCH',
		path: walletPath(walletId, 'consumer', subjectId),
		body: jsonBody(consumer),
	}),
	parseResponse: (_, body, { walletId }) => ({
		accepted: true,
		result: consumerResult(body, walletId),
	}),
	unknown: 'wallet or the consumer',
});
