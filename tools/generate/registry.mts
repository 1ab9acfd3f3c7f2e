/** `nodes/<Vendor>/operations/index.ts`: what a node can do, read from the names of its files. */
import { existsSync, globSync } from 'node:fs';
import path from 'node:path';

import lodash from 'lodash';

import type { GeneratedFile, Generator } from './generator.mts';
import { formatted } from './format.mts';
import { root } from './sources.mts';

/** Describes a resource; every other file beside it is an operation. */
const RESOURCE_FILE = 'resource.ts';

/** `getAll` of the resource `offer` is imported as `offerGetAll`. */
const nameOf = (resource: string, operation: string) =>
	`${resource}${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;

async function registryOf(folder: string): Promise<GeneratedFile> {
	const file = `${folder}/index.ts`;
	const operations = lodash.groupBy(
		globSync('*/*.ts', { cwd: path.join(root, folder) })
			.filter((one) => path.basename(one) !== RESOURCE_FILE)
			.sort(),
		path.dirname,
	);
	const imports: string[] = [];
	const entries: string[] = [];
	for (const [resource, files] of Object.entries(operations)) {
		if (!existsSync(path.join(root, folder, resource, RESOURCE_FILE))) {
			throw new Error(
				`${folder}/${resource} has no ${RESOURCE_FILE}, which says how the resource is called`,
			);
		}
		const values = files.map((one) => path.basename(one, '.ts'));
		imports.push(
			...values.map(
				(value) =>
					`import { ${value} as ${nameOf(resource, value)} } from './${resource}/${value}';`,
			),
			`import { resource as ${resource} } from './${resource}/resource';`,
		);
		const names = values.map((value) => nameOf(resource, value));
		entries.push(`{ value: '${resource}', ...${resource}, operations: [${names.join(', ')}] },`);
	}
	const content = `// Generated from the files in this folder by \`npm run generate\`.
import type { Resource } from '../../../engine/operation';
${imports.join('\n')}

/** All that the node can do. */
export const resources: Resource[] = [
${entries.join('\n')}
];
`;
	return { path: file, content: await formatted(file, content) };
}

export const registries: Generator = {
	name: 'registries',
	files: async () =>
		await Promise.all(globSync('nodes/*/operations', { cwd: root }).sort().map(registryOf)),
};
