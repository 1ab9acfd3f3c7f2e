import type { Endpoint } from '../shared/vendor.mts';
import { accountEndpoints } from './accounts.mts';
import { bodyOf, ok } from './answers.mts';
import { peopleEndpoints } from './people.mts';
import { issueRewards, triggerBody } from './rewards.mts';
import type { EagleEyeState } from './state.mts';
import { tierEndpoints } from './tierEndpoints.mts';
import { walletEndpoints } from './walletEndpoints.mts';

const trigger: Endpoint<EagleEyeState> = {
	name: 'trigger',
	method: 'POST',
	path: '/services/trigger',
	handle(state, call) {
		call.countItems(1);
		const origin = { through: 'air', body: call.body.toString() } as const;
		return ok(issueRewards(state, bodyOf(call, triggerBody), origin), 201);
	},
};

const unversioned = [
	trigger,
	...walletEndpoints,
	...accountEndpoints,
	...peopleEndpoints,
	...tierEndpoints,
];

/** AIR's Wallet API. The documents show the paths below `/2.0`, the vendor's own connectors call them without it. */
export const airEndpoints: Array<Endpoint<EagleEyeState>> = ['', '/2.0'].flatMap((version) =>
	unversioned.map((endpoint) => ({ ...endpoint, path: version + endpoint.path })),
);
