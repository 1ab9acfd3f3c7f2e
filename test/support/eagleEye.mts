import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import { runNode, type NodeRun, type NodeRunResult } from './engine.mts';
import type { SandboxTenant } from '../../sandbox/client.mts';

/** The credentials of both connections, for one tenant of the sandbox. */
export function eagleEyeCredentials(
	tenant: SandboxTenant,
): Record<string, ICredentialDataDecryptedObject> {
	const { baseUrl, clientId, clientSecret, connectorPath, connectorKey } =
		tenant.access('eagleEye');
	return {
		eagleEyeAirApi: {
			clientId: clientId!,
			clientSecret: clientSecret!,
			walletUrl: baseUrl,
			resourcesUrl: baseUrl,
			posUrl: baseUrl,
		},
		eagleEyeConnectApi: { connectorUrl: `${baseUrl}${connectorPath}`, authToken: connectorKey! },
	};
}

/** Runs the Eagle Eye node on n8n's engine against one tenant of the sandbox. */
export async function runEagleEye(
	tenant: SandboxTenant,
	parameters: INodeParameters,
	items: IDataObject[],
	more: Partial<NodeRun> = {},
): Promise<NodeRunResult> {
	const { connection = 'air' } = parameters;
	const all = eagleEyeCredentials(tenant);
	const name = connection === 'air' ? 'eagleEyeAirApi' : 'eagleEyeConnectApi';
	return await runNode({
		type: 'eagleEye',
		parameters: { connection, ...parameters },
		items,
		credentials: { [name]: all[name]! },
		...more,
	});
}

/** Issue a reward to the customer in the item's field `id`. */
export const issueReward = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'reward',
	operation: 'issue',
	identityValue: '={{ $json.id }}',
	actionReferences: 'LATE_DELIVERY',
	...more,
});

/** Customers of the sandbox, known by a customer id. */
export const customers = (count: number) =>
	Array.from({ length: count }, (_, n) => ({
		identities: [{ type: 'CUSTOMER_ID', value: `C${n}` }],
		points: n,
	}));

/** A reward that failed, as it leaves by the error output. */
export interface FailedReward {
	error: string;
	message: string;
	details: {
		outcome: string;
		retryable: boolean;
		attempts: number;
		httpCode?: number;
		vendor?: string;
		reference?: string;
	};
}
