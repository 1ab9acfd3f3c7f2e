import type { IDataObject } from 'n8n-workflow';

import { UnexpectedResponseError } from '../../engine/operation';
import { idOf, objectOf, textOrNull } from './api';
import { consumerProperty } from './consumer';
import { bodyInput } from './input';

/** The body of the calls on a consumer, as captured (eagleEye 2.3). */
export const consumerInput = bodyInput({
	name: 'consumer',
	title: 'Consumer',
	fields: [
		{
			...consumerProperty,
			description:
				`${consumerProperty.description} Whether AIR keeps the other fields of an object such ` +
				'as data is not documented: give the object whole where that matters.',
		},
	],
	fieldsText: 'Enter the fields one by one',
	example: { friendlyName: '', data: { personal: { firstName: '', lastName: '' } } },
	jsonText: 'The whole body of the request, with lists such as addresses, contacts and consents',
});

/** What a call on a consumer has come to. @throws UnexpectedResponseError where the answer is no consumer */
export function consumerResult(body: unknown, walletId: string): IDataObject {
	const answer = objectOf(body);
	const consumerId = idOf(answer.consumerId);
	if (!consumerId) throw new UnexpectedResponseError();
	return { accepted: true, walletId, consumerId, status: textOrNull(answer.status), raw: answer };
}
