/** Imports one example workflow into n8n, runs it, and checks what the vendors received. */
import type { CredentialReference, N8nClient } from '../test/n8n/client.mts';
import { withCallbacks } from './callbacks.mts';
import { figuresOf, journeyDocument, type Evidence, type Figures, type Journey } from './journeys.mts';
import type { SandboxTenant } from './sandbox.mts';

/** What of a stage a journey needs. */
export interface Playground {
	client: N8nClient;
	n8n: { url: string; filesFolder: string };
	tenant: SandboxTenant;
}

/**
 * Runs the journey on this stage and counts what it came to.
 * @throws Mismatch when the run or the ledger is not what it must be.
 */
export async function runJourney(journey: Journey, stage: Playground, credentials: CredentialReference[]): Promise<Figures> {
	return await playJourney(journey, stage, credentials, async (evidence, seconds) => {
		await journey.verify(evidence);
		return figuresOf(journey, evidence, seconds);
	});
}

/**
 * Runs the journey and has it judged while its triggers still listen.
 * @param judge `seconds` is the time from the click to the end of the execution
 */
export async function playJourney<Judgement>(
	journey: Journey,
	{ client, n8n, tenant }: Playground,
	credentials: CredentialReference[],
	judge: (evidence: Evidence, seconds: number) => Promise<Judgement>,
): Promise<Judgement> {
	const document = await journeyDocument(journey, { filesFolder: n8n.filesFolder, tenant });
	const workflow = await client.saveWorkflow(document, credentials);
	const around = { client, n8n, tenant, workflow };
	try {
		await journey.before?.(around);
		const before = (await tenant.requests()).length;
		const started = Date.now();
		const act = async () => (await Promise.all([client.run(workflow, journey.trigger), journey.meanwhile?.(around)]))[0];
		const { result: run, executions: callbacks } = journey.callbacks
			? await withCallbacks(journey.callbacks, { client, tenant }, workflow, act)
			: { result: await act(), executions: [] };
		const seconds = (Date.now() - started) / 1000;
		const requests = (await tenant.requests()).slice(before);
		return await judge({ run, tenant, requests, callbacks }, seconds);
	} finally {
		await journey.after?.(around);
	}
}
