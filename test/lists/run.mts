/** `npm run test:lists -- --rows 200000 --seed 7`: lists as people have them through every operation that sends. */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
	options: {
		/** Of all operations together. */
		rows: { type: 'string', default: '20000' },
		seed: { type: 'string', default: '1' },
		/** Part of an operation's name, such as `Wavy SMS`, to run it alone. */
		only: { type: 'string', default: '' },
	},
});
const flags = [
	'--experimental-vm-modules',
	'--disable-warning=ExperimentalWarning',
	'--max-old-space-size=8000',
];
const jest = [
	'node_modules/jest/bin/jest.js',
	'--config',
	'test/jest.config.cjs',
	'--runInBand',
	'test/lists',
	'-t',
	values.only,
];
const { status } = spawnSync(process.execPath, [...flags, ...jest], {
	env: { ...process.env, LIST_ROWS: values.rows, LIST_SEED: values.seed },
	stdio: 'inherit',
});
process.exitCode = status ?? 1;
