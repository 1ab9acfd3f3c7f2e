/**
 * `npm run generate` writes the files that are made from others; with `-- --check` it writes nothing, names
 * those that are not up to date, and fails where there are any.
 */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { delivery } from './delivery.mts';
import type { GeneratedFile, Generator } from './generator.mts';
import { moduleLists } from './moduleLists.mts';
import { packageLists } from './package.mts';
import { reference } from './reference.mts';
import { registries } from './registry.mts';
import { root } from './sources.mts';

/** In the order in which they need one another. */
const generators: Generator[] = [packageLists, moduleLists, registries, reference, delivery];

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

/** Whether the file was not up to date. */
function write({ path: file, content }: GeneratedFile): boolean {
	const target = path.join(root, file);
	if (contentOf(target) === content) return false;
	if (!values.check) {
		mkdirSync(path.dirname(target), { recursive: true });
		writeFileSync(target, content);
	}
	return true;
}

function contentOf(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return undefined;
	}
}

const outdated: string[] = [];
for (const { files, folder } of generators) {
	const made = await files();
	outdated.push(...made.filter(write).map((file) => file.path));
	const found = folder === undefined ? [] : globSync(`${folder}/**/*.*`, { cwd: root });
	for (const file of found.filter((one) => !made.some((file) => file.path === one))) {
		if (!values.check) rmSync(path.join(root, file));
		outdated.push(`${file} (no longer made)`);
	}
}
if (outdated.length > 0) {
	console.log(
		`${values.check ? 'Not up to date; run npm run generate' : 'Written'}:\n  ${outdated.join('\n  ')}`,
	);
	if (values.check) process.exitCode = 1;
}
