/** Calls that vendors make to a workflow: it is published for the time of a journey, and they are told its address. */
import axios from 'axios';
import type { N8nClient, StoredWorkflow } from '../test/n8n/client.mts';
import type { ExecutionRun } from '../test/n8n/execution.mts';
import { pollUntil } from '../test/n8n/process.mts';
import type { SandboxTenant } from './sandbox.mts';

/** What a journey says of the calls that it is to receive. */
export interface Callbacks {
	/** Name of the trigger node that is called. */
	trigger: string;
	/** Tells the vendor where to call. */
	subscribe(tenant: SandboxTenant, url: string): Promise<void>;
	/** Events that the run makes the vendor tell. */
	fromRun: number;
	/** Makes time pass at the vendor, or the like, once those have come. */
	afterwards(tenant: SandboxTenant): Promise<void>;
	/** Events that this makes the vendor tell. */
	fromAfterwards: number;
}

const deadline = { deadlineInMs: 60_000 };

/** Publishes the workflow, runs `act`, and waits for the calls. @returns what `act` returns, and the executions that the calls started */
export async function withCallbacks<T>(
	callbacks: Callbacks,
	{ client, tenant }: { client: N8nClient; tenant: SandboxTenant },
	workflow: StoredWorkflow,
	act: () => Promise<T>,
): Promise<{ result: T; executions: ExecutionRun[] }> {
	const node = workflow.nodes.find(({ name }) => name === callbacks.trigger);
	if (!node?.webhookId) throw new Error(`${callbacks.trigger} is no trigger that can be called.`);
	const url = `${client.url}/webhook/${node.webhookId}/webhook`;
	const known = new Set((await client.executions(workflow.id)).map(({ id }) => id));
	await client.publish(workflow);
	try {
		// Publishing takes effect a moment after n8n has confirmed it; a call without the secret starts nothing.
		await pollUntil('The address of the trigger', async () => {
			const { status } = await axios.post(url, {}, { proxy: false, validateStatus: () => true });
			return status !== 404 || undefined;
		}, deadline);
		await callbacks.subscribe(tenant, url);
		const result = await act();
		const arrived = async (events: number) => await pollUntil(`${events} events at ${callbacks.trigger}`, async () => {
			const started = (await client.executions(workflow.id)).filter(({ id, mode }) => mode === 'webhook' && !known.has(id));
			const runs = await Promise.all(started.map(async ({ id }) => await client.finished(workflow, id)));
			const items = runs.reduce((sum, run) => sum + run.items(callbacks.trigger).length, 0);
			return items >= events ? runs : undefined;
		}, { ...deadline, everyMs: 500 });
		await arrived(callbacks.fromRun);
		await callbacks.afterwards(tenant);
		return { result, executions: await arrived(callbacks.fromRun + callbacks.fromAfterwards) };
	} finally {
		await client.unpublish(workflow);
	}
}
