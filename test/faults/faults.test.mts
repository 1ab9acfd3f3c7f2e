import fc from 'fast-check';

import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { runCase } from './runCase.mts';
import { everything, itemsFor, schedulesFor } from './schedules.mts';
import { faultVendors } from './vendors.mts';

/**
 * `npm run test:faults -- --items N --seed S` sets these for a large run; without it, the schedules are the
 * same each time.
 */
const ITEMS = Number(process.env.FAULT_ITEMS ?? 0);
const SEED = process.env.FAULT_SEED === undefined ? undefined : Number(process.env.FAULT_SEED);

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

/** Schedules for a case in a run of all tests, as far as its time reaches. */
const SCHEDULES = 24;

describe.each(faultVendors)('$title', (vendor) => {
	if (ITEMS === 0) {
		describe.each(vendor.cases)(
			'$name: accepted + rejected + unknown + not sent = items, and the ledger agrees',
			(test) => {
				it('under generated schedules of every kind of trouble', async () => {
					// Back-off is time and randomness: it may pass faster here.
					jest.spyOn(Math, 'random').mockReturnValue(0);
					const property = fc.asyncProperty(schedulesFor(vendor), async (schedule) => {
						await runCase(sandbox, vendor, test, schedule, {
							count: itemsFor(schedule, test),
							timeout: 1,
						});
					});
					// One schedule after the other rather than within fast-check's own time limit, which would leave the last
					// one running.
					// Each case has schedules of its own: what one misses, another of the same vendor may meet.
					const first = SEED ?? 20_261_121 + SCHEDULES * vendor.cases.indexOf(test);
					const until = Date.now() + vendor.budgetMs;
					for (let run = 0; run < SCHEDULES && (run === 0 || Date.now() < until); run++) {
						// A failure names the seed and the smallest schedule that shows it.
						await fc.assert(property, {
							seed: first + run,
							numRuns: 1,
							interruptAfterTimeLimit: 150_000,
						});
					}
				}, 240_000);
			},
		);
	} else {
		it.each(vendor.cases)(
			`$name: ${ITEMS.toLocaleString('en-US')} items through everything at once, seed ${SEED}`,
			async (test) => {
				const started = Date.now();
				const { counts, summary } = await runCase(
					sandbox,
					vendor,
					test,
					everything(vendor, test, SEED ?? 1, ITEMS),
					{
						count: Math.min(ITEMS, test.maxItems ?? Infinity),
						timeout: 3,
					},
				);
				const line = Object.entries(counts)
					.map(([claim, n]) => `${n.toLocaleString('en-US')} ${claim}`)
					.join(', ');
				process.stderr.write(
					`${vendor.title}, ${test.name}: ${line} in ${Math.round((Date.now() - started) / 1000)} ` +
						`s; the balance holds\n${summary.join('\n')}\n`,
				);
			},
			3_600_000,
		);
	}
});
