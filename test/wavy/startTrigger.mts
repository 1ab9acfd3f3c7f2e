import type { INodeParameters } from 'n8n-workflow';

import { WavyTrigger } from '../../nodes/Wavy/WavyTrigger.node';
import { TriggerServer, type TriggerSetup } from '../support/trigger.mts';

const servers: TriggerServer[] = [];
afterEach(async () => {
	for (const server of servers.splice(0)) await server.stop();
});

/** Starts a Wavy Trigger, which ends with the test. */
export async function startTrigger(
	parameters: INodeParameters = {},
	more: Partial<TriggerSetup> = {},
): Promise<TriggerServer> {
	const defaults = {
		events: ['reply', 'status'],
		messageTypes: [],
		statuses: [],
		authentication: 'none',
		ignoreDuplicates: true,
		joinCallbacks: true,
	};
	const server = await TriggerServer.start(new WavyTrigger(), {
		parameters: { ...defaults, ...parameters },
		...more,
	});
	servers.push(server);
	return server;
}
