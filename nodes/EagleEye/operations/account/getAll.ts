import type { IDataObject } from 'n8n-workflow';

import { limitProperties, limitReader } from '../../../../engine/description/limit';
import type { Entry, EntryResult, Operation } from '../../../../engine/operation';
import { accountsPage } from '../../accounts';
import { onePerCustomer } from '../../api';
import { airOnly, keyOf, unknownTo, walletIn, walletProperties, walletRequest, whoseReader, type Whose } from '../../wallets';

/** An item on its way: first its wallet is looked up, then page after page of its accounts. */
interface Listing {
	whose: Whose;
	limit: number;
	seen: IDataObject[];
}

export const getAll: Operation<Listing> = {
	resource: 'account',
	value: 'getAll',
	name: 'Get Many',
	description: 'Get many accounts of a wallet: points, coupons, subscriptions',
	action: 'Get many accounts',
	properties: [...walletProperties, ...limitProperties],
	kind: 'getMany',
	batching: { ...onePerCustomer, keys: 'none' },
	idempotent: true,
	services: airOnly,
	read(parameters) {
		const whose = whoseReader(parameters);
		const limit = limitReader(parameters);
		return (item) => {
			const data = { whose: whose(item), limit: limit(item), seen: [] };
			return { item, key: keyOf(data.whose), bytes: 0, data };
		};
	},
	request: ([entry]) => {
		const { whose, seen } = entry!.data;
		return 'walletId' in whose ? accountsPage.request(whose.walletId, seen.length) : walletRequest(whose);
	},
	parseResponse([entry], body) {
		const { whose, limit, seen } = entry!.data;
		const next = (more: Partial<Listing>): Array<EntryResult<Listing>> => [{ followUp: withData(entry!, more) }];
		if (!('walletId' in whose)) return next({ whose: { walletId: walletIn(body).walletId } });
		const page = accountsPage.read(body, seen.length);
		const accounts = [...seen, ...page.accounts];
		if (page.more && accounts.length < limit) return next({ seen: accounts });
		return [{ accepted: true, result: accounts.slice(0, limit) }];
	},
	onFailure: (batch, { httpCode }) =>
		httpCode === 404
			? batch.map(({ data: { whose } }) => unknownTo('walletId' in whose ? `wallet ${whose.walletId}` : `identity "${whose.identity}"`))
			: undefined,
};

function withData(entry: Entry<Listing>, more: Partial<Listing>): Entry<Listing> {
	return { ...entry, data: { ...entry.data, ...more } };
}
