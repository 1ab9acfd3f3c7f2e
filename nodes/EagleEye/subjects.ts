import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { UnexpectedResponseError } from '../../engine/operation';
import { accountsPage } from './accounts';
import { idOf } from './api';
import type { Subject } from './walletOperation';
import { onlyOne, unknownTo, walletPath } from './walletRef';

/** EE Connect's own connectors support one active points account, too (eagleEye 2.6). */
export const pointsAccount: Subject = {
	name: 'accountId',
	title: 'Account ID',
	request: (walletId, seen) => accountsPage.request(walletId, seen.length),
	parseResponse(body, seen) {
		const page = accountsPage.read(body, seen.length);
		const accounts = [...seen, ...page.accounts];
		return page.more ? { seen: accounts } : onlyPointsAccount(accounts);
	},
	notFound: (walletId) => unknownTo(`wallet ${walletId}`),
};

export const pointsAccountProperty: INodeProperties = {
	displayName: 'Account ID',
	name: 'accountId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 4421285350',
	description:
		"ID of the points account. Left blank, the wallet's only active points account is looked up.",
};

function onlyPointsAccount(accounts: IDataObject[]): ReturnType<Subject['parseResponse']> {
	const active = accounts
		.filter(({ type, status }) => type === 'POINTS' && status === 'ACTIVE')
		.map(({ accountId }) => idOf(accountId));
	const [id] = active;
	if (active.length === 1 && id) return { id };
	if (active.length === 0) {
		return {
			...unknownTo(''),
			message: 'The wallet has no active points account',
			hint: 'Let the customer join the scheme first, or fill in "Account ID"',
		};
	}
	return {
		...unknownTo(''),
		message: `The wallet has ${active.length} active points accounts`,
		hint: 'Fill in "Account ID", so that the right one is used',
	};
}

/** `GET /wallet/{walletId}/consumer` (eagleEye 2.3): a wallet has one consumer. */
export const consumerOfWallet: Subject = {
	name: 'consumerId',
	title: 'Consumer ID',
	request: (walletId) => ({ method: 'GET', path: walletPath(walletId, 'consumer') }),
	parseResponse(body) {
		const id = idOf(onlyOne(body)?.consumerId);
		if (!id) throw new UnexpectedResponseError();
		return { id };
	},
	notFound: () => ({
		...unknownTo(''),
		message: 'The wallet has no consumer',
		hint: 'Use Consumer: Create first, or check that it is the right wallet',
	}),
};

export const consumerIdProperty: INodeProperties = {
	displayName: 'Consumer ID',
	name: 'consumerId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 47791829',
	description: "AIR's ID of the consumer. Left blank, the consumer of the wallet is looked up.",
};
