import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { selectors } from 'playwright-core';
import { publishForVendor, type PublishedTrigger } from '../../workflows/callbacks.mts';
import { journeyDocument } from '../../workflows/journeys.mts';
import { owner } from '../../workflows/setup.mts';
import { askJourney } from '../../workflows/wavy.mts';
import { pollUntil } from '../n8n/process.mts';
import { repositoryRoot } from '../n8n/repository.mts';
import { openEditor, type Editor } from './editor.mts';
import { enterStage, type TestStage } from './stage.mts';

/** Screenshots of the run, to be looked at. */
const pictures = join(repositoryRoot(), '.tmp/screenshots');

describe('the phone, in Chromium', () => {
	let editor: Editor | undefined;
	let stage: TestStage;
	let published: PublishedTrigger;
	beforeAll(async () => {
		await mkdir(pictures, { recursive: true });
		selectors.setTestIdAttribute('data-test-id');
		stage = await enterStage();
		const { client, n8n, credentials } = stage;
		const workflow = await client.saveWorkflow(await journeyDocument(askJourney, n8n), credentials);
		published = await publishForVendor(stage, workflow);
		editor = await openEditor(n8n.url, owner);
	});
	afterAll(async () => {
		await editor?.close();
		await published.end();
	});

	it('shows the template sent from the editor, and the answer typed there wakes the waiting execution', async () => {
		const { page, openWorkflow } = editor!;
		// The example may have run in this n8n before.
		const earlier = new Set(
			(await stage.client.executions(published.workflow.id)).map(({ id }) => id),
		);
		await openWorkflow(published.workflow.id);
		// Of the two triggers, the one that starts it by hand.
		await page
			.locator(`[data-test-id="canvas-node"][data-node-name="${askJourney.trigger}"]`)
			.hover();
		await page.getByTestId(`execute-workflow-button-${askJourney.trigger}`).click();

		const phone = await page.context().newPage();
		const { origin } = new URL(stage.tenant.access('wavy').baseUrl);
		await phone.goto(`${origin}/phone#${stage.tenant.name}`);
		await phone
			.getByText(
				'Hi Ana Gonçalves, your appointment is coming up on tomorrow at 12h00. Will you come?',
			)
			.waitFor({ timeout: 60_000 })
			.catch(async (error: unknown) => {
				await page.screenshot({ path: join(pictures, 'ask-and-wait-not-sent.png') });
				throw error;
			});
		for (const title of ['Yes', 'No', 'Stop'])
			await phone.getByRole('button', { name: title, exact: true }).waitFor();
		await page.screenshot({ path: join(pictures, 'ask-and-wait-waiting.png') });
		await phone.getByLabel('Message', { exact: true }).fill('yes');
		await phone.getByRole('button', { name: 'Send', exact: true }).click();
		await phone.locator('.bubble.mine').getByText('yes').waitFor();
		await phone.screenshot({ path: join(pictures, 'phone.png') });

		const { id } = await pollUntil(
			'The execution',
			async () => {
				return (await stage.client.executions(published.workflow.id, { status: 'success' })).find(
					({ id: one, mode }) => mode === 'manual' && !earlier.has(one),
				);
			},
			{ deadlineInMs: 60_000 },
		);
		const run = await stage.client.execution(id);
		expect(run.items('Confirmed').map(({ json }) => json)).toMatchObject([
			{ replied: true, text: 'yes', from: '5519900000041' },
		]);
		expect(run.items('Free the slot')).toEqual([]);
		await page.screenshot({ path: join(pictures, 'ask-and-wait-answered.png') });
	});
});
