import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../engine/operation';
import type { Parameters } from '../../engine/fields/parameters';
import { choiceReader } from '../../engine/fields/choice';
import { readJsonObject } from '../../engine/fields/json';
import { readWholeNumber } from '../../engine/fields/number';
import { numberOf, objectOf } from './api';
import { inputProperty, jsonBody } from './json';
import { accountOf, movementOf, pointsOf, type Movement } from './movements';
import { walletOperation, walletPath, walletProperties, type Errand } from './wallets';

/** One way to move points: `PATCH /wallet/{walletId}/account/{accountId}/<value>` (eagleEye 2.3). */
interface Moving {
	value: 'credit' | 'debit' | 'goodwill';
	name: string;
	description: string;
	action: string;
	/**
	 * The body for so many points. Not all names in it are documented (eagleEye 2.3); the user may give JSON instead.
	 */
	bodyOf(points: number): IDataObject;
}

const properties = ({ bodyOf }: Moving): INodeProperties[] => [
	...walletProperties,
	{
		displayName: 'Account ID',
		name: 'accountId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 4421285350',
		description: "ID of the points account. Left blank, the wallet's only active points account is looked up.",
	},
	inputProperty('Points Input', 'pointsInput', 'Give the number of points'),
	{
		displayName: 'Points',
		name: 'points',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 100,
		displayOptions: { show: { pointsInput: ['fields'] } },
		description: 'How many points, a whole number above 0',
	},
	{
		displayName: 'Points (JSON)',
		name: 'pointsJson',
		type: 'json',
		default: JSON.stringify(bodyOf(100), undefined, 2),
		displayOptions: { show: { pointsInput: ['json'] } },
		description: 'The whole body of the request, with reason, location and details as your setup in AIR asks for them',
	},
];

const bodyReader = (parameters: Parameters, { bodyOf }: Moving): ((item: number) => IDataObject) =>
	choiceReader<IDataObject>(
		parameters,
		{ name: 'pointsInput', title: 'Points Input', fallback: 'fields' },
		{
			fields(from) {
				const points = from.field('points');
				return (item) => bodyOf(readWholeNumber(points(item), 'Points', { min: 1 }));
			},
			json(from) {
				const json = from.field('pointsJson');
				return (item) => readJsonObject(json(item), 'Points (JSON)');
			},
		},
	);

/** What an answer tells of the account, wherever it stands in it: the answer's shape is not documented. */
function movementsIn(body: unknown, accountId: string): Movement[] {
	const answer = objectOf(body);
	const listed = Array.isArray(answer.accounts) ? answer.accounts : [answer];
	const transactions = listed.map((one) => objectOf(one));
	return transactions
		.map((one) => (one.event === undefined ? { ...accountOf(one), event: '', value: 0 } : movementOf(one)))
		.filter((movement) => movement.accountId === accountId)
		.map((movement) => ({ ...movement, type: 'POINTS' }));
}

/** Credit, debit, goodwill: one call, three names. */
export function pointsOperation(moving: Moving): Operation<Errand<IDataObject>> {
	const { value, name, description, action } = moving;
	return walletOperation<IDataObject>({
		resource: 'points',
		value,
		name,
		description,
		action,
		properties: properties(moving),
		idempotent: false,
		onPointsAccount: true,
		read: (parameters) => bodyReader(parameters, moving),
		request: (body, { walletId, accountId }) => ({
			method: 'PATCH',
			path: walletPath(walletId, 'account', accountId, value),
			body: jsonBody(body),
		}),
		result(sent, { walletId, accountId }, body) {
			const points = pointsOf(movementsIn(body, accountId));
			return {
				accepted: true,
				walletId,
				accountId,
				points: numberOf(sent.points ?? objectOf(sent.balances).current),
				pointsBalance: points?.balance ?? null,
				raw: objectOf(body),
			};
		},
		missing: 'wallet or the account',
	});
}
