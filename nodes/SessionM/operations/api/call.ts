import { callEndpoint } from '../../../shared/callEndpoint';
import { sessionM } from '../../api';
import { connect, core, pos } from '../../services';

/** For what this node has no operation for, such as privacy requests and promo codes (sessionM 3.10). */
export const call = callEndpoint({
	vendor: sessionM,
	placeholder: 'e.g. /priv/v1/apps/:api_key/users/{userId}/timelines/POINTS',
	services: {
		core: {
			name: 'Core',
			description: 'Customers and campaigns: paths that begin with /priv/',
			service: core,
		},
		connect: {
			name: 'Connect',
			description:
				'Offers, points and events: paths that begin with /offers/, /incentives/, /transactions/ or /catalog/',
			service: connect,
		},
		pos: { name: 'POS', description: 'Transactions: paths that begin with /api/', service: pos },
	},
	keptParts: [':api_key'],
});
