import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { readWholeNumber } from '../../engine/fields/number';
import type { Operation } from '../../engine/operation';
import { numberOf, objectOf } from './api';
import { bodyInput, jsonBody } from './input';
import {
	accountOf,
	pointsOf,
	accountTransactionOf,
	type AccountTransaction,
} from './accountTransactions';
import { pointsAccount, pointsAccountProperty } from './subjects';
import { walletOperation, type WalletTask } from './walletOperation';
import { walletPath } from './walletRef';

/** One way to change points: `PATCH /wallet/{walletId}/account/{accountId}/<value>` (eagleEye 2.3). */
export interface PointsOperationSpec {
	value: 'credit' | 'debit' | 'earn' | 'goodwill';
	name: string;
	description: string;
	action: string;
	/** The body for so many points. Its names are not documented whole; the user may give JSON instead. */
	bodyOf(points: number): IDataObject;
}

const pointsProperty: INodeProperties = {
	displayName: 'Points',
	name: 'points',
	type: 'number',
	required: true,
	default: 0,
	placeholder: 'e.g. 100',
	description: 'How many points, a whole number above 0',
};

/** What an answer tells of the account, wherever it stands in it: the answer's shape is not documented. */
function transactionsIn(body: unknown, accountId: string): AccountTransaction[] {
	const answer = objectOf(body);
	const listed = Array.isArray(answer.accounts) ? answer.accounts : [answer];
	return listed
		.map((one) => objectOf(one))
		.map((one) =>
			one.event === undefined
				? { ...accountOf(one), event: '', value: 0 }
				: accountTransactionOf(one),
		)
		.filter((transaction) => transaction.accountId === accountId)
		.map((transaction) => ({ ...transaction, type: 'POINTS' }));
}

/** Points as the body names them; where it leaves them to AIR, those that AIR tells. */
function pointsIn(sent: IDataObject, transactions: AccountTransaction[]): number | null {
	const told = transactions.at(-1)?.value;
	return numberOf(sent.points ?? objectOf(sent.balances).current) ?? (told ? told : null);
}

/** Credit, debit, earn, goodwill: one call, four names. */
export function pointsOperation({
	bodyOf,
	...spec
}: PointsOperationSpec): Operation<WalletTask<IDataObject>> {
	const input = bodyInput({
		name: 'points',
		title: 'Points',
		fields: [pointsProperty],
		fieldsText: 'Enter the number of points',
		example: bodyOf(0),
		jsonText:
			'The whole body of the request, with reason, location and details as your setup in AIR asks for them',
	});
	return walletOperation<IDataObject>({
		...spec,
		resource: 'points',
		properties: [pointsAccountProperty, ...input.properties],
		// What AIR does with the same request again is not documented: it may count twice.
		idempotent: false,
		subject: pointsAccount,
		read: (parameters) =>
			input.reader(parameters, {
				fields(from) {
					const points = from.field('points', 0);
					return (item) => bodyOf(readWholeNumber(points(item), 'Points', { min: 1 }));
				},
			}),
		request: (body, { walletId, subjectId }) => ({
			method: 'PATCH',
			path: walletPath(walletId, 'account', subjectId, spec.value),
			body: jsonBody(body),
		}),
		parseResponse(sent, body, { walletId, subjectId }) {
			const transactions = transactionsIn(body, subjectId);
			return {
				accepted: true,
				result: {
					accepted: true,
					walletId,
					accountId: subjectId,
					points: pointsIn(sent, transactions),
					pointsBalance: pointsOf(transactions)?.balance ?? null,
					raw: objectOf(body),
				},
			};
		},
		unknown: 'wallet or the account',
	});
}
