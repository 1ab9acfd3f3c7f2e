import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventRow } from '../../sandbox/eagleEye/outbound.mts';
import type { MessageRow } from '../../sandbox/sessionM/messages.mts';
import { calledTrigger } from '../../workflows/callbacks.mts';
import { journeys } from '../../workflows/journeys.mts';
import { lateDeliveryJourney } from '../../workflows/lateDelivery.mts';
import { loyaltySignupJourney } from '../../workflows/loyaltySignup.mts';
import { provideExamples } from '../../workflows/provide.mts';
import { reminderJourney, routerJourney } from '../../workflows/wavy.mts';
import type { StoredWorkflow } from '../n8n/client.mts';
import { pollUntil } from '../n8n/process.mts';
import { enterStage, type TestStage } from './stage.mts';

describe('what npm start provides in a user’s n8n', () => {
	let stage: TestStage;
	let folder: string;
	beforeEach(async () => {
		stage = await enterStage();
		folder = await mkdtemp(join(tmpdir(), 'provide-'));
		for (const workflow of await examples()) await stage.client.archive(workflow);
	});
	afterEach(async () => {
		for (const { id } of await examples()) await putAway(await stage.client.workflow(id));
		await rm(folder, { recursive: true, force: true });
	});

	/**
	 * The vendor calls it no more. n8n 2.41 keeps an address that is called while it is taken down (it caches what it
	 * finds, after it has forgotten what it removes), and lets nobody else have it.
	 */
	const silence = async (workflow: StoredWorkflow) =>
		await calledTrigger(workflow, stage.client.url)?.withdraw(stage.tenant);
	/** What is published would go on listening beside the other tests. */
	const putAway = async (workflow: StoredWorkflow) => {
		await silence(workflow);
		await stage.client.archive(workflow);
	};
	const examples = async (): Promise<StoredWorkflow[]> =>
		(await stage.client.workflows()).filter(({ name }) =>
			journeys.some((journey) => journey.name === name),
		);
	const example = async (name: string) =>
		await stage.client.workflow((await examples()).find((workflow) => workflow.name === name)!.id);
	const memoryFile = () => join(folder, 'provided.json');
	const provide = async (): Promise<string[]> => {
		const told: string[] = [];
		await provideExamples(stage, memoryFile(), (line) => told.push(line));
		return told;
	};
	const called = async () => await provideExamples(stage, memoryFile(), () => {});
	const [first, second] = journeys.map(({ name }) => name) as [string, string];

	it('is there once, however often it is started', async () => {
		await provide();
		const before = await examples();
		expect(before).toHaveLength(journeys.length);
		expect(await provide()).not.toEqual(expect.arrayContaining([expect.stringContaining(first)]));
		expect((await examples()).map(({ id }) => id).sort()).toEqual(
			before.map(({ id }) => id).sort(),
		);
	});

	it('never overwrites what the user changed', async () => {
		await provide();
		const { id: _, ...changed } = await example(first);
		changed.nodes = changed.nodes.map((node) =>
			node.name === 'Tell WAI about the conversion'
				? { ...node, parameters: { ...node.parameters, eventName: 'sale' } }
				: node,
		);
		await stage.client.saveWorkflow(changed);

		const told = await provide();
		expect(told).toEqual(expect.arrayContaining([expect.stringContaining(first)]));
		expect(told).not.toEqual(expect.arrayContaining([expect.stringContaining(second)]));
		expect(JSON.stringify((await example(first)).nodes)).toContain('"eventName":"sale"');
	});

	it('is called by the vendors at its triggers, as far as the user leaves it published', async () => {
		const all = [
			{ vendor: 'Wavy', workflow: reminderJourney.name },
			{ vendor: 'Eagle Eye', workflow: lateDeliveryJourney.name },
			{ vendor: 'SessionM', workflow: loyaltySignupJourney.name },
		];
		expect(await called()).toEqual(all);
		const answeredIn = async (name: string) => {
			const { id } = await example(name);
			await pollUntil(
				`An answer in ${name}`,
				async () => {
					await stage.tenant.act('wavy/answer', { from: '5519900000011', text: 'Yes' });
					return (
						(await stage.client.executions(id)).some(({ mode }) => mode === 'webhook') || undefined
					);
				},
				{ deadlineInMs: 20_000, everyMs: 1000 },
			);
		};
		await answeredIn(reminderJourney.name);
		await stage.client.run(await example(loyaltySignupJourney.name), loyaltySignupJourney.trigger);
		await pollUntil(
			'What SessionM has to say',
			async () => {
				const messages = await stage.tenant.rows<MessageRow>('sessionM/messages');
				return (messages.length > 0 && messages.every(({ delivered }) => delivered)) || undefined;
			},
			{ deadlineInMs: 20_000 },
		);
		await stage.client.run(await example(lateDeliveryJourney.name), lateDeliveryJourney.trigger);
		await pollUntil(
			'What Eagle Eye has to say',
			async () => {
				const events = await stage.tenant.rows<EventRow>('eagleEye/events');
				return (
					(events.length > 0 && events.every(({ status }) => status === 'delivered')) || undefined
				);
			},
			{ deadlineInMs: 20_000 },
		);

		const reminder = await example(reminderJourney.name);
		await silence(reminder);
		await stage.client.unpublish(reminder);
		expect(await called()).toEqual([
			{ vendor: 'Wavy', workflow: routerJourney.name },
			...all.slice(1),
		]);
		await answeredIn(routerJourney.name);
	});

	it('leaves a workflow of the same name that the user made', async () => {
		await stage.client.saveWorkflow({ name: first, nodes: [], connections: {} });
		expect(await provide()).toEqual(expect.arrayContaining([expect.stringContaining(first)]));
		expect((await example(first)).nodes).toEqual([]);
	});
});
