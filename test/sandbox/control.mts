/** The control API of the sandbox, with an account for each test. */
import type { SandboxTenant } from '../../sandbox/client.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';

export let sandbox: Sandbox;
export let tenant: SandboxTenant;

export function useSandbox(): void {
	beforeAll(async () => void (sandbox = await startSandbox()));
	afterAll(async () => await sandbox.stop());
	beforeEach(async () => void (tenant = await sandbox.tenant()));
}

export async function control(
	method: string,
	path: string,
	body?: unknown,
): Promise<{ status: number; json: any }> {
	const response = await fetch(`${sandbox.url}/control${path}`, {
		method,
		...(body !== undefined && {
			body: JSON.stringify(body),
			headers: { 'content-type': 'application/json' },
		}),
	});
	return { status: response.status, json: await response.json() };
}

/** The same, below the account. */
export const own = async (method: string, path: string, body?: unknown) =>
	await control(method, `/tenants/${tenant.name}${path}`, body);
