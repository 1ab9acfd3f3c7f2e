import type { Operation } from '../../../../engine/operation';
import { onePerCustomer } from '../../api';
import { airOnly, keyOf, unknownTo, walletIn, walletProperties, walletRequest, whoseReader, type Whose } from '../../wallets';

export const get: Operation<Whose> = {
	resource: 'wallet',
	value: 'get',
	name: 'Get',
	description: 'Get a wallet by an identity of the customer or by its ID',
	action: 'Get a wallet',
	properties: walletProperties,
	kind: 'get',
	batching: { ...onePerCustomer, keys: 'none' },
	idempotent: true,
	services: airOnly,
	read(parameters) {
		const whose = whoseReader(parameters);
		return (item) => {
			const data = whose(item);
			return { item, key: keyOf(data), bytes: 0, data };
		};
	},
	request: ([entry]) => walletRequest(entry!.data),
	parseResponse: (batch, body) => batch.map(() => ({ accepted: true, result: walletIn(body) })),
	onFailure: (batch, { httpCode }) =>
		httpCode === 404
			? batch.map(({ data }) => unknownTo('walletId' in data ? `wallet ${data.walletId}` : `identity "${data.identity}"`))
			: undefined,
};
