/**
 * Comments, docs and test titles cite sections of docs/contracts, such as `(sessionM 3.2)`: each of them must exist.
 * What a user sees cites nothing.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';

import ts from 'typescript';

const root = join(import.meta.dirname, '../..');

/** The contracts, each with the chapter that its sections are numbered by. */
const CHAPTERS: Record<string, number> = {
	wavy: 1,
	eagleEye: 2,
	sessionM: 3,
	wai: 4,
	uContact: 5,
	n8n: 6,
};

/** Made or fetched, not written; folders whose name begins with a dot are left out but for these. */
const SKIPPED = new Set(['node_modules', 'dist', 'coverage']);
const DOT_FOLDERS = new Set(['.ci', '.github']);

const CODE = new Set(['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs']);

interface File {
	path: string;
	text: string;
}

function* filesBelow(folder: string): Generator<File> {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) {
			if (entry.name.startsWith('.') ? DOT_FOLDERS.has(entry.name) : !SKIPPED.has(entry.name))
				yield* filesBelow(path);
		} else if (entry.isFile() && isText(path)) {
			yield { path: relative(root, path), text: readFileSync(path, 'utf8') };
		}
	}
}

const isText = (path: string) =>
	CODE.has(extname(path)) ||
	['.md', '.json', '.html', '.sh', '.yml'].includes(extname(path)) ||
	path.includes('/.ci/');

const files = [...filesBelow(root)].filter(({ path }) => !path.endsWith('package-lock.json'));
const codeFiles = files.filter(({ path }) => CODE.has(extname(path)));

const contractText = (contract: string) =>
	readFileSync(join(root, 'docs/contracts', `${contract}.md`), 'utf8');

/** Headings of a contract's sections, in their order, such as `3.2 Customers`. */
const headingsOf = (contract: string): string[] =>
	[...contractText(contract).matchAll(/^## (\d+\.\d+ .+)$/gm)].map(([, heading]) => heading!);

/** Numbers of each contract's sections. */
const sections = new Map(
	Object.keys(CHAPTERS).map((contract) => [
		contract,
		headingsOf(contract).map((heading) => heading.split(' ')[0]!),
	]),
);

/** Where a heading is on GitHub's page. */
const anchorOf = (heading: string) =>
	heading
		.toLowerCase()
		.replace(/[^a-z0-9 -]/g, '')
		.replaceAll(' ', '-');

/** `wavy 1.5`, and further numbers after a comma or "and". Of n8n, numbers of other chapters are versions. */
const CITATION =
	/\b(?:(wavy|eagleEye|sessionM|wai|uContact) (\d+\.\d+)|(n8n) (6\.\d+))((?:(?:, | and )\d+\.\d+)*)/g;

function citationsIn(text: string): Array<{ contract: string; section: string }> {
	// A comment may go on in its next line.
	const flowing = text.replace(/\s*\n\s*(?:\*(?!\/)|\/\/|#)?\s*/g, ' ');
	return [...flowing.matchAll(CITATION)].flatMap(([, vendor, first, n8n, firstOfN8n, more = '']) =>
		[first ?? firstOfN8n!, ...(more.match(/\d+\.\d+/g) ?? [])].map((section) => ({
			contract: vendor ?? n8n!,
			section,
		})),
	);
}

/** The literals of a source file, and all that is around them: code and comments. */
function partsOf({ path, text }: File): { literals: string[]; rest: string } {
	const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
	const literals: string[] = [];
	let rest = text;
	const visit = (node: ts.Node): void => {
		if (
			ts.isLiteralExpression(node) ||
			ts.isTemplateMiddleOrTemplateTail(node) ||
			ts.isTemplateHead(node)
		) {
			const [start, end] = [node.getStart(source), node.getEnd()];
			if (!ts.isNumericLiteral(node)) literals.push(text.slice(start, end));
			rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return { literals, rest };
}

/** Markdown without what it shows as code. */
const proseOf = (text: string) => text.replace(/```[\s\S]*?```|`[^`\n]*`/g, ' ');

const linesWith = (pattern: RegExp, { path, text }: File): string[] =>
	text
		.split('\n')
		.flatMap((line, i) =>
			pattern.test(line) ? [`${path}:${i + 1}: ${line.trim().slice(0, 160)}`] : [],
		);

describe('a citation', () => {
	it.each([
		['(sessionM 3.2)', ['sessionM 3.2']],
		['a call (eagleEye 2.1, 2.10).', ['eagleEye 2.1', 'eagleEye 2.10']],
		['(uContact 5.2; wavy 1.5, 1.6)', ['uContact 5.2', 'wavy 1.5', 'wavy 1.6']],
		['shaped by wavy 1.5 and 1.6.', ['wavy 1.5', 'wavy 1.6']],
		['/**\n * Receipts of a list (wai\n * 4.8).\n */', ['wai 4.8']],
		['// first\n// (n8n 6.4)', ['n8n 6.4']],
		['n8n 2.41.1, n8n 2.39 and 10 s, wavy, 1.5 times', []],
	])('is found in %j', (text, expected) => {
		expect(citationsIn(text).map(({ contract, section }) => `${contract} ${section}`)).toEqual(
			expected,
		);
	});
});

describe('docs/contracts', () => {
	it.each(Object.entries(CHAPTERS))(
		'%s.md numbers its sections 1, 2, 3, … of chapter %i',
		(contract, chapter) => {
			const numbers = sections.get(contract)!;
			expect(numbers).toEqual(numbers.map((_, i) => `${chapter}.${i + 1}`));
			expect(numbers.length).toBeGreaterThan(5);
		},
	);

	it.each(Object.keys(CHAPTERS))('%s.md lists its sections under Contents', (contract) => {
		const [, contents = ''] = /^Contents: (.*)$/m.exec(contractText(contract)) ?? [];
		expect(contents.split(' · ')).toEqual(
			headingsOf(contract).map((heading) => `[${heading}](#${anchorOf(heading)})`),
		);
	});

	it.each(Object.keys(CHAPTERS))('%s.md ends with what is not verified', (contract) => {
		expect(
			contractText(contract)
				.match(/^## .*$/gm)
				?.at(-1),
		).toBe('## Not verified');
	});

	it('has a section for every citation', () => {
		const unresolved = files.flatMap(({ path, text }) =>
			path.startsWith('test/docs/')
				? []
				: citationsIn(text)
						.filter(({ contract, section }) => !sections.get(contract)!.includes(section))
						.map(({ contract, section }) => `${path}: ${contract} ${section}`),
		);
		expect(unresolved).toEqual([]);
	});

	it('is cited by code, each contract of it', () => {
		const cited = new Set(
			codeFiles.flatMap((file) => citationsIn(partsOf(file).rest)).map(({ contract }) => contract),
		);
		expect([...cited].sort()).toEqual(Object.keys(CHAPTERS).sort());
	});

	it('has every file that is named by its path', () => {
		const named = files.flatMap(({ path, text }) =>
			[...text.matchAll(/docs\/contracts\/(\w+)\.md/g)].map(([, name]) => ({ path, name: name! })),
		);
		expect(named.length).toBeGreaterThan(5);
		expect(named.filter(({ name }) => name !== 'README' && !sections.has(name))).toEqual([]);
	});
});

describe('nothing is cited', () => {
	it('that is not in the repository', () => {
		// Names and numbers of documents that this project was once written from.
		const absent = /\bCONTRACT[S]\b|\bFINDING[S]\b|\bn8n-fact[s]\b|\bdocument 0{2}\d\b/;
		const number = /(?<![\w.,:+-])0{2}[0-4](?![\w.:-]|,\d)/;
		const found = files.flatMap((file) => [
			...linesWith(absent, file),
			...(CODE.has(extname(file.path))
				? linesWith(number, { ...file, text: partsOf(file).rest })
				: []),
			...(file.path.endsWith('.md')
				? linesWith(number, { ...file, text: proseOf(file.text) })
				: []),
		]);
		expect(found).toEqual([]);
	});

	it('by another spelling of its name, or by a number of another chapter', () => {
		const anyCase = /\((wavy|eagle[ -]?eye|sessionm|wai|ucontact) \d+\.\d+\b/gi;
		const misspelt = files.flatMap(({ path, text }) =>
			[...text.matchAll(anyCase)]
				.filter(([, name]) => !(name! in CHAPTERS))
				.map(([cited]) => `${path}: ${cited}`),
		);
		const versions = files.flatMap((file) => linesWith(/\(n8n [0-57-9]\.\d+\)/, file));
		expect([...misspelt, ...versions]).toEqual([]);
	});

	it('in what a user sees', () => {
		const shown = /^(?:nodes|credentials|engine|sandbox|workflows)\//;
		const literals = codeFiles
			.filter(({ path }) => shown.test(path))
			.flatMap((file) => partsOf(file).literals.map((text) => ({ path: file.path, text })));
		const whole = files.filter(
			({ path }) => shown.test(path) && ['.json', '.html'].includes(extname(path)),
		);
		expect(literals.length).toBeGreaterThan(1000);
		const cited = [...literals, ...whole].flatMap(({ path, text }) => [
			...citationsIn(text).map(({ contract, section }) => `${path}: ${contract} ${section}`),
			...(text.includes('docs/contracts') ? [`${path}: docs/contracts`] : []),
		]);
		expect(cited).toEqual([]);
	});
});
