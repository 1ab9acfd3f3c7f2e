/**
 * `npm run schema -- SessionM customer get` writes the `__schema__` of an operation by what it gives out on the
 * sandbox; with fewer names, those of a resource, of a vendor, of all. To be read over: what the sandbox does not
 * give, nobody has written down.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { actionNodes, titleOf } from './nodes.mts';
import { loadSource, root } from './sources.mts';

const [folder, resourceValue, operationValue] = process.argv.slice(2);

const titles = actionNodes(root, loadSource)
	.filter((one) => folder === undefined || path.basename(one.folder) === folder)
	.flatMap(({ node, resources }) =>
		resources
			.filter(({ value }) => resourceValue === undefined || value === resourceValue)
			.flatMap((resource) =>
				resource.operations
					.filter(({ value }) => operationValue === undefined || value === operationValue)
					.map((operation) => `${node.description.displayName} ${titleOf(resource, operation)}`),
			),
	);
if (titles.length === 0)
	throw new Error(`There is no ${[folder, resourceValue, operationValue].join(' ')}`);

const names = titles.map((title) => title.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const jest = [
	'node_modules/jest/bin/jest.js',
	'--config',
	'test/jest.config.cjs',
	'test/conformance/output',
];
const { status } = spawnSync(
	process.execPath,
	[...flags, ...jest, '-t', `^(${names.join('|')}) gives out`],
	{
		cwd: root,
		env: { ...process.env, WRITE_SCHEMAS: '1' },
		stdio: 'inherit',
	},
);
process.exitCode = status ?? 1;
