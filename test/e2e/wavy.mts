/** Workflows and helpers for the end-to-end tests of Wavy. */
import { randomUUID } from 'node:crypto';
import axios from 'axios';
import type { NodeParameters, StoredWorkflow, WorkflowDocument } from '../n8n/client.mts';
import type { ExecutionStatus } from '../n8n/execution.mts';
import { pollUntil } from '../n8n/process.mts';
import { callPublished, publishForVendor } from '../../workflows/callbacks.mts';
import type { TestStage } from './stage.mts';

export const PACKAGE = 'n8n-nodes-customer-activation';

/** A published workflow with the production address of its webhook. */
export interface Published {
	workflow: StoredWorkflow;
	url: string;
	end(): Promise<void>;
}

export const node = (
	name: string,
	type: string,
	parameters: NodeParameters,
	more: object = {},
) => ({
	id: randomUUID(),
	name,
	type,
	typeVersion: 1,
	position: [0, 0] as [number, number],
	parameters,
	...more,
});

export const wire = (...names: string[]) =>
	Object.fromEntries(
		names
			.slice(0, -1)
			.map((name, i) => [name, { main: [[{ node: names[i + 1]!, type: 'main', index: 0 }]] }]),
	);

/** A published Wavy Trigger, which Wavy calls with answers and statuses. */
export async function publishTrigger(
	stage: TestStage,
	parameters: NodeParameters = {},
): Promise<Published> {
	const webhookId = randomUUID();
	const trigger = node(
		'Wavy Trigger',
		`${PACKAGE}.wavyTrigger`,
		{ events: ['reply', 'status'], authentication: 'none', ...parameters },
		{ webhookId },
	);
	const document = {
		name: `Wavy callbacks ${webhookId}`,
		nodes: [trigger],
		connections: {},
		settings: { executionOrder: 'v1' },
	};
	return await publishForVendor(
		stage,
		await stage.client.saveWorkflow(document as WorkflowDocument, stage.credentials),
	);
}

/** A published workflow that asks whoever is posted to its address (`{ phone }`), and waits for the answer. */
export async function publishQuestion(
	stage: TestStage,
	parameters: NodeParameters = {},
): Promise<Published> {
	const webhookId = randomUUID();
	const start = node(
		'Start',
		'n8n-nodes-base.webhook',
		{ httpMethod: 'POST', path: webhookId, options: {} },
		{ webhookId, typeVersion: 2 },
	);
	const only = node(
		'Only people',
		'n8n-nodes-base.filter',
		{
			conditions: {
				options: { version: 2 },
				combinator: 'and',
				conditions: [
					{
						leftValue: '={{ $json.body.phone }}',
						rightValue: '',
						operator: { type: 'string', operation: 'notEmpty', singleValue: true },
					},
				],
			},
			options: {},
		},
		{ typeVersion: 2.2 },
	);
	const ask = node(
		'Ask',
		`${PACKAGE}.wavy`,
		{
			resource: 'message',
			operation: 'sendAndWait',
			to: '={{ $json.body.phone }}',
			messageInput: 'text',
			message: 'Will you come?',
			waitLimit: 1,
			waitLimitUnit: 'hours',
			...parameters,
		},
		{ credentials: { wavyApi: { id: '', name: '' } } },
	);
	const after = node('After', 'n8n-nodes-base.noOp', {});
	const document = {
		name: `Question ${webhookId}`,
		nodes: [start, only, ask, after],
		connections: wire('Start', 'Only people', 'Ask', 'After'),
		settings: { executionOrder: 'v1' },
	};
	const workflow = await stage.client.saveWorkflow(document as WorkflowDocument, stage.credentials);
	await stage.client.publish(workflow);
	const url = `${stage.n8n.url}/webhook/${webhookId}`;
	// This call is an execution, too; it asks nobody.
	await callPublished(url, {});
	return { workflow, url, end: async () => await stage.client.unpublish(workflow) };
}

/** Starts the question for one person. */
export async function ask({ url }: Published, phone: string): Promise<void> {
	const { status } = await axios.post(url, { phone }, { proxy: false, validateStatus: () => true });
	if (status !== 200) throw new Error(`The question was not taken: ${status}`);
}

/** Waits until so many executions of the workflow have that status. */
export async function executionsWith(
	stage: TestStage,
	{ workflow }: Published,
	status: ExecutionStatus,
	count: number,
): Promise<string[]> {
	return await pollUntil(
		`${count} executions that are ${status}`,
		async () => {
			const ids = (await stage.client.executions(workflow.id, { most: 1000, status })).map(
				({ id }) => id,
			);
			return ids.length >= count ? ids : undefined;
		},
		{ deadlineInMs: 120_000, everyMs: 300 },
	);
}

/** A person answers on the sandbox's phone. */
export async function answer(
	stage: TestStage,
	body: { from: string; text?: string; choice?: string; messageId?: string },
): Promise<void> {
	await stage.tenant.act('wavy/answer', body);
}
