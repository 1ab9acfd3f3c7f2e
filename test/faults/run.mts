/** `npm run test:faults -- --items 1000000 --seed 7`: one large run of each operation through every kind of trouble. */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
	options: {
		items: { type: 'string', default: '100000' },
		seed: { type: 'string', default: '1' },
		/** Part of a vendor's and a case's name, such as `Wavy SMS`, to run it alone. */
		only: { type: 'string', default: '' },
	},
});
const flags = [
	'--experimental-vm-modules',
	'--disable-warning=ExperimentalWarning',
	'--max-old-space-size=12000',
];
const jest = [
	'node_modules/jest/bin/jest.js',
	'--config',
	'test/jest.config.cjs',
	'--runInBand',
	'test/faults',
	'-t',
	values.only,
];
const { status } = spawnSync(process.execPath, [...flags, ...jest], {
	env: { ...process.env, FAULT_ITEMS: values.items, FAULT_SEED: values.seed },
	stdio: 'inherit',
});
process.exitCode = status ?? 1;
