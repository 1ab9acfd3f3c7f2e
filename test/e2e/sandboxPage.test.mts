import { login } from '../sandbox/client.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { openBrowser } from './editor.mts';

describe("the sandbox's page, in Chromium", () => {
	let sandbox: Sandbox;
	let browser: Awaited<ReturnType<typeof openBrowser>> | undefined;
	beforeAll(async () => {
		sandbox = await startSandbox();
		browser = await openBrowser();
	});
	afterAll(async () => {
		await browser?.close();
		await sandbox.stop();
	});

	it('shows live what was received, as text whatever it holds', async () => {
		const hostile = '<img src=x onerror="document.title=\'taken\'">';
		const client = await login(await sandbox.tenant({}, 'shown'));
		await client.put('/api/Contact/_bulk', {
			[hostile]: { personal: { givenName: hostile, phoneNumber: { json: hostile } }, general: {} },
		});
		const { page } = browser!;
		const errors: string[] = [];
		page.on('pageerror', (error) => errors.push(error.message));
		await page.goto(`${sandbox.url}/#shown`);
		await page.getByRole('cell', { name: hostile, exact: true }).first().waitFor();
		await client.post('/api/Contact/1/events', { name: 'arrived-later', at: 'whenever' });
		await page.getByRole('cell', { name: 'arrived-later' }).waitFor();
		expect(await page.getByText('no readable time was sent').count()).toBe(1);
		expect(await page.title()).toBe('Sandbox: what the platforms received');
		expect(await page.locator('img').count()).toBe(0);
		expect(errors).toEqual([]);
	});
});
