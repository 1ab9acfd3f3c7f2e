/** Imports one example workflow into n8n, runs it, and checks what the vendors received. */
import type { CredentialReference, N8nClient } from '../test/n8n/client.mts';
import { together } from '../test/n8n/execution.mts';
import { figuresOf, journeyDocument, type Evidence, type Figures, type Journey } from './journeys.mts';
import type { SandboxTenant } from './sandbox.mts';

/** What of a stage a journey needs. */
export interface Playground {
	client: N8nClient;
	n8n: { filesFolder: string };
	tenant: SandboxTenant;
}

/**
 * Runs the journey on this stage and counts what it came to.
 * @throws Mismatch when the run or the ledger is not what it must be.
 */
export async function runJourney(journey: Journey, stage: Playground, credentials: CredentialReference[]): Promise<Figures> {
	const { evidence, seconds } = await playJourney(journey, stage, credentials);
	await journey.verify(evidence);
	return figuresOf(journey, evidence, seconds);
}

/** Runs the journey without judging it. `seconds` is the time from the click to the end of the execution. */
export async function playJourney(journey: Journey, { client, n8n, tenant }: Playground, credentials: CredentialReference[]): Promise<{ evidence: Evidence; seconds: number }> {
	const document = await journeyDocument(journey, { filesFolder: n8n.filesFolder, n8nUrl: client.url, tenant });
	const workflow = await client.saveWorkflow(document, credentials);
	const before = (await tenant.requests()).length;
	const started = Date.now();
	const run = journey.play ? together(await journey.play(client, workflow, tenant)) : await client.run(workflow, journey.trigger);
	const seconds = (Date.now() - started) / 1000;
	const requests = (await tenant.requests()).slice(before);
	return { evidence: { run, tenant, requests }, seconds };
}
