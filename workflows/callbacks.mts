/**
 * Calls that vendors make to workflows, such as replies and events. A workflow with a vendor's trigger is published,
 * and the sandbox's vendor is told the trigger's address, as the vendor's support would set it up. Journeys, `npm
 * start` and the end-to-end tests all get their callbacks here.
 */
import axios from 'axios';
import type { N8nClient, StoredWorkflow, WorkflowDocument } from '../test/n8n/client.mts';
import { hasEnded, type ExecutionRun } from '../test/n8n/execution.mts';
import { pollUntil } from '../test/n8n/process.mts';
import type { SandboxTenant } from '../sandbox/client.mts';
import { sessionMSecret, wavySecret } from './vendors.mts';

/** A vendor that calls workflows. A new one is an entry in `callers`. */
interface Caller {
	/** Its name, as people know it. */
	vendor: string;
	/** The trigger node that it calls. */
	trigger: string;
	/** Settings of the sandbox with which it calls that address; without one it calls nobody. */
	settings(tenant: SandboxTenant, url?: string): Record<string, unknown>;
}

const callers: Caller[] = [
	{
		vendor: 'Wavy',
		trigger: 'wavyTrigger',
		settings: (_, url) => {
			const withSecret = `${url}?${wavySecret.name}=${wavySecret.secret}`;
			return { wavy: { callbackUrls: url ? { message: withSecret, status: withSecret } : {} } };
		},
	},
	{
		vendor: 'Eagle Eye',
		trigger: 'eagleEyeTrigger',
		settings: (tenant, url) => {
			const { headerName, headerValue } = tenant.access('eagleEye');
			// AIR repeats events that it thinks have failed: here every second one.
			return {
				eagleEye: { events: { url: url ?? null, headerName, headerValue, duplicateEvery: 2 } },
			};
		},
	},
	{
		vendor: 'SessionM',
		trigger: 'sessionMTrigger',
		settings: (_, url) => ({
			sessionM: {
				messages: url ? { url, headers: { [sessionMSecret.name]: sessionMSecret.secret } } : null,
			},
		}),
	},
];

/** The trigger of a workflow that a vendor calls. */
export interface CalledTrigger {
	vendor: string;
	/** Name of the node. */
	node: string;
	/** Its address once the workflow is published. */
	url: string;
	/** Tells the vendor the address. A vendor knows one: it forgets the one before. */
	register(tenant: SandboxTenant): Promise<void>;
	/** Makes the vendor call nobody. */
	withdraw(tenant: SandboxTenant): Promise<void>;
}

/** Finds the workflow's trigger that a vendor calls in the n8n at that address; undefined where it has none. */
export function calledTrigger(
	{ nodes }: Pick<WorkflowDocument, 'nodes'>,
	n8nUrl: string,
): CalledTrigger | undefined {
	for (const { type, name, webhookId, disabled } of nodes) {
		const caller = callers.find(
			({ trigger }) => type === `n8n-nodes-customer-activation.${trigger}`,
		);
		if (!caller || !webhookId || disabled) continue;
		const url = `${n8nUrl}/webhook/${webhookId}/webhook`;
		return {
			vendor: caller.vendor,
			node: name,
			url,
			register: async (tenant) => await tenant.configure(caller.settings(tenant, url)),
			withdraw: async (tenant) => await tenant.configure(caller.settings(tenant)),
		};
	}
	return undefined;
}

/** A published workflow that a vendor calls. */
export interface PublishedTrigger {
	workflow: StoredWorkflow;
	/** The production address of its trigger. */
	url: string;
	/**
	 * Waits until so many items in all have come in by the trigger and nothing runs any more, or something has failed.
	 * @returns all executions that calls from outside have started since it was published, oldest first
	 */
	called(items: number): Promise<ExecutionRun[]>;
	/** Ends it: the vendor calls nobody any more, and the workflow is unpublished. */
	end(): Promise<void>;
}

/** Publishes a workflow, and once its trigger listens tells the vendor the address. */
export async function publishForVendor(
	{ client, tenant }: { client: N8nClient; tenant: SandboxTenant },
	workflow: StoredWorkflow,
): Promise<PublishedTrigger> {
	const trigger = calledTrigger(workflow, client.url);
	if (!trigger) throw new Error(`No vendor calls the workflow ${workflow.name}.`);
	const started = async () =>
		(await client.executions(workflow.id, { most: 100 })).filter(({ mode }) => mode === 'webhook');
	const known = new Set((await started()).map(({ id }) => id));
	const end = async () => {
		await trigger.withdraw(tenant);
		await client.unpublish(workflow);
	};
	await client.publish(workflow);
	try {
		// Each of the triggers rejects a call that says nothing, so it starts nothing.
		await callPublished(trigger.url, {});
		await trigger.register(tenant);
	} catch (error) {
		await end();
		throw error;
	}
	return {
		workflow,
		url: trigger.url,
		end,
		called: async (items) =>
			await pollUntil(
				`${items} items at ${trigger.node}`,
				async () => {
					const executions = (await started()).filter(({ id }) => !known.has(id));
					if (!executions.every(hasEnded)) return undefined;
					const runs = await Promise.all(
						executions.reverse().map(async ({ id }) => await client.execution(id)),
					);
					const received = runs.reduce((sum, run) => sum + run.items(trigger.node).length, 0);
					return received >= items || runs.some(({ status }) => status !== 'success')
						? runs
						: undefined;
				},
				{ deadlineInMs: 60_000, everyMs: 500 },
			),
	};
}

/**
 * Posts to a webhook of a workflow that was published a moment ago: publishing takes effect only after n8n has
 * confirmed it, and until then the address is unknown (404). @returns HTTP status
 */
export async function callPublished(url: string, body: object): Promise<number> {
	return await pollUntil(
		`The address ${url}`,
		async () => {
			const { status } = await axios.post(url, body, { proxy: false, validateStatus: () => true });
			return status === 404 ? undefined : status;
		},
		{ deadlineInMs: 60_000 },
	);
}
