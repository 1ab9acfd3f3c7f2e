import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { journeys } from '../../workflows/journeys.mts';
import { provideExamples } from '../../workflows/provide.mts';
import type { StoredWorkflow } from '../n8n/client.mts';
import { enterStage, type TestStage } from './stage.mts';

describe('what npm start provides in a user’s n8n', () => {
	let stage: TestStage;
	let folder: string;
	beforeEach(async () => {
		stage = await enterStage();
		folder = await mkdtemp(join(tmpdir(), 'provide-'));
		for (const workflow of await examples()) await stage.client.archive(workflow);
	});
	afterEach(async () => await rm(folder, { recursive: true, force: true }));

	const examples = async (): Promise<StoredWorkflow[]> =>
		(await stage.client.workflows()).filter(({ name }) => journeys.some((journey) => journey.name === name));
	const example = async (name: string) => await stage.client.workflow((await examples()).find((workflow) => workflow.name === name)!.id);
	const provide = async (): Promise<string[]> => {
		const told: string[] = [];
		await provideExamples(stage, join(folder, 'provided.json'), (line) => told.push(line));
		return told;
	};
	const [first, second] = journeys.map(({ name }) => name) as [string, string];

	it('is there once, however often it is started', async () => {
		await provide();
		const before = await examples();
		expect(before).toHaveLength(journeys.length);
		expect(await provide()).not.toEqual(expect.arrayContaining([expect.stringContaining(first)]));
		expect((await examples()).map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
	});

	it('never overwrites what the user changed', async () => {
		await provide();
		const { id: _, ...changed } = await example(first);
		changed.nodes = changed.nodes.map((node) => (node.name === 'Tell WAI about the conversion' ? { ...node, parameters: { ...node.parameters, eventName: 'sale' } } : node));
		await stage.client.saveWorkflow(changed);

		const told = await provide();
		expect(told).toEqual(expect.arrayContaining([expect.stringContaining(first)]));
		expect(told).not.toEqual(expect.arrayContaining([expect.stringContaining(second)]));
		expect(JSON.stringify((await example(first)).nodes)).toContain('"eventName":"sale"');
	});

	it('leaves a workflow of the same name that the user made', async () => {
		await stage.client.saveWorkflow({ name: first, nodes: [], connections: {} });
		expect(await provide()).toEqual(expect.arrayContaining([expect.stringContaining(first)]));
		expect((await example(first)).nodes).toEqual([]);
	});
});
