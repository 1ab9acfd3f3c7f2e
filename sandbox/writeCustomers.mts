import { parseArgs } from 'node:util';
import { writeCustomersCsv } from './data.mts';

/** node sandbox/writeCustomers.mts --count 10000 --out customers.csv [--seed 1] [--first-id 100000] */
const { values } = parseArgs({
	options: {
		count: { type: 'string', default: '10000' },
		out: { type: 'string', default: 'customers.csv' },
		seed: { type: 'string', default: '1' },
		'first-id': { type: 'string', default: '100000' },
	},
});

await writeCustomersCsv(values.out, {
	count: Number(values.count),
	seed: Number(values.seed),
	firstId: Number(values['first-id']),
});
