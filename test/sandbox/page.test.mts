import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { login } from './client.mts';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(() => sandbox.stop());

const chrome = '/usr/bin/chromium';
/** `npm test` must pass where there is no browser: the page is then only checked over HTTP. `.ci/run` installs one first, so there nothing is left out. */
const inBrowser = existsSync(chrome) ? it : it.skip;

describe('the page', () => {
	it('comes from the sandbox alone, and lets nothing else run', async () => {
		const html = await fetch(sandbox.url);
		expect(html.headers.get('content-type')).toBe('text/html; charset=utf-8');
		expect(html.headers.get('content-security-policy')).toContain("script-src 'self'");
		const files = [...(await html.text()).matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1]!);
		expect(files).toEqual(['/page/page.css', '/page/page.js']);
		for (const file of files) expect((await fetch(sandbox.url + file)).status).toBe(200);
	});

	it('has a section file for every platform', async () => {
		const platforms = (await (await fetch(`${sandbox.url}/control/platforms`)).json()) as Array<{ name: string }>;
		expect(platforms).toContainEqual({
			name: 'wai',
			title: 'WAI (Wiraya)',
			collections: ['contacts', 'memberships', 'events', 'metrics'],
		});
		for (const { name } of platforms) {
			const file = await fetch(`${sandbox.url}/page/${name}.js`);
			expect(file.headers.get('content-type')).toContain('javascript');
		}
	});

	inBrowser(
		'shows live what was received, as text whatever it holds',
		async () => {
			const hostile = '<img src=x onerror="document.title=\'taken\'">';
			const tenant = await sandbox.tenant({}, 'shown');
			const client = await login(tenant);
			await client.put('/api/Contact/_bulk', {
				[hostile]: { personal: { givenName: hostile, phoneNumber: { json: hostile } }, general: {} },
			});
			const browser = await chromium.launch({ executablePath: chrome, args: ['--no-sandbox'] });
			try {
				const page = await browser.newPage();
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
			} finally {
				await browser.close();
			}
		},
		30_000,
	);
});
