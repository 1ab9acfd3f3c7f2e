import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { UnexpectedResponseError } from '../../../../engine/operation';
import { singleOperation } from '../../../../engine/single';
import { path } from '../../../../engine/path';
import type { Service } from '../../../../engine/vendor';
import type { Parameters } from '../../../../engine/fields/parameters';
import { readName } from '../../../../engine/fields/id';
import { requiredList } from '../../../../engine/fields/list';
import { air, connect, idOf, objectOf } from '../../api';
import { jsonBody } from '../../input';
import { couponsOf, accountTransactionOf, pointsOf } from '../../accountTransactions';
import { connectionOf, keyOf, unknownTo } from '../../walletRef';

const properties: INodeProperties[] = [
	{
		displayName: 'Identity Value',
		name: 'identityValue',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 6032001234567890',
		description:
			'Value of one of the identities of the customer, such as the customer ID or the card number',
	},
	{
		displayName: 'Action References',
		name: 'actionReferences',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. LATE_DELIVERY',
		description:
			'Action Reference of the Social Behavioural Action in the AIR dashboard that issues the ' +
			'reward. Several, separated by commas, are issued in one call.',
	},
	{
		displayName: 'Reference',
		name: 'reference',
		type: 'string',
		default: '',
		placeholder: 'e.g. order-1001-late',
		description:
			'Your own reference of the reward, by which its outbound event can be found again. It ' +
			'must differ from reward to reward. Left blank, one is made that stays the same when n8n ' +
			'retries the item.',
	},
];

/** What is asked of AIR for one customer. */
interface Reward {
	through: Service;
	identity: string;
	actions: string[];
	reference: string;
}

/** Both connections take one customer and any number of actions a call (eagleEye 2.3, 2.4). */
function bodyOf({ through, identity, actions, reference }: Reward): unknown {
	const body = {
		walletTransaction: { reference },
		identityValue: identity,
		triggers: actions.map((action) => ({ reference: action })),
	};
	return through === connect ? { type: 'services/trigger', body } : body;
}

/** EE Connect answers 200 `{"status":"OK"}`: the reward waits in its queue (eagleEye 2.4). */
const queuedSchema = z.object({ status: z.literal('OK') });

function queued({ identity, actions, reference }: Reward, body: unknown): IDataObject {
	if (!queuedSchema.safeParse(body).success) throw new UnexpectedResponseError();
	return {
		accepted: true,
		status: 'queued',
		message:
			'EE Connect has queued the reward. The outbound event SERVICE.TRIGGER with the same ' +
			'reference tells whether AIR issued it',
		identity,
		actionReferences: actions,
		reference,
		raw: body as IDataObject,
	};
}

/** AIR answers 201 with the wallet transaction and what it did to each account (eagleEye 2.3). */
function issued({ identity, actions, reference }: Reward, body: unknown): IDataObject {
	const transaction = objectOf(body);
	const transactionId = idOf(transaction.walletTransactionId);
	if (!transactionId) throw new UnexpectedResponseError();
	const accounts: unknown[] = Array.isArray(transaction.accounts) ? transaction.accounts : [];
	const transactions = accounts.map((one) => accountTransactionOf(objectOf(one)));
	const points = pointsOf(transactions);
	return {
		accepted: true,
		status: 'issued',
		identity,
		actionReferences: actions,
		reference,
		walletId: idOf(transaction.walletId),
		walletTransactionId: transactionId,
		pointsIssued: points?.earned ?? 0,
		pointsBalance: points?.balance ?? null,
		coupons: couponsOf(transactions).filter(({ event }) => event === 'CREATE'),
		raw: transaction,
	};
}

const throughOf = (parameters: Parameters): Service =>
	connectionOf(parameters) === 'connect' ? connect : air;

export const issue = singleOperation<Reward>({
	resource: 'reward',
	value: 'issue',
	name: 'Issue',
	description: 'Issue a reward by triggering behavioural actions for a customer',
	action: 'Issue a reward',
	properties,
	// What AIR does with a reference that it has seen is not stated (eagleEye 2.3): it makes a repeat visible only.
	idempotent: false,
	services: (parameters) => [throughOf(parameters)],
	read(parameters, facts) {
		const through = throughOf(parameters);
		const identityValue = parameters.field('identityValue');
		const actionReferences = parameters.field('actionReferences');
		const given = parameters.isBlank('reference') ? undefined : parameters.field('reference');
		return (item) => ({
			through,
			identity: readName(identityValue(item), 'Identity Value'),
			actions: requiredList(actionReferences(item), 'Action References'),
			reference: given ? readName(given(item), 'Reference') : facts.reference(item),
		});
	},
	entryFacts: ({ identity, reference }) => ({ key: keyOf({ identity }), reference }),
	request: (reward) => ({
		method: 'POST',
		path: reward.through === connect ? path`` : path`/services/trigger`,
		body: jsonBody(bodyOf(reward)),
		service: reward.through,
	}),
	parseResponse: (reward, body) => ({
		accepted: true,
		result: reward.through === connect ? queued(reward, body) : issued(reward, body),
	}),
	/** 404: nobody has this identity (eagleEye 2.3). */
	onFailure: ({ through, identity }, { httpCode }) =>
		httpCode === 404 && through === air ? unknownTo(`identity "${identity}"`) : undefined,
});
