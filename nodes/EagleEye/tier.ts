import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { isBlank } from '../../engine/fields/blank';
import { readPathName } from '../../engine/fields/id';
import { itemError } from '../../engine/fields/itemError';
import { readWholeNumber, type Range } from '../../engine/fields/number';
import type { Parameters } from '../../engine/fields/parameters';
import { UnexpectedResponseError, type Operation } from '../../engine/operation';
import { objectOf } from './api';
import { tierOf } from './events/tier';
import { bodyInput, jsonBody } from './input';
import { walletOperation, type WalletTask } from './walletOperation';
import { walletPath } from './walletRef';

/** A call on a membership: `PATCH /wallet/{walletId}/tier/membership/{id}/<value>` (eagleEye 2.3). */
interface TierOperationSpec {
	value: 'credit' | 'debit' | 'adjust' | 'move';
	name: string;
	description: string;
	action: string;
	title: string;
	fields: INodeProperties[];
	fieldsText: string;
	example: IDataObject;
	/** Makes the body of the guided fields. */
	body(parameters: Parameters): (item: number) => IDataObject;
}

interface TierCall {
	membershipId: string;
	body: IDataObject;
}

const membershipProperty: INodeProperties = {
	displayName: 'Tier Membership ID',
	name: 'membershipId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 1291015',
	description:
		"ID of the customer's membership. The Eagle Eye Trigger outputs it as " +
		'tier.tierMembershipId with every event that concerns a tier.',
};

/** What a call on a membership has in common with the others. */
export function tierOperation(spec: TierOperationSpec): Operation<WalletTask<TierCall>> {
	const { value, name, description, action, title, fields, fieldsText, example, body } = spec;
	const input = bodyInput({
		name: value,
		title,
		fields,
		fieldsText,
		example,
		jsonText: 'The whole body of the request, for everything that the fields do not offer',
	});
	return walletOperation<TierCall>({
		resource: 'tier',
		value,
		name,
		description,
		action,
		properties: [membershipProperty, ...input.properties],
		// What a repeat does is not documented: balances may move twice.
		idempotent: false,
		read(parameters) {
			const membershipId = parameters.field('membershipId');
			const bodyOf = input.reader(parameters, { fields: body });
			return (item) => ({
				membershipId: readPathName(membershipId(item), 'Tier Membership ID'),
				body: bodyOf(item),
			});
		},
		request: (call, { walletId }) => ({
			method: 'PATCH',
			path: walletPath(walletId, 'tier', 'membership', call.membershipId, value),
			body: jsonBody(call.body),
		}),
		parseResponse: (_, response, { walletId }) => ({
			accepted: true,
			result: { accepted: true, walletId, ...tierIn(response), raw: response as IDataObject },
		}),
		unknown: 'wallet, the tier membership or the tier',
	});
}

/** The tier after a call, as the trigger tells it: `{ membership, transactions }`, as captured (eagleEye 2.8). */
function tierIn(response: unknown): IDataObject {
	const { membership, transactions } = objectOf(response);
	const list = Array.isArray(transactions) ? (transactions as unknown[]) : [];
	const operations = [
		{ type: 'tierMembershipEntity', done: 'UPDATE', value: objectOf(membership) },
		...list.map((one) => ({
			type: 'tierMembershipTransactionEntity',
			done: 'CREATE',
			value: objectOf(one),
		})),
	];
	const tier = tierOf({ name: 'TIER.MEMBERSHIP', operations, requestBody: {} });
	if (!tier?.tierMembershipId) throw new UnexpectedResponseError();
	return tier;
}

const BALANCES = [
	[
		'points',
		'Points',
		'Points that count for the tier. They are not points that the customer can spend.',
	],
	[
		'spend',
		'Spend',
		'Money that counts for the tier, in the smallest unit of the currency, such as cents',
	],
	['transactions', 'Transactions', 'Purchases that count for the tier'],
] as const;

/** The balances of a membership, of which those that are added to the form change. */
export const balancesProperty: INodeProperties = {
	displayName: 'Balances',
	name: 'balances',
	type: 'collection',
	placeholder: 'Add balance',
	default: {},
	description: 'What counts for the tier, as whole numbers',
	options: BALANCES.map(([name, displayName, description]) => ({
		displayName,
		name,
		type: 'number' as const,
		default: 0,
		description,
	})),
};

/** Reads what the balances change by; those that are blank for the item are left out. */
export function balancesReader(
	parameters: Parameters,
	range: Range,
): (item: number) => IDataObject {
	const fields = BALANCES.map(([name, title]) => ({
		name,
		title,
		read: parameters.field(`balances.${name}`),
	}));
	return (item) => {
		const balances: IDataObject = {};
		for (const { name, title, read } of fields) {
			const value = read(item);
			if (!isBlank(value)) balances[name] = readWholeNumber(value, title, range);
		}
		if (Object.values(balances).some((amount) => amount !== 0)) return { balances };
		throw itemError(
			'No balance under "Balances" has an amount',
			'Add at least one balance, and map the field that holds the number to it',
		);
	};
}

export const exampleBalances = { balances: { points: 0, spend: 0, transactions: 0 } };
