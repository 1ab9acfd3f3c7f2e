/** Operations on one customer of an account of the sandbox, a new account for each test. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { SandboxSettings, SandboxTenant } from '../../sandbox/client.mts';
import type { WalletRow } from '../../sandbox/eagleEye/index.mts';
import { runEagleEye } from '../support/eagleEye.mts';
import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';

let sandbox: Sandbox;
export let tenant: SandboxTenant;

export function useAccounts(): void {
	beforeAll(async () => void (sandbox = await startSandbox()));
	afterAll(async () => await sandbox.stop());
	beforeEach(async () => await useAccount());
}

/** Takes another account, with settings of its own. */
export async function useAccount(settings: SandboxSettings = {}): Promise<void> {
	tenant = await sandbox.tenant(settings);
}

export const byIdentity = { lookupBy: 'identity', identityValue: '={{ $json.id }}' };
export const wallet = async (identity: string) =>
	(await tenant.rows<WalletRow>('eagleEye/wallets')).find(({ identities }) =>
		identities.some(({ value }) => value === identity),
	)!;
export const account = async (identity: string, type: string) =>
	(await wallet(identity)).accounts.find((one) => one.type === type)!;
/** What the operation puts out for the item. */
export const one = async (parameters: INodeParameters, item: IDataObject = { id: '900001' }) =>
	(await runEagleEye(tenant, parameters, [item])).output[0]!.json;
/** What the operation puts out for the item where it fails. */
export const failed = async (parameters: INodeParameters, item: IDataObject = { id: '900001' }) =>
	(await runEagleEye(tenant, parameters, [item], onErrorOutput)).errors[0]!.json;
