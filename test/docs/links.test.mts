/** Every relative link in a Markdown file leads to a file, and to a heading where it names one. */
import { existsSync, globSync } from 'node:fs';
import { join, normalize } from 'node:path';

import { anchorsOf, linksOf, markdownFiles, root, textOf } from './markdown.mts';

/** Undefined where the link resolves. */
function faultOf(file: string, target: string): string | undefined {
	const [address = '', anchor] = target.split('#');
	const linked = address === '' ? file : normalize(join(file, '..', decodeURIComponent(address)));
	if (!existsSync(join(root, linked))) return `${file}: ${target}: there is no ${linked}`;
	if (anchor === undefined || !linked.endsWith('.md')) return undefined;
	return anchorsOf(textOf(linked)).has(anchor)
		? undefined
		: `${file}: ${target}: ${linked} has no such heading`;
}

const relative = markdownFiles.flatMap((file) =>
	linksOf(textOf(file))
		.filter((target) => !/^[a-z]+:/i.test(target))
		.map((target) => ({ file, target })),
);

it.each([
	['## Contact: Create or Update', 'contact-create-or-update'],
	['### Send a template (HSM)', 'send-a-template-hsm'],
	['## What is `not` documented?', 'what-is-not-documented'],
	['## [WAI](wai.md) & more', 'wai--more'],
	['## Twice\n## Twice', 'twice-1'],
])('%j has the anchor %s', (heading, anchor) => {
	expect(anchorsOf(heading)).toContain(anchor);
});

it('finds links, and none in code', () => {
	expect(linksOf('[a](b.md#c) `[d](e)` ![f](g.png)\n```\n[h](i)\n```\n')).toEqual([
		'b.md#c',
		'g.png',
	]);
});

it('tells links that lead nowhere', () => {
	expect(faultOf('README.md', 'docs/absent.md')).toMatch('there is no docs/absent.md');
	expect(faultOf('README.md', '#absent')).toMatch('no such heading');
	expect(faultOf('docs/wai.md', '../README.md')).toBeUndefined();
});

it('all relative links resolve', () => {
	expect(relative.length).toBeGreaterThan(150);
	expect(relative.flatMap(({ file, target }) => faultOf(file, target) ?? [])).toEqual([]);
});

it('pages that code and tests name are there', () => {
	const code = globSync(
		['{engine,nodes,credentials,sandbox,test,tools,workflows,bench}/**/*.{ts,mts}'],
		{
			cwd: root,
		},
	);
	const named = code.flatMap((file) =>
		[...textOf(file).matchAll(/\bdocs\/[\w/-]+\.md\b/g)].map(([page]) => ({ file, page })),
	);
	expect(named.length).toBeGreaterThan(10);
	// A test names absent pages to see that they are told.
	const absent = named.filter(({ page }) => !existsSync(join(root, page)));
	expect(absent.filter(({ file }) => !file.startsWith('test/docs/'))).toEqual([]);
});

it('every page in docs is linked from another page', () => {
	const linked = new Set(
		relative.map(({ file, target }) => normalize(join(file, '..', target.split('#')[0]!))),
	);
	const pages = markdownFiles.filter((file) => file.startsWith('docs/'));
	expect(pages.length).toBeGreaterThan(20);
	expect(pages.filter((page) => !linked.has(page))).toEqual([]);
});
