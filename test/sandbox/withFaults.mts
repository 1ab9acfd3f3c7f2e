/** Accounts of the sandbox with fault rules, and what requests are answered with there. */
import type { SandboxTenant } from '../../sandbox/client.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { ids, login, person, type Client } from './client.mts';

export let sandbox: Sandbox;

export function useSandbox(): void {
	beforeAll(async () => void (sandbox = await startSandbox()));
	afterAll(async () => await sandbox.stop());
}

export async function withFaults(
	faults: object[],
	seed = 1,
): Promise<{ tenant: SandboxTenant; client: Client }> {
	const tenant = await sandbox.tenant({ seed });
	const client = await login(tenant);
	await tenant.configure({ faults });
	return { tenant, client };
}

export const put = (client: Client, id: string) => client.put(`/api/Contact/${id}`, person());

/** The status, or `lost` when the connection broke. */
export async function outcome(reply: Promise<{ status: number }>): Promise<number | 'lost'> {
	return await reply.then(
		({ status }) => status,
		() => 'lost' as const,
	);
}

export async function outcomes(client: Client, count: number): Promise<Array<number | 'lost'>> {
	const seen: Array<number | 'lost'> = [];
	for (const id of ids(count)) seen.push(await outcome(put(client, id)));
	return seen;
}

export async function lastRequest(tenant: SandboxTenant) {
	return (await tenant.requests()).at(-1)!;
}
