import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { UnexpectedResponseError } from '../../engine/operation';
import { idOf, objectOf, textOrNull } from './api';

export const identityTypeProperty: INodeProperties = {
	displayName: 'Type',
	name: 'type',
	type: 'string',
	required: true,
	default: 'CUSTOMER_ID',
	description: 'Type of the identity as it is set up in AIR, such as CUSTOMER_ID, CARD or MOBILE',
};

export const newValueProperty: INodeProperties = {
	displayName: 'New Value',
	name: 'newValue',
	type: 'string',
	default: '',
	placeholder: 'e.g. 6032001234567890',
	description: 'What the customer is known by from now on, such as the number of the new card',
};

/** What a call on an identity has come to. @throws UnexpectedResponseError where the answer is no identity */
export function identityResult(body: unknown, walletId: string): IDataObject {
	const answer = objectOf(body);
	const identityId = idOf(answer.identityId);
	if (!identityId) throw new UnexpectedResponseError();
	return {
		accepted: true,
		walletId,
		identityId,
		identityType: textOrNull(answer.type),
		identity: textOrNull(answer.value),
		status: textOrNull(answer.status),
		state: textOrNull(answer.state),
		raw: answer,
	};
}
