import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { runNode, type NodeRun, type NodeRunResult } from './engine.mts';
import type { SandboxTenant } from '../../sandbox/client.mts';

/** Runs the WAI node on n8n's engine against one tenant of the sandbox. */
export async function runWai(
	tenant: SandboxTenant,
	parameters: INodeParameters,
	items: IDataObject[],
	more: Partial<NodeRun> = {},
): Promise<NodeRunResult> {
	return await runNode({
		type: 'wai',
		parameters,
		items,
		credentials: {
			waiApi: {
				apiKey: tenant.access('wai').apiKey,
				baseUrl: tenant.access('wai').baseUrl,
				token: '',
				renewAt: '',
			},
		},
		...more,
	});
}

/** Create or Update with one of its mappings, the id in the field `id`. */
export const upsert = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'contact',
	operation: 'upsert',
	contactId: '={{ $json.id }}',
	mapping: 'auto',
	...more,
});

/** Create an event of the item's fields `id`, `name` and `at`. */
export const event = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'event',
	operation: 'create',
	contactId: '={{ $json.id }}',
	eventName: '={{ $json.name }}',
	at: '={{ $json.at }}',
	...more,
});
