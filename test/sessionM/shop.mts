/** Accounts of the sandbox that know one customer, Amanda. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { SandboxSettings, SandboxTenant } from '../../sandbox/client.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { customerOf, forCustomer, runSessionM, upsert } from '../support/sessionM.mts';

let sandbox: Sandbox;

export function useShops(): void {
	beforeAll(async () => void (sandbox = await startSandbox()));
	afterAll(async () => await sandbox.stop());
}

const amanda = { id: 'C-1', email: 'amanda@example.com', first_name: 'Amanda', opted_in: true };

/** The item that names her. */
export const customer = [{ id: amanda.id }];

/** An account that knows her. */
export async function shop(settings: SandboxSettings = {}): Promise<SandboxTenant> {
	const tenant = await sandbox.tenant(settings);
	await runSessionM(tenant, upsert(), [amanda]);
	return tenant;
}

/** An account that knows her, and what SessionM's own id for her is there. */
export async function shopAndUser(
	settings: SandboxSettings = {},
): Promise<{ tenant: SandboxTenant; userId: string }> {
	const tenant = await shop(settings);
	return { tenant, userId: (await customerOf(tenant, amanda.id))!.id };
}

/** Lookup by that id. */
export const byUserId = (userId: string, more: IDataObject = {}) =>
	({ lookupBy: 'userId', customerId: userId, ...more }) as INodeParameters;

/** The path of the last request, without the account's key. */
export const lastPath = async (tenant: SandboxTenant) =>
	(await tenant.requests()).at(-1)!.path.replace(tenant.access('sessionM').coreApiKey!, ':api_key');

export const issue = (offerId: string, more: object = {}) =>
	forCustomer('offer', 'issue', { offerId, ...more });

/** Issues an offer and tells its id in the wallet. */
export async function issued(tenant: SandboxTenant, offerId = 'free-snack-box'): Promise<string> {
	const { output } = await runSessionM(tenant, issue(offerId), customer);
	const response = output[0]!.json.response as { status_list: Array<{ user_offer_id: string }> };
	return response.status_list[0]!.user_offer_id;
}
