import fc from 'fast-check';
import type { IBinaryData, IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { SandboxTenant } from '../../sandbox/client.mts';
import { onErrorOutput } from '../support/engine.mts';
import { fileItem, textOf } from '../support/files.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { runCase, type Deliver } from './runCase.mts';
import { everything, itemsFor, schedulesFor } from './schedules.mts';
import type { FaultVendor } from './vendor.mts';
import { faultVendors } from './vendors.mts';

/** See `faults.test.mts`. */
const ITEMS = Number(process.env.FAULT_ITEMS ?? 0);
const SEED = Number(process.env.FAULT_SEED ?? 20_261_125);

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

/** What a line of a file of results says of its row. */
interface Line extends IDataObject {
	_result: IDataObject & { row: number; outcome: string };
}

/** Runs the node over files; with an error output, a file with failures leaves there. */
async function runOverFile(
	vendor: FaultVendor,
	tenant: SandboxTenant,
	parameters: INodeParameters,
	file: INodeExecutionData,
) {
	const options = { ...(parameters.options as IDataObject), resultsFile: true } as never;
	const asFile = { ...parameters, input: 'file', options };
	const run = await vendor.run(tenant, asFile, [file] as unknown as IDataObject[], onErrorOutput);
	const [summary] = [...run.output, ...run.errors];
	return {
		...run,
		binary: (summary?.binary ?? {}) as Partial<Record<'failures' | 'results', IBinaryData>>,
	};
}

const linesOf = async (file: IBinaryData | undefined) =>
	file
		? (await textOf(file))
				.trimEnd()
				.split('\n')
				.map((line) => JSON.parse(line) as Line)
		: [];

/** As an output item of the node would say it. */
function outcomeOf({
	_result: { outcome, result, error, message, httpCode },
}: Line): INodeExecutionData {
	if (outcome === 'accepted') return { json: { ...(result as IDataObject) } };
	return {
		json: {
			error: error as string,
			message: message as string,
			details: { outcome, ...(httpCode !== undefined && { httpCode }) },
		},
	};
}

/** Delivers the items as the rows of a file; keeps the failures that came with its summary. */
class FileDelivery {
	failures: Line[] = [];

	readonly deliver: Deliver = async (vendor, tenant, parameters, items) => {
		const text = items.map((item) => `${JSON.stringify(item)}\n`).join('');
		const run = await runOverFile(vendor, tenant, parameters, await fileItem(text, 'rows.ndjson'));
		const results = await linesOf(run.binary.results);
		this.failures = await linesOf(run.binary.failures);
		const outcomes = new Array<INodeExecutionData>(items.length);
		for (const line of results) outcomes[line._result.row - 1] = outcomeOf(line);
		expect(results).toHaveLength(items.length);
		const failed = results
			.filter(({ _result }) => _result.outcome !== 'accepted')
			.map(({ _result }) => _result.row);
		expect(this.failures.map(({ _result }) => _result.row)).toEqual(failed);
		return { outcomes, error: run.error, hints: run.hints };
	};

	/** Sends the failures again as they came, but for those of which nobody knows whether they arrived. */
	async mend(
		vendor: FaultVendor,
		tenant: SandboxTenant,
		parameters: INodeParameters,
	): Promise<void> {
		const isWanted = ({ _result }: Line) => _result.outcome !== 'unknown';
		const text = this.failures
			.filter(isWanted)
			.map((line) => `${JSON.stringify(line)}\n`)
			.join('');
		if (text === '') return;
		const { error, errors } = await runOverFile(
			vendor,
			tenant,
			parameters,
			await fileItem(text, 'again.ndjson'),
		);
		expect([error, errors]).toEqual([undefined, []]);
	}
}

/** Of each vendor, operations that share requests and such that do not; what names its item in the ledger. */
const CASES: Array<{
	vendor: string;
	name: string;
	inLedger(tenant: SandboxTenant): Promise<Array<string | undefined>>;
}> = [
	{
		vendor: 'WAI',
		name: 'campaign members',
		inLedger: async (tenant) =>
			(await tenant.rows('wai/memberships')).map(({ contact }) => contact),
	},
	{
		vendor: 'WAI',
		name: 'events',
		inLedger: async (tenant) => (await tenant.rows('wai/events')).map(({ name }) => name),
	},
];

/** Operations that make one file, or one request, of all items. */
const MAKES_ONE = /^(dialer files|lists) uploaded/;

describe.each(CASES)('$vendor, $name, as rows of a file', ({ vendor: title, name, inLedger }) => {
	const vendor = faultVendors.find((one) => one.title === title)!;
	const test = vendor.cases.find((one) => one.name === name)!;

	/** The failures are what is not in the ledger or unknown; sent again, all is in the ledger, and nothing twice. */
	const throughAll = async (
		schedule: Parameters<typeof runCase>[3],
		count: number,
		timeout: number,
	) => {
		const file = new FileDelivery();
		return await runCase(sandbox, vendor, test, schedule, {
			count,
			timeout,
			deliver: file.deliver,
			async afterwards(tenant, parameters, claims) {
				await file.mend(vendor, tenant, { ...parameters, options: { maxRetries: 5 } });
				const found = new Map<string | undefined, number>();
				for (const one of await inLedger(tenant)) found.set(one, (found.get(one) ?? 0) + 1);
				claims.forEach((claim, i) => {
					const times = found.get(`n${i}`) ?? 0;
					if (claim === 'unknown' ? times > 1 : times !== 1)
						throw new Error(
							`Row ${i + 1}, ${claim} at first, is in the ledger ${times} times in the end`,
						);
				});
			},
		});
	};

	if (ITEMS === 0) {
		it('under generated schedules of trouble: the balance holds, and the failures can be sent again', async () => {
			// Back-off is time and randomness: it may pass faster here.
			jest.spyOn(Math, 'random').mockReturnValue(0);
			const property = fc.asyncProperty(schedulesFor(vendor), async (schedule) => {
				await throughAll(schedule, itemsFor(schedule, test), 1);
			});
			const until = Date.now() + vendor.budgetMs;
			for (let run = 0; run < 24 && (run === 0 || Date.now() < until); run++) {
				await fc.assert(property, {
					seed: SEED + run,
					numRuns: 1,
					interruptAfterTimeLimit: 150_000,
				});
			}
		}, 240_000);
	} else {
		it(`${ITEMS.toLocaleString('en-US')} rows through everything at once, seed ${SEED}`, async () => {
			const { counts, summary } = await throughAll(everything(vendor, test, SEED, ITEMS), ITEMS, 3);
			process.stderr.write(
				`${title}, ${name}: ${JSON.stringify(counts)}; the balance holds\n${summary.join('\n')}\n`,
			);
		}, 3_600_000);
	}
});

describe.each(faultVendors.filter(({ title }) => title !== 'WAI'))(
	'$title, as rows of a file',
	(vendor) => {
		const others = vendor.cases.filter(
			({ name, reads, maxItems }) => !reads && maxItems === undefined && !MAKES_ONE.test(name),
		);

		if (ITEMS > 0) return;
		it.each(others)(
			'$name: the balance holds',
			async (test) => {
				jest.spyOn(Math, 'random').mockReturnValue(0);
				const property = fc.asyncProperty(schedulesFor(vendor), async (schedule) => {
					await runCase(sandbox, vendor, test, schedule, {
						count: itemsFor(schedule, test),
						timeout: 1,
						deliver: new FileDelivery().deliver,
					});
				});
				await fc.assert(property, {
					seed: SEED + vendor.cases.indexOf(test),
					numRuns: 1,
					interruptAfterTimeLimit: 150_000,
				});
			},
			240_000,
		);
	},
);
