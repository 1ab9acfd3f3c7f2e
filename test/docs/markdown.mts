/** The Markdown files of the repository, and what links in them can point to. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** Paths from the root. */
export const markdownFiles = globSync('**/*.md', {
	cwd: root,
	exclude: (name) => ['node_modules', 'dist', 'coverage', '.git', '.tmp', '.data'].includes(name),
}).map((file) => file.replaceAll('\\', '/'));

export const textOf = (file: string) => readFileSync(join(root, file), 'utf8');

/** Markdown without fenced blocks, and, where asked, without code in its lines. */
export const withoutBlocks = (text: string) => text.replace(/^```[\s\S]*?^```/gm, '');
export const withoutCode = (text: string) => withoutBlocks(text).replace(/`[^`\n]*`/g, '``');

/** Where links in the text point to, such as `wai.md#limits`. */
export const linksOf = (text: string): string[] =>
	[...withoutCode(text).matchAll(/\]\(([^()\s]+)\)/g)].map(([, target]) => target!);

/** The anchors that GitHub makes of the headings: a heading that comes again gets a number. */
export function anchorsOf(text: string): Set<string> {
	const anchors = new Set<string>();
	for (const [, heading] of withoutBlocks(text).matchAll(/^#{1,6} (.+)$/gm)) {
		const plain = heading!.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
		const anchor = plain.replace(/[^\p{L}\p{N}_ -]/gu, '').replaceAll(' ', '-');
		let again = 0;
		while (anchors.has(again === 0 ? anchor : `${anchor}-${again}`)) again++;
		anchors.add(again === 0 ? anchor : `${anchor}-${again}`);
	}
	return anchors;
}
