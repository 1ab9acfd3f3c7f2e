import { readPathName } from '../../../../engine/fields/id';
import { accountTransactionOf } from '../../accountTransactions';
import { objectOf } from '../../api';
import { walletOperation } from '../../walletOperation';
import { walletPath } from '../../walletRef';

export const cancel = walletOperation<string>({
	resource: 'account',
	value: 'cancel',
	name: 'Cancel',
	description: 'Cancel an account of a wallet, such as a coupon or a subscription',
	action: 'Cancel an account',
	properties: [
		{
			displayName: 'Account ID',
			name: 'accountId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 4421285350',
			description: 'ID of the account in AIR: of the coupon, the subscription or the like',
		},
	],
	idempotent: true,
	read(parameters) {
		const accountId = parameters.field('accountId');
		return (item) => readPathName(accountId(item), 'Account ID');
	},
	// The body is empty (eagleEye 2.3).
	request: (accountId, { walletId }) => ({
		method: 'PATCH',
		path: walletPath(walletId, 'account', accountId, 'cancel'),
	}),
	parseResponse(accountId, body, { walletId }) {
		const { status } = accountTransactionOf(objectOf(body));
		return {
			accepted: true,
			result: { accepted: true, walletId, accountId, status, raw: objectOf(body) },
		};
	},
	unknown: 'wallet or the account',
});
