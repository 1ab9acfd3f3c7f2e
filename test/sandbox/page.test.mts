import { startSandbox, type Sandbox } from '../support/sandbox.mts';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(() => sandbox.stop());

describe('the page', () => {
	it('comes from the sandbox alone, and lets nothing else run', async () => {
		const html = await fetch(sandbox.url);
		expect(html.headers.get('content-type')).toBe('text/html; charset=utf-8');
		expect(html.headers.get('content-security-policy')).toContain("script-src 'self'");
		const files = [...(await html.text()).matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1]!);
		expect(files).toEqual(['/page/page.css', '/page/page.js']);
		for (const file of files) expect((await fetch(sandbox.url + file)).status).toBe(200);
	});

	it('has a section file for every vendor', async () => {
		const vendors = (await (await fetch(`${sandbox.url}/control/vendors`)).json()) as Array<{ name: string }>;
		expect(vendors).toContainEqual(expect.objectContaining({
			name: 'wai',
			title: 'WAI (Wiraya)',
			collections: ['contacts', 'memberships', 'events', 'metrics'],
		}));
		for (const { name } of vendors) {
			const file = await fetch(`${sandbox.url}/page/${name}.js`);
			expect(file.headers.get('content-type')).toContain('javascript');
		}
	});
});
