/** `npm run test:expressions -- --cases 200000`: so many fields read directly and by n8n, under each of its engines. */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { cases: { type: 'string', default: '200000' } } });
const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const jest = [
	'node_modules/jest/bin/jest.js',
	'--config',
	'test/jest.config.cjs',
	'--runInBand',
	'test/engine/fields/expression',
];
const { status } = spawnSync(process.execPath, [...flags, ...jest], {
	env: { ...process.env, EXPRESSION_CASES: values.cases },
	stdio: 'inherit',
});
process.exitCode = status ?? 1;
