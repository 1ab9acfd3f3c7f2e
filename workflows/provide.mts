/**
 * Puts the examples into a user's own n8n without ever overwriting what the user made of them.
 *
 * What was put there is remembered in a file with a fingerprint of how n8n stored it. Only what still has that
 * fingerprint is brought up to date; what the user changed, renamed or made under the same name stays as it is.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import lodash from 'lodash';
import type { CredentialReference, N8nClient, StoredWorkflow, WorkflowDocument } from '../test/n8n/client.mts';
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

/**
 * Provides every vendor's credential and every example workflow.
 * @param memoryFile JSON file that is remembered between starts.
 */
export async function provideExamples(stage: Playground, memoryFile: string, tell: Tell): Promise<void> {
	const memory: Memory = await readFile(memoryFile, 'utf8').then(JSON.parse, () => ({ workflows: {}, credentials: {} }));
	const credentials: CredentialReference[] = [];
	for (const vendor of vendors) credentials.push(await provideCredential(vendor, stage, memory, tell));
	const ground = { filesFolder: stage.n8n.filesFolder, n8nUrl: stage.client.url, tenant: stage.tenant };
	for (const journey of journeys) {
		await provideWorkflow(await journeyDocument(journey, ground), credentials, stage.client, memory, tell);
	}
	await writeFile(memoryFile, `${JSON.stringify(memory, null, '\t')}\n`);
}

async function provideCredential(vendor: Vendor, { client, tenant }: Playground, memory: Memory, tell: Tell): Promise<CredentialReference> {
	const { credentialName: name, credentialType: type } = vendor;
	const data = vendor.credentialData(tenant.access(vendor.name));
	const provided = memory.credentials[name];
	const all = await client.credentials();
	const existing = all.find(({ id }) => id === provided?.id) ?? all.find((credential) => credential.name === name && credential.type === type);
	// Secrets come back blanked, so an edit shows in the name and in fields such as the address.
	const fingerprintOf = async (credential: CredentialReference) =>
		fingerprint([credential.name, lodash.pick(await client.credentialData(credential.id), Object.keys(data))]);

	if (existing && provided?.fingerprint !== (await fingerprintOf(existing))) {
		tell(`  kept as you have it: credential "${existing.name}"`);
		return existing;
	}
	const saved = await client.saveCredential({ name, type, data });
	memory.credentials[name] = { id: saved.id, fingerprint: await fingerprintOf(saved) };
	return saved;
}

async function provideWorkflow(document: WorkflowDocument, credentials: CredentialReference[], client: N8nClient, memory: Memory, tell: Tell): Promise<void> {
	const provided = memory.workflows[document.name];
	const all = await client.workflows();
	const existing = all.find(({ id }) => id === provided?.id) ?? all.find(({ name }) => name === document.name);
	if (existing && provided?.fingerprint !== fingerprintOf(await client.workflow(existing.id))) {
		tell(`  kept as you have it: workflow "${existing.name}"`);
		return;
	}
	const saved = await client.saveWorkflow(document, credentials);
	memory.workflows[document.name] = { id: saved.id, fingerprint: fingerprintOf(await client.workflow(saved.id)) };
}

function fingerprintOf({ name, nodes, connections, settings }: StoredWorkflow): string {
	return fingerprint([name, nodes, connections, settings]);
}

function fingerprint(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
