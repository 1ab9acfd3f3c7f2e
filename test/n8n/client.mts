/** n8n 2.41's own REST API, as its editor uses it: what the demo and the end-to-end tests need of it. */
import axios, { type AxiosInstance, type AxiosResponse, type Method } from 'axios';
import { Agent } from 'node:http';
import type { ExecutionItem, ExecutionRun, ExecutionStatus } from './execution.mts';
import { hasEnded, readExecution } from './execution.mts';
import { pollUntil } from './process.mts';
import { withCredentials } from './withCredentials.mts';

export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

export interface NodeParameters {
	[name: string]: unknown;
}

export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: NodeParameters;
	credentials?: Record<string, { id: string | null; name: string }>;
	onError?: string;
	disabled?: boolean;
	webhookId?: string;
}

export interface WorkflowDocument {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	pinData?: Record<string, unknown>;
	[other: string]: unknown;
}

export interface StoredWorkflow extends WorkflowDocument {
	id: string;
	versionId: string;
	active: boolean;
	isArchived?: boolean;
}

export interface CredentialReference {
	id: string;
	name: string;
	type: string;
}

/** How the end of an execution is waited for. */
export interface Waiting {
	deadlineInMs?: number;
	/** How often to ask, in milliseconds: each time costs n8n some work. */
	everyMs?: number;
}

/** What the editor sends along when a node's dropdown opens. */
export interface DropdownRequest {
	/** Full type name, e.g. `n8n-nodes-customer-activation.wai`. */
	nodeType: string;
	/** Parameter path, e.g. `parameters.campaign`. */
	path: string;
	/** Name of the node's `listSearch` method. */
	methodName: string;
	parameters: NodeParameters;
	credentials: Record<string, { id: string; name: string }>;
	filter?: string;
}

/** Executions that n8n lists at a time. */
const MOST_LISTED = 100;

/** Signs in once and keeps the session. Every method throws an error with n8n's own message when n8n refuses. */
export class N8nClient {
	readonly url: string;
	private readonly http: AxiosInstance;
	private cookie = '';

	constructor(url: string) {
		this.url = url;
		this.http = axios.create({
			baseURL: `${url}/rest`,
			// n8n's event loop can be busy for long while it handles a large execution.
			timeout: 120_000,
			// A kept connection could be closed by such a busy n8n just as it is used again.
			httpAgent: new Agent({ keepAlive: false }),
			proxy: false,
			maxContentLength: Infinity,
			validateStatus: () => true,
			// n8n ties a session to the browser that made it.
			headers: { 'browser-id': 'customer-activation' },
		});
	}

	/** Makes the owner account on a new n8n, or signs in where it exists. */
	async signIn(owner: Owner): Promise<void> {
		const login = async () =>
			await this.raw('post', '/login', {
				emailOrLdapLoginId: owner.email,
				password: owner.password,
			});
		let answer = await login();
		if (answer.status === 401) {
			answer = await this.raw('post', '/owner/setup', owner);
			if (answer.status >= 400) {
				throw new Error(
					`n8n has another owner than ${owner.email}, or another password: ${messageOf(answer)}`,
				);
			}
		}
		this.unwrap(answer, 'sign in');
		const cookies = (answer.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';', 1)[0]);
		this.cookie = cookies.join('; ');
	}

	/** The session's cookie. */
	session(): string {
		return this.cookie;
	}

	/** Goes on with the session of another client. n8n lets nobody sign in more than a few times a minute. */
	resume(session: string): void {
		this.cookie = session;
	}

	/** All node types n8n knows, as the editor loads them. */
	async nodeTypes(): Promise<Array<{ name: string; displayName: string; [key: string]: unknown }>> {
		// Not under /rest.
		const answer = await this.raw('get', `${this.url}/types/nodes.json`);
		if (answer.status !== 200)
			throw new Error(`n8n does not list its node types: ${messageOf(answer)}`);
		return answer.data;
	}

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
		return readExecution(await this.call('get', `/executions/${executionId}`, 'read an execution'));
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
			const limit = Math.min(MOST_LISTED, most - listed.length);
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
		type Page = {
			results: Array<{ id: string; status: ExecutionStatus }>;
			nextCursor?: string | null;
		};
		const filter = encodeURIComponent(JSON.stringify({ workflowId: workflow.id }));
		const items: ExecutionItem[] = [];
		for (let cursor = ''; ; ) {
			const page = await this.call<Page>(
				'get',
				`/executions?limit=100&filter=${filter}${cursor && `&cursor=${cursor}`}`,
				'list the executions',
			);
			for (const { id } of page.results.filter(hasEnded)) {
				items.push(
					...readExecution(await this.call('get', `/executions/${id}`, 'read an execution')).items(
						node,
					),
				);
			}
			if (!page.nextCursor) return items;
			cursor = page.nextCursor;
		}
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

	private async call<T>(method: Method, path: string, doing: string, body?: unknown): Promise<T> {
		return this.unwrap<T>(await this.raw(method, path, body), doing);
	}

	private async raw(method: Method, path: string, body?: unknown): Promise<AxiosResponse> {
		return await this.http.request({
			method,
			url: path,
			data: body,
			headers: this.cookie ? { cookie: this.cookie } : {},
		});
	}

	private unwrap<T>(answer: AxiosResponse, doing: string): T {
		if (answer.status >= 400) throw new Error(`n8n did not ${doing}: ${messageOf(answer)}`);
		return (answer.data as { data: T }).data;
	}
}

function messageOf({ status, data }: AxiosResponse): string {
	const { message } = (data ?? {}) as { message?: string };
	return `${message ?? 'no reason given'} (HTTP ${status})`;
}
