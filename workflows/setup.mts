/** Sets the stage: real n8n with this pack installed, and the sandbox beside it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { N8nClient, type CredentialReference, type Owner } from '../test/n8n/client.mts';
import { ensureN8n, type N8nInstallation } from '../test/n8n/install.mts';
import { installPackage, packPackage } from '../test/n8n/package.mts';
import { startN8n, type N8nOptions, type N8nServer } from '../test/n8n/server.mts';
import { makeCleanup, type Cleanup } from './cleanup.mts';
import { step, type Report } from './progress.mts';
import type { SandboxTenant } from '../sandbox/client.mts';
import { startSandbox, type Sandbox } from './sandbox.mts';
import { vendors } from './vendors.mts';

/** The account on the n8n that is started here. It listens on loopback only, so the password is no secret. */
export const owner: Owner = {
	email: 'marketer@example.com',
	password: 'Activate-2026',
	firstName: 'Mia',
	lastName: 'Marketer',
};

export interface Stage {
	n8n: N8nServer;
	/** Not signed in yet. */
	client: N8nClient;
	sandbox: Sandbox;
	tenant: SandboxTenant;
	/** Ends n8n and the sandbox and removes temporary folders. */
	close(): Promise<void>;
}

export interface StageOptions {
	report?: Report;
	/** Makes the n8n to start; that of the lock file unless given. */
	install?: (report: Report) => Promise<N8nInstallation>;
	/** Folder for n8n's data, kept at the end. Without it a temporary one is made and removed. */
	userFolder?: string;
	ports?: { editor: number; sandbox: number };
	/** The sandbox's tenant; its page shows the name. */
	tenantName?: string;
	n8n?: Pick<N8nOptions, 'env' | 'expressionEngine' | 'network'>;
	/** Whoever must clean up on a signal passes its own; the stage adds to it as it grows. */
	cleanup?: Cleanup;
}

/** Sets the stage. When a step fails, everything begun so far is undone before the error is thrown. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
	const {
		report = () => {},
		install = ensureN8n,
		cleanup = makeCleanup(),
		ports,
		tenantName = 'demo',
	} = options;
	try {
		const installation = await install(report);
		const scratch = await mkdtemp(join(tmpdir(), 'customer-activation-'));
		cleanup.add(async () => await rm(scratch, { recursive: true, force: true, maxRetries: 5 }));
		const userFolder = options.userFolder ?? join(scratch, 'n8n');

		const tarball = await step(
			report,
			'Building and packing this pack',
			async () => await packPackage(join(scratch, 'pack')),
		);
		const sandbox = await step(
			report,
			'Starting the sandbox',
			async () =>
				await startSandbox({ port: ports?.sandbox, logFile: join(scratch, 'sandbox.log') }),
		);
		cleanup.add(sandbox.stop);
		const tenant = await sandbox.tenant(
			Object.fromEntries(vendors.map(({ name, sandboxSettings }) => [name, sandboxSettings])),
			tenantName,
		);
		await step(
			report,
			'Installing the pack into n8n, as n8n does',
			async () => await installPackage(tarball, userFolder),
		);
		const n8n = await step(
			report,
			`Starting n8n ${installation.version}`,
			async () => await startN8n({ installation, userFolder, port: ports?.editor, ...options.n8n }),
		);
		cleanup.add(n8n.stop);
		return { n8n, client: new N8nClient(n8n.url), sandbox, tenant, close: cleanup.run };
	} catch (error) {
		await cleanup.run();
		throw error;
	}
}

/** Makes each vendor's credential for this stage's tenant, or replaces it. */
export async function saveSandboxCredentials({
	client,
	tenant,
}: Pick<Stage, 'client' | 'tenant'>): Promise<CredentialReference[]> {
	const saved: CredentialReference[] = [];
	for (const vendor of vendors) {
		saved.push(
			await client.saveCredential({
				name: vendor.credentialName,
				type: vendor.credentialType,
				data: vendor.credentialData(tenant.access(vendor.name)),
			}),
		);
	}
	return saved;
}
