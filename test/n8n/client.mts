/** n8n 2.41's own REST API, as its editor uses it: what the demo and the end-to-end tests need of it. */
import type {
	CredentialReference,
	DropdownRequest,
	StoredWorkflow,
	Waiting,
	WorkflowDocument,
} from './documents.mts';
import {
	hasEnded,
	readExecution,
	type ExecutionItem,
	type ExecutionRun,
	type ExecutionStatus,
} from './execution.mts';
import { pollUntil } from './process.mts';
import { N8nSession } from './session.mts';
import { withCredentials } from './withCredentials.mts';

export type * from './documents.mts';

/** Executions that n8n lists at a time. */
const MAX_LISTED = 100;

/** One owner's n8n. Every method throws an error with n8n's own message when n8n rejects the call. */
export class N8nClient extends N8nSession {
	async credentials(): Promise<CredentialReference[]> {
		return await this.call('get', '/credentials', 'list the credentials');
	}

	/** A credential's stored fields; those of password kind come back blanked. */
	async credentialData(id: string): Promise<Record<string, unknown>> {
		const { data } = await this.call<{ data: Record<string, unknown> }>(
			'get',
			`/credentials/${id}?includeData=true`,
			'read a credential',
		);
		return data;
	}

	/** Makes the credential of that name and type, or replaces its data when it exists. */
	async saveCredential(credential: {
		name: string;
		type: string;
		data: Record<string, unknown>;
	}): Promise<CredentialReference> {
		const existing = (await this.credentials()).find(
			({ name, type }) => name === credential.name && type === credential.type,
		);
		return existing
			? await this.call(
					'patch',
					`/credentials/${existing.id}`,
					`update the credential ${credential.name}`,
					credential,
				)
			: await this.call(
					'post',
					'/credentials',
					`make the credential ${credential.name}`,
					credential,
				);
	}

	/** Presses the credential's test button. `status` is `OK` or `Error`; `message` is what the user reads. */
	async testCredential(
		credential: CredentialReference,
	): Promise<{ status: string; message: string }> {
		// As the editor does: the fields go along, and n8n puts the stored secrets in place of the blanked ones.
		const data = await this.credentialData(credential.id);
		return await this.call('post', '/credentials/test', `test the credential ${credential.name}`, {
			credentials: { id: credential.id, name: credential.name, type: credential.type, data },
		});
	}

	/** Workflows that are not archived, without their nodes. */
	async workflows(): Promise<StoredWorkflow[]> {
		const all = await this.call<StoredWorkflow[]>('get', '/workflows', 'list the workflows');
		return all.filter((workflow) => !workflow.isArchived);
	}

	async workflow(id: string): Promise<StoredWorkflow> {
		return await this.call('get', `/workflows/${id}`, 'read a workflow');
	}

	/**
	 * Makes the workflow of that name, or replaces it when it exists.
	 * Each credential its nodes name is replaced by the one in `credentials` of the same type.
	 */
	async saveWorkflow(
		document: WorkflowDocument,
		credentials: CredentialReference[] = [],
	): Promise<StoredWorkflow> {
		const {
			name,
			nodes,
			connections,
			settings = {},
			pinData,
		} = withCredentials(document, credentials);
		const body = { name, nodes, connections, settings, ...(pinData ? { pinData } : {}) };
		const existing = (await this.workflows()).find((workflow) => workflow.name === name);
		return existing
			? await this.call('patch', `/workflows/${existing.id}`, `update the workflow ${name}`, body)
			: await this.call('post', '/workflows', `make the workflow ${name}`, body);
	}

	/** Puts a workflow away, as its user does to be rid of it. */
	async archive({ id, name }: { id: string; name: string }): Promise<void> {
		await this.call('post', `/workflows/${id}/archive`, `archive the workflow ${name}`, {});
		await this.publicationSettled({ id, name });
	}

	/** Publishes the workflow's newest version, so that its triggers listen. */
	async publish(workflow: StoredWorkflow): Promise<void> {
		await this.call(
			'post',
			`/workflows/${workflow.id}/activate`,
			`publish the workflow ${workflow.name}`,
			{ versionId: workflow.versionId },
		);
		await this.publicationSettled(workflow);
	}

	/** Takes the workflow's triggers off the air again. */
	async unpublish(workflow: StoredWorkflow): Promise<void> {
		await this.call(
			'post',
			`/workflows/${workflow.id}/deactivate`,
			`unpublish the workflow ${workflow.name}`,
			{},
		);
		await this.publicationSettled(workflow);
	}

	/** n8n publishes in the background. What is archived before that is done may keep its webhook's address for good. */
	private async publicationSettled({ id, name }: { id: string; name: string }): Promise<void> {
		await pollUntil(
			`The publication of ${name}`,
			async () => {
				const { status, data } = await this.raw('get', `/workflows/${id}/publication-status`);
				// An n8n without it (404) does everything at once.
				return (
					status === 404 || (status === 200 && data.data.status !== 'in_progress') || undefined
				);
			},
			{ deadlineInMs: 60_000, everyMs: 200 },
		);
	}

	/**
	 * Runs a workflow from the named trigger, as a click on Execute Workflow does, and waits for its end.
	 * A failed execution is returned like a successful one: its status says so.
	 * @throws when it has not ended within `deadlineInMs`.
	 */
	async run(
		workflow: StoredWorkflow,
		trigger: string,
		waiting: Waiting = {},
	): Promise<ExecutionRun> {
		const { executionId, waitingForWebhook } = await this.call<{
			executionId?: string;
			waitingForWebhook?: boolean;
		}>('post', `/workflows/${workflow.id}/run`, `run the workflow ${workflow.name}`, {
			triggerToStartFrom: { name: trigger },
		});
		if (!executionId)
			throw new Error(
				`The workflow ${workflow.name} did not start${waitingForWebhook ? `: ${trigger} waits for a call` : ''}.`,
			);
		return await this.finished(workflow, executionId, waiting);
	}

	/** Waits for an execution to end, without loading its data on the way, then reads it. */
	async finished(
		workflow: { id: string; name: string },
		executionId: string,
		{ deadlineInMs = 300_000, everyMs }: Waiting = {},
	): Promise<ExecutionRun> {
		await pollUntil(
			`The end of the execution of ${workflow.name}`,
			async () => {
				// Under a heavy execution n8n stops answering for a while; the deadline is what counts.
				const known = await this.executions(workflow.id).catch(() => []);
				return (
					known.some((execution) => execution.id === executionId && hasEnded(execution)) ||
					undefined
				);
			},
			{ deadlineInMs, everyMs },
		);
		return await this.execution(executionId);
	}

	/** The workflow's executions, newest first, without their data; `status` leaves out the others. */
	async executions(
		workflowId: string,
		{ most = 20, status }: { most?: number; status?: ExecutionStatus } = {},
	): Promise<Array<{ id: string; status: ExecutionStatus; mode: string }>> {
		const listed: Array<{ id: string; status: ExecutionStatus; mode: string }> = [];
		// n8n lists running ones apart from ended ones only in its editor; the filter covers both.
		const filter = encodeURIComponent(
			JSON.stringify({ workflowId, ...(status && { status: [status] }) }),
		);
		for (let cursor = ''; ; ) {
			const limit = Math.min(MAX_LISTED, most - listed.length);
			const page = await this.call<{ results: typeof listed; nextCursor?: string | null }>(
				'get',
				`/executions?limit=${limit}&filter=${filter}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
				'list the executions',
			);
			listed.push(...page.results);
			if (!page.nextCursor || listed.length >= most) return listed;
			cursor = page.nextCursor;
		}
	}

	/** An execution as it stands, ended or not. */
	async execution(id: string): Promise<ExecutionRun> {
		return readExecution(await this.call('get', `/executions/${id}`, 'read an execution'));
	}

	/** The items that a node gave out in all ended executions of the workflow, however many there are. */
	async outputs(workflow: { id: string }, node: string): Promise<ExecutionItem[]> {
		const items: ExecutionItem[] = [];
		for (const { id } of (await this.executions(workflow.id, { most: Infinity })).filter(hasEnded))
			items.push(...(await this.execution(id)).items(node));
		return items;
	}

	/** What a dropdown "From List" shows. */
	async dropdown(
		request: DropdownRequest,
	): Promise<Array<{ name: string; value: string; [key: string]: unknown }>> {
		const { results } = await this.call<{ results: Array<{ name: string; value: string }> }>(
			'post',
			'/dynamic-node-parameters/resource-locator-results',
			'load a list',
			{
				path: request.path,
				methodName: request.methodName,
				nodeTypeAndVersion: { name: request.nodeType, version: 1 },
				currentNodeParameters: request.parameters,
				credentials: request.credentials,
				filter: request.filter,
			},
		);
		return results;
	}
}
