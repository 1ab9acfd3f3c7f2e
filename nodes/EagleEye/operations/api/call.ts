import { callEndpoint } from '../../../shared/callEndpoint';
import { air, eagleEye, pos, resources } from '../../api';
import { airOnly } from '../../walletRef';

/** AIR's three APIs (eagleEye 2.2). */
export const call = callEndpoint({
	vendor: eagleEye,
	placeholder: 'e.g. /wallet/{walletId}/accounts',
	services: {
		wallet: { name: 'Wallet', description: 'Wallets, accounts and their balances', service: air },
		resources: {
			name: 'Resources',
			description: 'Campaigns, schemes and plans',
			service: resources,
		},
		pos: { name: 'POS', description: 'Purchases and redemptions', service: pos },
	},
	check: (parameters) => void airOnly(parameters),
});
