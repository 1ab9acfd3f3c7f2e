import { startSandbox, type Sandbox } from '../support/sandbox.mts';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(() => sandbox.stop());

/** What a page or a module loads from the sandbox. */
const loaded = (text: string) =>
	[...text.matchAll(/(?:src|href)="(\/page[^"]+)"|from '([^']+\.js)'/g)].map(
		(match) => (match[1] ?? match[2])!,
	);

/** Fetches a page and everything that it loads, and that those load. */
async function load(start: string): Promise<Map<string, Response>> {
	const all = new Map<string, Response>();
	const waiting = [new URL(start, sandbox.url)];
	for (let url = waiting.pop(); url; url = waiting.pop()) {
		if (all.has(url.pathname)) continue;
		const response = await fetch(url);
		all.set(url.pathname, response);
		for (const file of loaded(await response.text())) waiting.push(new URL(file, url));
	}
	return all;
}

describe('the page', () => {
	it.each(['/', '/phone'])(
		'%s comes from the sandbox alone, and lets nothing else run',
		async (start) => {
			const files = await load(start);
			expect([...files.keys()]).toEqual(
				expect.arrayContaining([start, '/page/base.css', '/page/theme.js', '/page/api.js']),
			);
			for (const [path, { status, headers }] of files) {
				expect([path, status]).toEqual([path, 200]);
				const policy = headers.get('content-security-policy')!.split('; ');
				expect(policy).toEqual(
					expect.arrayContaining([
						"default-src 'none'",
						"script-src 'self'",
						"style-src 'self'",
						"connect-src 'self'",
					]),
				);
				expect(policy.join()).not.toMatch(/unsafe|https?:|\*/);
			}
			expect(files.get(start)!.headers.get('content-type')).toBe('text/html; charset=utf-8');
		},
	);

	it('has a module and an icon for every vendor', async () => {
		const vendors = (await (await fetch(`${sandbox.url}/control/vendors`)).json()) as Array<{
			name: string;
		}>;
		expect(vendors).toContainEqual(expect.objectContaining({ name: 'wai', title: 'WAI (Wiraya)' }));
		for (const { name } of vendors) {
			const files = [...(await load(`/page/${name}.js`)).values()];
			expect(files.map(({ status }) => status)).not.toContain(404);
			expect(files[0]!.headers.get('content-type')).toContain('javascript');
			for (const icon of [`${name}.svg`, `${name}.dark.svg`]) {
				expect((await fetch(`${sandbox.url}/page/${icon}`)).headers.get('content-type')).toBe(
					'image/svg+xml',
				);
			}
		}
	});
});
