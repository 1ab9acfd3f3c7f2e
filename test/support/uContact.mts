import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import type { SandboxTenant } from '../../sandbox/client.mts';
import { runNode, type NodeRun, type NodeRunResult } from './engine.mts';

/**
 * Runs the uContact node on n8n's engine against one tenant of the sandbox; `credential` replaces fields of
 * its credential.
 */
export async function runUContact(
	tenant: SandboxTenant,
	parameters: INodeParameters,
	items: IDataObject[],
	more: Partial<NodeRun> & { credential?: ICredentialDataDecryptedObject } = {},
): Promise<NodeRunResult> {
	const { credential, ...settings } = more;
	const { baseUrl, apiToken } = tenant.access('uContact');
	return await runNode({
		type: 'uContact',
		parameters,
		items,
		credentials: {
			uContactApi: {
				baseUrl: baseUrl!,
				authentication: 'token',
				apiToken: apiToken!,
				sessionToken: '',
				renewAt: '',
				...credential,
			},
		},
		...settings,
	});
}

/** What a credential holds that signs in with user and password. */
export function withPassword(tenant: SandboxTenant): ICredentialDataDecryptedObject {
	const { user, password } = tenant.access('uContact');
	return { authentication: 'password', user: user!, password: password! };
}

/** Create File with the recipient in the field `phone`, and parameters in `name` and `time`. */
export const file = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'dialer',
	operation: 'createFile',
	campaign: 'Reminders',
	to: '={{ $json.phone }}',
	hsmCode: 'chatclub_open_session_v2',
	parameters: { parameter: [{ value: '={{ $json.name }}' }, { value: '={{ $json.time }}' }] },
	upload: false,
	fileName: 'dialer.csv',
	fourthField: '',
	...more,
});

/** Forward of what Wavy sent, in the field `raw`. */
export const forward = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'callback',
	operation: 'forward',
	callback: '={{ $json.raw }}',
	kind: 'auto',
	...more,
});
