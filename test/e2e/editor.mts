/** n8n's editor in a headless Chromium, as a marketer sees it. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Locator, type Page } from 'playwright-core';
import type { Owner } from '../n8n/client.mts';

export interface Editor {
	page: Page;
	/** What went wrong in the page since sign-in: script errors and requests that n8n rejected. */
	troubles: string[];
	/** Opens a workflow and waits until its nodes are drawn. */
	openWorkflow(id: string): Promise<void>;
	/** Imports a workflow's file into a new workflow, as its menu does. */
	importWorkflow(file: string): Promise<void>;
	/** Opens a node's panel by a double click, and waits for its fields. */
	openNode(name: string): Promise<Locator>;
	close(): Promise<void>;
}

const flags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// Whatever the editor would load from elsewhere stays unloaded: the tests talk to this machine only.
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** A page of a headless Chromium with an empty profile. `close` ends the browser. */
export async function openBrowser(): Promise<{ page: Page; close(): Promise<void> }> {
	const executablePath = [
		'/usr/bin/chromium',
		'/usr/bin/chromium-browser',
		'/usr/bin/google-chrome',
	].find((path) => existsSync(path));
	if (!executablePath)
		throw new Error('Chromium is not installed. On Debian: apt-get install -y chromium');
	const profile = await mkdtemp(join(tmpdir(), 'chromium-'));
	const browser = await chromium.launchPersistentContext(profile, {
		executablePath,
		headless: true,
		viewport: { width: 1440, height: 900 },
		args: flags,
	});
	const close = async () => {
		await browser.close();
		await rm(profile, { recursive: true, force: true, maxRetries: 5 });
	};
	return { page: await browser.newPage(), close };
}

/** Starts a browser and signs in to the n8n at `url`. */
export async function openEditor(url: string, owner: Owner): Promise<Editor> {
	const { page, close } = await openBrowser();
	try {
		await signIn(page, url, owner);
	} catch (error) {
		await close();
		throw error;
	}
	const troubles: string[] = [];
	page.on('pageerror', (error) => troubles.push(`script: ${error.message}`));
	page.on(
		'response',
		(answer) =>
			void (
				answer.status() >= 400 &&
				troubles.push(`${answer.status()} for ${new URL(answer.url()).pathname}`)
			),
	);

	return {
		page,
		troubles,
		close,
		async openWorkflow(id) {
			await page.goto(`${url}/workflow/${id}`);
			await page.getByTestId('canvas-node').first().waitFor();
		},
		async importWorkflow(file) {
			await page.goto(`${url}/workflow/new`);
			await page.getByTestId('workflow-import-input').setInputFiles(file);
		},
		async openNode(name) {
			await page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
			const panel = page.getByTestId('ndv');
			await panel.getByTestId('node-parameters').waitFor();
			return panel;
		},
	};
}

async function signIn(page: Page, url: string, { email, password }: Owner): Promise<void> {
	await page.goto(`${url}/signin`);
	await page.locator('input[name="emailOrLdapLoginId"]').fill(email);
	await page.locator('input[name="password"]').fill(password);
	await page.getByTestId('form-submit-button').click();
	await page.waitForURL((address) => !address.pathname.includes('signin'));
}
