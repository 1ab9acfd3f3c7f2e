import { walletOperation, walletProperties } from '../../wallets';

const deleteWallet = walletOperation({
	resource: 'wallet',
	value: 'delete',
	name: 'Delete',
	description: 'Delete a wallet; its identities stay reserved in AIR',
	action: 'Delete a wallet',
	properties: walletProperties,
	idempotent: true,
	read: () => () => undefined,
	// 204 without a body (CONTRACTS 2.3).
	request: (_, { walletId }) => ({ method: 'DELETE', path: `/services/wallet/${encodeURIComponent(walletId)}` }),
	result: (_, { walletId }) => ({ accepted: true, deleted: true, walletId }),
	missing: 'wallet',
});

// Named as the file, by a word that no constant may have.
export { deleteWallet as delete };
