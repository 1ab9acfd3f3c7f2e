import { randomUUID } from 'node:crypto';
import type { MessageRow } from '../../sandbox/wavy/ledger.mts';
import type { WorkflowDocument } from '../n8n/client.mts';
import { pollUntil } from '../n8n/process.mts';
import { callPublished } from '../../workflows/callbacks.mts';
import { enterStage, type TestStage } from './stage.mts';
import {
	answer,
	executionsWith,
	node,
	PACKAGE,
	publishTrigger,
	type Published,
	wire,
} from './wavy.mts';

const PEOPLE = ['5519900000711', '5519900000712', '5519900000713'];

const startOf = (webhookId: string) =>
	node(
		'Start',
		'n8n-nodes-base.webhook',
		{ httpMethod: 'POST', path: webhookId, options: {} },
		{ webhookId, typeVersion: 2 },
	);

const people = () => node('People', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'body.people' });

const ask = () =>
	node(
		'Ask',
		`${PACKAGE}.wavy`,
		{
			resource: 'message',
			operation: 'sendAndWait',
			to: '={{ $json.phone }}',
			messageInput: 'text',
			message: 'Will you come?',
			waitLimit: 1,
			waitLimitUnit: 'hours',
		},
		{ credentials: { wavyApi: { id: '', name: '' } } },
	);

/** What the message of Send and Wait for Reply advises for a list. */
describe('a question to a list of people', () => {
	let stage: TestStage;
	let ended: Array<() => Promise<void>>;

	beforeEach(async () => {
		stage = await enterStage();
		const trigger = await publishTrigger(stage);
		ended = [trigger.end];
		await stage.tenant.configure({ wavy: { openToAll: true, statusDelayMs: 10 } });
	});
	afterEach(async () => {
		for (const end of ended.reverse()) await end();
	});

	async function publish(
		webhookId: string,
		nodes: object[],
		connections: object,
	): Promise<Published> {
		const document = {
			name: `List ${webhookId}`,
			nodes,
			connections,
			settings: { executionOrder: 'v1' },
		};
		const workflow = await stage.client.saveWorkflow(
			document as WorkflowDocument,
			stage.credentials,
		);
		await stage.client.publish(workflow);
		const end = async () => await stage.client.unpublish(workflow);
		ended.push(end);
		return { workflow, url: `${stage.n8n.url}/webhook/${webhookId}`, end };
	}

	const start = async ({ url }: Published) =>
		expect(await callPublished(url, { people: PEOPLE.map((phone) => ({ phone })) })).toBe(200);

	const asked = async (count: number) =>
		await pollUntil(
			`${count} questions`,
			async () => {
				const rows = await stage.tenant.rows<MessageRow>('wavy/messages');
				return rows.length >= count ? rows : undefined;
			},
			{ deadlineInMs: 30_000, everyMs: 200 },
		);

	const outputs = async (ids: string[]) => {
		const runs = await Promise.all(ids.map(async (id) => await stage.client.execution(id)));
		return runs.flatMap((run) =>
			run.items('After').map(({ json }) => [json.from, json.text] as [string, string]),
		);
	};

	it('goes on one by one through Loop Over Items', async () => {
		const webhookId = randomUUID();
		const loop = node(
			'Loop Over Items',
			'n8n-nodes-base.splitInBatches',
			{ batchSize: 1, options: {} },
			{ typeVersion: 3 },
		);
		const after = node('After', 'n8n-nodes-base.noOp', {});
		const to = (name: string) => [{ node: name, type: 'main', index: 0 }];
		const list = await publish(webhookId, [startOf(webhookId), people(), loop, ask(), after], {
			...wire('Start', 'People', 'Loop Over Items'),
			'Loop Over Items': { main: [to('After'), to('Ask')] },
			Ask: { main: [to('Loop Over Items')] },
		});
		await start(list);
		for (const [i, from] of PEOPLE.entries()) {
			expect(await asked(i + 1)).toHaveLength(i + 1);
			await executionsWith(stage, list, 'waiting', 1);
			await answer(stage, { from, text: `Yes ${i}` });
		}
		const ids = await executionsWith(stage, list, 'success', 1);
		expect(await outputs(ids)).toEqual(PEOPLE.map((from, i) => [from, `Yes ${i}`]));
	});

	it('asks all at once through a sub-workflow for each item, answered in any order', async () => {
		const inputs = node(
			'Inputs',
			'n8n-nodes-base.executeWorkflowTrigger',
			{ inputSource: 'passthrough' },
			{ typeVersion: 1.1 },
		);
		const after = node('After', 'n8n-nodes-base.noOp', {});
		const sub = await publish(randomUUID(), [inputs, ask(), after], wire('Inputs', 'Ask', 'After'));
		const webhookId = randomUUID();
		const call = node(
			'Call',
			'n8n-nodes-base.executeWorkflow',
			{
				source: 'database',
				workflowId: { __rl: true, mode: 'id', value: sub.workflow.id },
				mode: 'each',
				options: { waitForSubWorkflow: false },
			},
			{ typeVersion: 1.2 },
		);
		const list = await publish(
			webhookId,
			[startOf(webhookId), people(), call],
			wire('Start', 'People', 'Call'),
		);
		await start(list);
		await asked(PEOPLE.length);
		await executionsWith(stage, sub, 'waiting', PEOPLE.length);
		for (const from of [...PEOPLE].reverse())
			await answer(stage, { from, text: `I am ${from.slice(-1)}` });
		const ids = await executionsWith(stage, sub, 'success', PEOPLE.length);
		expect((await outputs(ids)).sort()).toEqual(
			PEOPLE.map((from) => [from, `I am ${from.slice(-1)}`]),
		);
	});
});
