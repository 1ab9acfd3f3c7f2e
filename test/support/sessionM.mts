import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { CustomerRow } from '../../sandbox/sessionM/index.mts';
import { runNode, type NodeRun, type NodeRunResult } from './engine.mts';
import type { SandboxTenant } from '../../sandbox/client.mts';

/** The credential for one tenant of the sandbox, with all three services. */
export function sessionMCredential(tenant: SandboxTenant): Record<string, string> {
	const {
		baseUrl,
		pointSourceId: _source,
		pointAccountId: _account,
		...keys
	} = tenant.access('sessionM');
	return {
		...keys,
		coreUrl: `${baseUrl}/core`,
		connectUrl: `${baseUrl}/connect`,
		posUrl: `${baseUrl}/pos`,
		checked: '',
	};
}

/** Where the account's points come from and go to, as operations on points name them. */
export function pointIds(tenant: SandboxTenant) {
	const { pointSourceId, pointAccountId } = tenant.access('sessionM');
	return { pointSourceId: pointSourceId!, pointAccountId: pointAccountId! };
}

/** A customer as SessionM has it, by external id. */
export const customerOf = async (
	tenant: SandboxTenant,
	externalId: string,
): Promise<CustomerRow | undefined> => await tenant.row('sessionM/customers', externalId);

/**
 * Runs the SessionM node on n8n's engine against one tenant of the sandbox; `credential` replaces fields of
 * its credential.
 */
export async function runSessionM(
	tenant: SandboxTenant,
	parameters: INodeParameters,
	items: IDataObject[],
	more: Partial<NodeRun> & { credential?: Record<string, string> } = {},
): Promise<NodeRunResult> {
	const { credential, ...settings } = more;
	return await runNode({
		type: 'sessionM',
		parameters,
		items,
		credentials: { sessionMApi: { ...sessionMCredential(tenant), ...credential } },
		...settings,
	});
}

/** Create or Update with one of its mappings, the id in the field `id`. */
export const upsert = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'customer',
	operation: 'upsert',
	externalId: '={{ $json.id }}',
	mapping: 'auto',
	...more,
});

/** An operation on the customer whose external id is in the field `id`. */
export const forCustomer = (
	resource: string,
	operation: string,
	more: INodeParameters = {},
): INodeParameters => ({
	resource,
	operation,
	lookupBy: 'externalId',
	customerId: '={{ $json.id }}',
	...more,
});

/** Send Transaction of the item's fields `id`, `lines` and, where it has one, `requestId`. */
export const transaction = (more: INodeParameters = {}): INodeParameters =>
	forCustomer('transaction', 'send', {
		lineItems: '={{ $json.lines }}',
		requestId: '={{ $json.requestId }}',
		...more,
	});

/** The purchase of the messaging example (sessionM 3.7): two kinds of fries for 18. */
export const FRIES = [
	{ item_id: 'pulled-pork-fries', quantity: 1, unit_price: 10 },
	{ item_id: 'curly-fries', quantity: 1, unit_price: 8 },
];
