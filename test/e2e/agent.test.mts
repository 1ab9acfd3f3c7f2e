import { NodeHelpers, type INodeTypeDescription } from 'n8n-workflow';
import type { MessageRow } from '../../sandbox/wavy/ledger.mts';
import { publishForVendor, type PublishedTrigger } from '../../workflows/callbacks.mts';
import type { WorkflowDocument } from '../n8n/client.mts';
import type { ExecutionRun } from '../n8n/execution.mts';
import { pollUntil } from '../n8n/process.mts';
import {
	agentWorkflow,
	askCustomer,
	COLLEAGUE,
	conversion,
	CUSTOMER,
	gatedWorkflow,
	recordEvent,
} from './agentWorkflow.mts';
import { startModel, type Model, type ToolCall } from './model.mts';
import { enterStage, type TestStage } from './stage.mts';
import { PACKAGE } from './wavy.mts';

describe('an AI agent', () => {
	let stage: TestStage;
	let model: Model | undefined;
	let published: PublishedTrigger | undefined;

	beforeEach(async () => {
		stage = await enterStage();
		await stage.tenant.configure({ wavy: { openToAll: true } });
	});
	afterEach(async () => {
		await published?.end();
		await model?.close();
		published = model = undefined;
	});

	/** Publishes the workflow with a model that makes these calls, and has the customer write. */
	async function begin(document: WorkflowDocument, calls: ToolCall[]): Promise<Model> {
		model = await startModel(calls);
		const ofModel = await stage.client.saveCredential({
			name: 'Scripted model',
			type: 'openAiApi',
			data: { apiKey: 'none', url: model.url },
		});
		published = await publishForVendor(
			stage,
			await stage.client.saveWorkflow(document, [...stage.credentials, ofModel]),
		);
		await stage.tenant.act('wavy/answer', { from: CUSTOMER, text: 'I have bought it!' });
		return model;
	}

	const executions = async () => await stage.client.executions(published!.workflow.id);
	const events = async () =>
		(await stage.tenant.rows<{ contact: string; name: string }>('wai/events')).map(
			({ contact, name }) => [contact, name],
		);

	/** What that person reads on the phone as the question of that number, once the execution waits for the answer. */
	async function question(person: string, number = 1): Promise<MessageRow['shown']> {
		return await pollUntil(
			`Question ${number} on the phone`,
			async () => {
				if (!(await executions()).some(({ status }) => status === 'waiting')) return undefined;
				return (await stage.tenant.rows<MessageRow>('wavy/messages')).filter(
					({ to }) => to === person,
				)[number - 1]?.shown;
			},
			{ deadlineInMs: 30_000 },
		);
	}

	/** Waits for the end. The customer's message has started the one execution; an answer starts none. */
	async function ended(): Promise<ExecutionRun> {
		const { id } = await pollUntil('The start of the agent', async () => (await executions())[0], {
			deadlineInMs: 30_000,
		});
		const run = await stage.client.finished(published!.workflow, id, { deadlineInMs: 60_000 });
		expect(await executions()).toHaveLength(1);
		expect(run).toMatchObject({ status: 'success', failure: undefined });
		return run;
	}

	it.each([{ choice: 'Approve' }, { text: 'Sim!' }])(
		'runs a tool once a person has approved the call on WhatsApp: %j',
		async (approving) => {
			const { results } = await begin(gatedWorkflow(), [
				{ name: 'Record_event', arguments: { toolParameters: conversion, hitlParameters: {} } },
			]);
			expect(await question(COLLEAGUE)).toMatchObject({
				text:
					'The agent wants to run this tool: Record_event\n\nInput:\n{\n  "contact": "c-1",\n  ' +
					'"event": "conversion"\n}',
				buttons: [{ title: 'Approve' }, { title: 'Decline' }],
			});
			expect(await events()).toEqual([]);

			await stage.tenant.act('wavy/answer', { from: COLLEAGUE, ...approving });
			const run = await ended();
			expect(await events()).toEqual([['c-1', 'conversion']]);
			const [result] = results();
			expect(JSON.parse(result!)).toMatchObject([
				{ contactId: 'c-1', eventName: 'conversion', accepted: true },
			]);
			expect(run.items('Agent').map(({ json }) => json)).toEqual([
				{ output: `The tools said: ${result}` },
			]);
		},
	);

	it.each([
		{
			declining: { choice: 'Decline' },
			reason: 'He says so.',
			buttons: 2,
			heard: 'User rejected the tool call to Record event',
		},
		// Longer than a message with buttons may be: it is read in full, and answered in words.
		{
			declining: { text: 'No, it was sent back' },
			reason: 'He says so. '.repeat(100),
			buttons: 0,
			heard: 'provided feedback: \\"No, it was sent back\\"',
		},
	])(
		'runs no tool that a person has declined, and hears of it: $declining',
		async ({ declining, reason, buttons, heard }) => {
			const message =
				"=May I tell WAI? {{ $fromAI('reason', 'Why it is to be told', 'string') }} {{ $tool.parameters }}";
			const { results } = await begin(gatedWorkflow({ message }), [
				{
					name: 'Record_event',
					arguments: { toolParameters: conversion, hitlParameters: { reason } },
				},
			]);
			const shown = (await question(COLLEAGUE))!;
			expect(shown.text).toBe(
				`May I tell WAI? ${reason} {\n  "contact": "c-1",\n  "event": "conversion"\n}`,
			);
			expect(shown.buttons).toHaveLength(buttons);

			await stage.tenant.act('wavy/answer', { from: COLLEAGUE, ...declining });
			const run = await ended();
			expect(await events()).toEqual([]);
			expect(run.nodes).not.toContain('Record event');
			expect(results()).toEqual([expect.stringContaining(heard)]);
		},
	);

	it('asks by a template whoever has not written for a day', async () => {
		const templates = [
			{
				elementName: 'approval',
				text: 'The agent wants to tell WAI: {{1}}',
				buttons: ['Yes', 'No'],
			},
		];
		await stage.tenant.configure({ wavy: { openToAll: false, templates } });
		await begin(
			gatedWorkflow({
				messageInput: 'template',
				namespace: 'sandbox_namespace',
				elementName: 'approval',
				parameters: { parameter: [{ value: '={{ JSON.stringify($tool.parameters) }}' }] },
			}),
			[{ name: 'Record_event', arguments: { toolParameters: conversion, hitlParameters: {} } }],
		);
		expect(await question(COLLEAGUE)).toMatchObject({
			text: 'The agent wants to tell WAI: {"contact":"c-1","event":"conversion"}',
		});
		await stage.tenant.act('wavy/answer', { from: COLLEAGUE, choice: 'Yes' });
		await ended();
		expect(await events()).toEqual([['c-1', 'conversion']]);
	});

	it('asks for each of several calls that the agent makes at once', async () => {
		const calls = ['c-1', 'c-2'].map((contact) => ({
			name: 'Record_event',
			arguments: { toolParameters: { ...conversion, contact }, hitlParameters: {} },
		}));
		await begin(gatedWorkflow(), calls);
		expect((await question(COLLEAGUE))!.text).toContain('c-1');
		await stage.tenant.act('wavy/answer', { from: COLLEAGUE, choice: 'Decline' });
		expect((await question(COLLEAGUE, 2))!.text).toContain('c-2');
		await stage.tenant.act('wavy/answer', { from: COLLEAGUE, choice: 'Approve' });
		await ended();
		expect(await events()).toEqual([['c-2', 'conversion']]);
	});

	it(
		'calls the nodes as tools, and reads what they answer: an event at WAI, a question to ' +
			'the customer on WhatsApp',
		async () => {
			const tools = [recordEvent, askCustomer].map((tool) => ({ tool, to: 'Agent' }));
			const { results, requests } = await begin(agentWorkflow(tools), [
				{ name: 'Record_event', arguments: conversion },
				{ name: 'Ask_customer', arguments: { question: 'How do you like it?' } },
			]);
			expect(await question(CUSTOMER)).toMatchObject({ text: 'How do you like it?', buttons: [] });
			await stage.tenant.act('wavy/answer', { from: CUSTOMER, text: 'Very much' });
			await ended();
			expect(
				requests[0]!.tools!.map(({ function: tool }) => [
					tool.name,
					tool.description,
					Object.keys(tool.parameters.properties),
				]),
			).toEqual(
				expect.arrayContaining([
					['Record_event', 'Create an event in WAI', ['contact', 'event']],
					['Ask_customer', 'Send message and wait for reply in Wavy', ['question']],
				]),
			);
			expect(await events()).toEqual([['c-1', 'conversion']]);
			expect(results().map((result) => JSON.parse(result) as unknown)).toMatchObject([
				[{ contactId: 'c-1', eventName: 'conversion', accepted: true }],
				[{ replied: true, text: 'Very much', payload: null, from: CUSTOMER }],
			]);
		},
	);

	it('asks which answers approve only where a person approves', async () => {
		const types = (await stage.client.nodeTypes()) as unknown as INodeTypeDescription[];
		const shownIn = (name: string) => {
			const type = types.find((known) => known.name === `${PACKAGE}.${name}`)!;
			return Object.keys(
				NodeHelpers.getNodeParameters(
					type.properties,
					{ resource: 'message', operation: 'sendAndWait' },
					true,
					false,
					null,
					type,
				)!,
			);
		};
		expect(shownIn('wavyHitlTool')).toEqual(
			expect.arrayContaining(['message', 'to', 'waitLimit', 'approvingAnswers']),
		);
		for (const name of ['wavyTool', 'wavy']) {
			expect(shownIn(name)).toEqual(expect.arrayContaining(['message', 'to', 'waitLimit']));
			expect(shownIn(name)).not.toContain('approvingAnswers');
		}
	});
});
