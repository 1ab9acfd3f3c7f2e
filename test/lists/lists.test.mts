import type { Operation } from '../../engine/operation';
import { operations } from '../conformance/pack.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { runList } from './list.mts';
import { listVendors } from './vendors.mts';

/** `npm run test:lists -- --rows N --seed S` sets these for a large run. */
const ROWS = Number(process.env.LIST_ROWS ?? 0);
const SEED = Number(process.env.LIST_SEED ?? 20_261_125);

/** Rows of each operation in a run of all tests. */
const FEW = 30;
/** An operation that sends many entries in a request is given so many times the rows of one that does not. */
const BULK_SHARE = 6;

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

const READS = ['get', 'getMany'];
const sending = operations.filter(({ operation: { kind = 'send' } }) => !READS.includes(kind));
const isBulk = ({ batching, kind }: Operation): boolean =>
	batching.maxEntries > 1 && kind !== 'sendAndWait';
const shareOf = (operation: Operation): number => (isBulk(operation) ? BULK_SHARE : 1);
const shares = sending.reduce((sum, { operation }) => sum + shareOf(operation), 0);

describe('a list as people have it', () => {
	it.each(sending)(
		'$title: each value arrives as it was meant, or its row is rejected with a reason',
		async ({ node, title, operation }) => {
			const vendor = listVendors.find((one) => one.title === node.description.displayName);
			const name = `${operation.resource}.${operation.value}`;
			if (!vendor?.operations[name]) throw new Error(`test/lists has no columns for ${title}`);
			const rows = Math.ceil((ROWS * shareOf(operation)) / shares) || FEW;
			const started = Date.now();
			const verdicts = await runList(sandbox, vendor, name, {
				rows,
				seed: SEED + sending.findIndex((one) => one.title === title),
			});
			expect(verdicts.sent + verdicts.rejected).toBe(rows);
			if (ROWS > 0) {
				const counts = Object.entries(verdicts).map(
					([verdict, n]) => `${n.toLocaleString('en-US')} ${verdict}`,
				);
				process.stderr.write(
					`${title}: ${counts.join(', ')} in ${Math.round((Date.now() - started) / 1000)} s\n`,
				);
			}
		},
		3_600_000,
	);

	it('has no columns for an operation that there is not', () => {
		const known = sending.map(
			({ node, operation }) =>
				`${node.description.displayName} ${operation.resource}.${operation.value}`,
		);
		const mapped = listVendors.flatMap(({ title, operations: all }) =>
			Object.keys(all).map((name) => `${title} ${name}`),
		);
		expect(mapped.sort()).toEqual(known.sort());
	});
});
