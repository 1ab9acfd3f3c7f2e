import { limitProperties, limitReader } from '../../../../engine/description/limit';
import { afterPage, firstPage, type Paging } from '../../../../engine/single';
import { accountsPage } from '../../accounts';
import { walletOperation } from '../../walletOperation';

export const getAll = walletOperation<Paging>({
	resource: 'account',
	value: 'getAll',
	name: 'Get Many',
	description: 'Get many accounts of a wallet: points, coupons, subscriptions',
	action: 'Get many accounts',
	properties: limitProperties,
	kind: 'getMany',
	idempotent: true,
	read(parameters) {
		const limit = limitReader(parameters);
		return (item) => firstPage(limit(item));
	},
	request: ({ results }, { walletId }) => accountsPage.request(walletId, results.length),
	parseResponse(paging, body) {
		const page = accountsPage.read(body, paging.results.length);
		const after = afterPage(paging, page.accounts, page.more);
		return 'next' in after ? { followUp: after.next } : { accepted: true, result: after.all };
	},
	unknown: 'wallet',
});
