/** How the tests reach the n8n and the sandbox that globalSetup started in jest's main process. */
import { randomUUID } from 'node:crypto';
import { N8nClient, type CredentialReference } from '../n8n/client.mts';
import { SandboxClient, type SandboxTenant } from '../../sandbox/client.mts';
import { saveSandboxCredentials, type Stage } from '../../workflows/setup.mts';

/** A stage as one test file sees it: an n8n session and a tenant at the vendors of its own. */
export interface TestStage {
	client: N8nClient;
	n8n: Pick<Stage['n8n'], 'url' | 'userFolder' | 'logFile' | 'databaseFile' | 'filesFolder'>;
	tenant: SandboxTenant;
	credentials: CredentialReference[];
}

interface Shared {
	n8n: TestStage['n8n'];
	sandboxUrl: string;
	session: string;
}

const VARIABLE = 'CUSTOMER_ACTIVATION_E2E_STAGE';
const holder = globalThis as { e2eStage?: Stage };

/**
 * Called once, in jest's main process. Test files run in other contexts and get the addresses through the
 * environment.
 */
export function handOver(stage: Stage): void {
	const { url, userFolder, logFile, databaseFile, filesFolder } = stage.n8n;
	holder.e2eStage = stage;
	process.env[VARIABLE] = JSON.stringify({
		n8n: { url, userFolder, logFile, databaseFile, filesFolder },
		sandboxUrl: stage.sandbox.url,
		session: stage.client.session(),
	} satisfies Shared);
}

/** The stage itself, in jest's main process. */
export function handedOver(): Stage | undefined {
	return holder.e2eStage;
}

/** Goes on with the owner's session, makes a new tenant at the vendors, and points the credentials in n8n to it. */
export async function enterStage(): Promise<TestStage> {
	const { n8n, sandboxUrl, session } = JSON.parse(process.env[VARIABLE] ?? '{}') as Shared;
	const client = new N8nClient(n8n.url);
	client.resume(session);
	const tenant = await new SandboxClient(sandboxUrl).tenant({}, `e2e-${randomUUID().slice(0, 8)}`);
	return { client, n8n, tenant, credentials: await saveSandboxCredentials({ client, tenant }) };
}
