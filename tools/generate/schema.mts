/**
 * `npm run schema -- "SessionM Customer: Get"` writes the `__schema__` of an operation by what it gives out on the
 * sandbox; without a name, those of all. To be read over: what the sandbox does not give, nobody has written down.
 */
import { spawnSync } from 'node:child_process';

import { root } from './sources.mts';

const [title = ''] = process.argv.slice(2);
const name = title.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const jest = [
	'node_modules/jest/bin/jest.js',
	'--config',
	'test/jest.config.cjs',
	'test/conformance/output',
];
const { status } = spawnSync(process.execPath, [...flags, ...jest, '-t', name], {
	cwd: root,
	env: { ...process.env, WRITE_SCHEMAS: '1' },
	stdio: 'inherit',
});
process.exitCode = status ?? 1;
