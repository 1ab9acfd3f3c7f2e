import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { selectors, type Locator } from 'playwright-core';
import { journeyDocument, journeys } from '../../workflows/journeys.mts';
import { registrationJourney } from '../../workflows/registration.mts';
import { owner } from '../../workflows/setup.mts';
import type { WorkflowDocument } from '../n8n/client.mts';
import { repositoryRoot } from '../n8n/repository.mts';
import { openEditor, type Editor } from './editor.mts';
import { enterStage } from './stage.mts';

/** Screenshots of the run, to be looked at. */
const pictures = join(repositoryRoot(), '.tmp/screenshots');

describe('the editor', () => {
	let editor: Editor | undefined;
	beforeAll(async () => {
		await mkdir(pictures, { recursive: true });
		selectors.setTestIdAttribute('data-test-id');
		const { client, n8n, credentials } = await enterStage();
		const workflow = await client.saveWorkflow(
			await journeyDocument(registrationJourney, n8n),
			credentials,
		);
		editor = await openEditor(n8n.url, owner);
		await editor.openWorkflow(workflow.id);
	});
	afterAll(async () => await editor?.close());

	it('draws the example workflow with its explanations and the pack’s icons', async () => {
		const { page } = editor!;
		for (const node of registrationJourney.nodes)
			await iconIsDrawn(
				page.locator(`[data-test-id="canvas-node"][data-node-name="${node}"] img`).first(),
			);
		expect(await page.getByTestId('sticky').count()).toBe(3);
		await page.screenshot({ path: join(pictures, 'registration-journey.png') });
	});

	it('opens the node with its operation’s fields, its icon, and the account’s campaigns to choose from', async () => {
		const { page, openNode } = editor!;
		const panel = await openNode('Add to activation campaign');
		for (const label of [
			'Resource',
			'Operation',
			'Contact ID',
			'Campaign',
			'Iteration',
			'Options',
		]) {
			await panel.getByText(label, { exact: true }).first().waitFor();
		}
		await iconIsDrawn(panel.locator('img').first());
		await panel.getByTestId('rlc-input').click();
		await page.getByTestId('rlc-item').filter({ hasText: 'Reactivation' }).waitFor();
		await page.screenshot({ path: join(pictures, 'add-to-campaign.png') });
	});

	it.each(journeys.map((journey) => [journey.name, journey] as const))(
		'imports the file of "%s" by hand',
		async (_name, { file }) => {
			const { page, importWorkflow } = editor!;
			const path = join(repositoryRoot(), 'workflows', file);
			const { nodes } = JSON.parse(await readFile(path, 'utf8')) as WorkflowDocument;
			await importWorkflow(path);
			for (const { name, type } of nodes.filter((node) => !node.type.endsWith('.stickyNote'))) {
				const drawn = page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
				await drawn.waitFor();
				if (type.startsWith('n8n-nodes-customer-activation.'))
					await iconIsDrawn(drawn.locator('img').first());
			}
		},
	);

	it('sees nothing go wrong meanwhile', () => {
		// n8n asks for output schemas of its own nodes too, of which it has none for some.
		const ours = editor!.troubles.filter(
			(trouble) => !trouble.includes('/schemas/n8n-nodes-base.'),
		);
		expect(ours).toEqual([]);
	});
});

/** A missing icon is an image of no size. */
async function iconIsDrawn(icon: Locator): Promise<void> {
	await icon.waitFor();
	await expect(
		icon.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
	).resolves.toBeGreaterThan(0);
}
