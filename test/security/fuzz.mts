/** `npm run test:fuzz -- --runs 100000 --seed 7 --only "events of"`: so many payloads for each parser. */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
	options: {
		runs: { type: 'string', default: '100000' },
		seed: { type: 'string' },
		only: { type: 'string' },
	},
});
const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const jest = [
	'node_modules/jest/bin/jest.js',
	'--config',
	'test/jest.config.cjs',
	'--runInBand',
	'test/security/fuzz.*test',
];
if (values.only !== undefined) jest.push('--testNamePattern', values.only);
const seeded = values.seed === undefined ? {} : { FUZZ_SEED: values.seed };
const { status } = spawnSync(process.execPath, [...flags, ...jest], {
	env: { ...process.env, FUZZ_RUNS: values.runs, ...seeded },
	stdio: 'inherit',
});
process.exitCode = status ?? 1;
