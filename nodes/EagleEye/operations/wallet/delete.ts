import { path } from '../../../../engine/path';
import { walletOperation } from '../../walletOperation';

const deleteWallet = walletOperation({
	resource: 'wallet',
	value: 'delete',
	name: 'Delete',
	description:
		'Delete a wallet for good, with all its points and coupons; its identities stay reserved in AIR',
	action: 'Delete a wallet',
	properties: [
		{
			displayName:
				'AIR deletes the wallet for good: points, coupons and subscriptions are lost, and the ' +
				'identities of the customer cannot be used again. The event that follows no longer tells ' +
				'who the customer was.',
			name: 'deleteNotice',
			type: 'notice',
			default: '',
		},
	],
	idempotent: true,
	read: () => () => undefined,
	// 204 without a body (eagleEye 2.3).
	request: (_, { walletId }) => ({
		method: 'DELETE',
		path: path`/services/wallet/${walletId}`,
	}),
	parseResponse: (_, __, { walletId }) => ({
		accepted: true,
		result: { accepted: true, deleted: true, walletId },
	}),
	unknown: 'wallet',
});

// Named as the file, by a word that no constant may have.
export { deleteWallet as delete };
