/** The lists of nodes and credentials in package.json, by which n8n finds them. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { Generator } from './generator.mts';
import { root } from './sources.mts';

const compiled = (pattern: string) =>
	globSync(pattern, { cwd: root })
		.sort()
		.map((file) => `dist/${file.replace(/\.ts$/, '.js')}`);

export const packageLists: Generator = {
	name: 'lists in package.json',
	files() {
		const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
			n8n: object;
		};
		const lists = {
			credentials: compiled('credentials/*.credentials.ts'),
			nodes: compiled('nodes/*/*.node.ts'),
		};
		const content = `${JSON.stringify({ ...manifest, n8n: { ...manifest.n8n, ...lists } }, undefined, 2)}\n`;
		return [{ path: 'package.json', content }];
	},
};
