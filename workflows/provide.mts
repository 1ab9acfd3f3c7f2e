/**
 * Puts the examples into a user's own n8n without ever overwriting what the user made of them.
 *
 * What was put there is remembered in a file with a fingerprint of how n8n stored it. Only what still has that
 * fingerprint is brought up to date; what the user changed, renamed or made under the same name stays as it is.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import lodash from 'lodash';
import type {
	CredentialReference,
	N8nClient,
	StoredWorkflow,
	WorkflowDocument,
} from '../test/n8n/client.mts';
import { calledTrigger } from './callbacks.mts';
import { journeyDocument, journeys } from './journeys.mts';
import type { Playground } from './runJourney.mts';
import { vendors, type Vendor } from './vendors.mts';

interface Provided {
	id: string;
	fingerprint: string;
}

interface Memory {
	workflows: Record<string, Provided>;
	credentials: Record<string, Provided>;
}

type Tell = (line: string) => void;

/** A published example that a vendor of the sandbox calls. */
export interface CalledExample {
	vendor: string;
	/** Name of the workflow. */
	workflow: string;
}

/**
 * Provides every vendor's credential and every example workflow. Examples that a vendor calls are published when they
 * are new, and each vendor of the sandbox is told the address of the first one that is.
 * @param memoryFile JSON file that is remembered between starts.
 * @returns what the vendors call now
 */
export async function provideExamples(
	stage: Playground,
	memoryFile: string,
	tell: Tell,
): Promise<CalledExample[]> {
	const memory: Memory = await readFile(memoryFile, 'utf8').then(JSON.parse, () => ({
		workflows: {},
		credentials: {},
	}));
	const credentials: CredentialReference[] = [];
	for (const vendor of vendors)
		credentials.push(await provideCredential(vendor, stage, memory, tell));
	const called: CalledExample[] = [];
	for (const journey of journeys) {
		const workflow = await provideWorkflow(
			await journeyDocument(journey, stage.n8n),
			credentials,
			stage.client,
			memory,
			tell,
		);
		const trigger = workflow.active ? calledTrigger(workflow, stage.client.url) : undefined;
		// A vendor knows one address.
		if (!trigger || called.some(({ vendor }) => vendor === trigger.vendor)) continue;
		await trigger.register(stage.tenant);
		called.push({ vendor: trigger.vendor, workflow: workflow.name });
	}
	await writeFile(memoryFile, `${JSON.stringify(memory, null, '\t')}\n`);
	return called;
}

async function provideCredential(
	vendor: Vendor,
	{ client, tenant }: Playground,
	memory: Memory,
	tell: Tell,
): Promise<CredentialReference> {
	const { credentialName: name, credentialType: type } = vendor;
	const data = vendor.credentialData(tenant.access(vendor.name));
	const provided = memory.credentials[name];
	const all = await client.credentials();
	const existing =
		all.find(({ id }) => id === provided?.id) ??
		all.find((credential) => credential.name === name && credential.type === type);
	// Secrets come back blanked, so an edit shows in the name and in fields such as the address.
	const fingerprintOf = async (credential: CredentialReference) =>
		fingerprint([
			credential.name,
			lodash.pick(await client.credentialData(credential.id), Object.keys(data)),
		]);

	if (existing && provided?.fingerprint !== (await fingerprintOf(existing))) {
		tell(`  kept as you have it: credential "${existing.name}"`);
		return existing;
	}
	const saved = await client.saveCredential({ name, type, data });
	memory.credentials[name] = { id: saved.id, fingerprint: await fingerprintOf(saved) };
	return saved;
}

async function provideWorkflow(
	document: WorkflowDocument,
	credentials: CredentialReference[],
	client: N8nClient,
	memory: Memory,
	tell: Tell,
): Promise<StoredWorkflow> {
	const provided = memory.workflows[document.name];
	const all = await client.workflows();
	const existing =
		all.find(({ id }) => id === provided?.id) ?? all.find(({ name }) => name === document.name);
	const asItIs = existing && (await client.workflow(existing.id));
	if (asItIs && provided?.fingerprint !== fingerprintOf(asItIs)) {
		tell(`  kept as you have it: workflow "${asItIs.name}"`);
		return asItIs;
	}
	const saved = await client.saveWorkflow(document, credentials);
	// What the user has unpublished stays so; what is published goes on with its newest version.
	if (asItIs ? asItIs.active : calledTrigger(saved, client.url)) {
		await client.publish(saved).catch((error: Error) => tell(`  not published: ${error.message}`));
	}
	const stored = await client.workflow(saved.id);
	memory.workflows[document.name] = { id: stored.id, fingerprint: fingerprintOf(stored) };
	return stored;
}

function fingerprintOf({ name, nodes, connections, settings }: StoredWorkflow): string {
	return fingerprint([name, nodes, connections, settings]);
}

function fingerprint(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
