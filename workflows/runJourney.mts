/** Imports one example workflow into n8n, runs it, and checks what the vendors received. */
import type { CredentialReference, N8nClient } from '../test/n8n/client.mts';
import { together } from '../test/n8n/execution.mts';
import { calledTrigger, publishForVendor } from './callbacks.mts';
import {
	figuresOf,
	journeyDocument,
	type Evidence,
	type Figures,
	type Journey,
} from './journeys.mts';
import type { SandboxTenant } from '../sandbox/client.mts';

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
export async function runJourney(
	journey: Journey,
	stage: Playground,
	credentials: CredentialReference[],
): Promise<Figures> {
	return await playJourney(journey, stage, credentials, async (evidence, seconds) => {
		await journey.verify(evidence);
		return figuresOf(journey, evidence, seconds);
	});
}

/**
 * Runs the journey and has it judged while its trigger still listens.
 * @param judge `seconds` is the time from the start to the end of its last execution
 */
export async function playJourney<Judgement>(
	journey: Journey,
	{ client, n8n, tenant }: Playground,
	credentials: CredentialReference[],
	judge: (evidence: Evidence, seconds: number) => Promise<Judgement>,
): Promise<Judgement> {
	const workflow = await client.saveWorkflow(await journeyDocument(journey, n8n), credentials);
	const trigger =
		calledTrigger(workflow, client.url) && (await publishForVendor({ client, tenant }, workflow));
	try {
		const before = (await tenant.requests()).length;
		const started = Date.now();
		const execute = async () => await client.run(workflow, journey.trigger);
		const called = async (items: number) => {
			if (!trigger) throw new Error(`No vendor calls the workflow ${workflow.name}.`);
			return await trigger.called(items);
		};
		const runs = journey.play
			? await journey.play({ client, tenant, execute, called })
			: [await execute()];
		const seconds = (Date.now() - started) / 1000;
		const requests = (await tenant.requests()).slice(before);
		return await judge({ run: together(runs), tenant, requests }, seconds);
	} finally {
		await trigger?.end();
	}
}
