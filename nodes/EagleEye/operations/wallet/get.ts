import { singleOperation } from '../../../../engine/single';
import {
	airOnly,
	unknownWallet,
	walletIn,
	walletProperties,
	walletRefReader,
	walletRequest,
	type WalletRef,
} from '../../walletRef';

export const get = singleOperation<WalletRef>({
	resource: 'wallet',
	value: 'get',
	name: 'Get',
	description: 'Get a wallet by an identity of the customer or by its ID',
	action: 'Get a wallet',
	properties: walletProperties,
	kind: 'get',
	idempotent: true,
	services: airOnly,
	read: walletRefReader,
	request: walletRequest,
	parseResponse: (_, body) => ({ accepted: true, result: walletIn(body) }),
	onFailure: (ref, { httpCode }) => (httpCode === 404 ? unknownWallet(ref) : undefined),
});
