/** Lists of modules that each export one thing, called as their file or folder. */
import { globSync } from 'node:fs';
import path from 'node:path';

import { formatted } from './format.mts';
import type { GeneratedFile, Generator } from './generator.mts';
import { root } from './sources.mts';

interface ModuleList {
	file: string;
	/** The modules, from the folder of the list. */
	modules: string;
	nameOf(module: string): string;
	/** What stands between the imports and the end. */
	source(names: string[]): string;
	/** Imports of types. */
	imports: string;
}

const LISTS: ModuleList[] = [
	{
		file: 'sandbox/vendors.mts',
		modules: '*/index.mts',
		nameOf: path.dirname,
		imports: "import type { Vendor } from './shared/vendor.mts';",
		source: (names) => `/** Every mock vendor by its name. */
export const vendorsByName = { ${names.join(', ')} } satisfies Record<string, Vendor>;

export const vendors: Vendor[] = Object.values(vendorsByName);
`,
	},
];

async function fileOf({
	file,
	modules,
	nameOf,
	imports,
	source,
}: ModuleList): Promise<GeneratedFile> {
	const found = globSync(modules, { cwd: path.join(root, path.dirname(file)) }).sort();
	const lines = found.map((module) => `import { ${nameOf(module)} } from './${module}';`);
	const content = `// Generated from the files beside it by \`npm run generate\`.
${[...lines, imports].join('\n')}

${source(found.map(nameOf))}`;
	return { path: file, content: await formatted(file, content) };
}

export const moduleLists: Generator = {
	name: 'lists of modules',
	files: async () => await Promise.all(LISTS.map(fileOf)),
};
