import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { isSending, takesFile } from '../../engine/operation';
import { claimOf } from '../faults/balance.mts';
import { fileItem, textOf } from '../support/files.mts';
import { operations } from './pack.mts';
import { SampleRunner, type SampleRun } from './sample.mts';
import { sameForAll } from './trace.mts';

let runner: SampleRunner;
beforeAll(async () => {
	runner = await SampleRunner.start();
	// What is made of the time is then the same in every run.
	const now = Date.now();
	jest.spyOn(Date, 'now').mockReturnValue(now);
});
afterAll(async () => await runner.stop());

/** Fields that items may have beside those of a case. */
const THREE = [{}, {}, {}];

const fromFile = operations.filter(({ operation }) => takesFile(operation));

it.each(fromFile)(
	'$title: rows of a file lead to the requests and outcomes that items lead to',
	async (under) => {
		for (const sample of await runner.samplesOf(under)) {
			const fields = THREE.slice(0, sample.test.maxItems);
			const asItems = await runner.run(sample, { fields });
			const asRows = await runner.run(sample, {
				fields,
				parameters: (parameters) => ({
					...parameters,
					input: 'file',
					options: { ...(parameters.options as IDataObject), resultsFile: true } as never,
				}),
				input: async (items) => [
					await fileItem(items.map((item) => `${JSON.stringify(item)}\n`).join(''), 'rows.ndjson'),
				],
			});
			expect(await traceOfRows(asRows)).toBe(traceOfItems(asItems));
		}
	},
	120_000,
);

it('an operation that sends and takes no file says why', () => {
	const others = operations.filter(
		({ operation }) => isSending(operation) && !takesFile(operation),
	);
	expect(others.map(({ operation }) => operation.itemsOnly?.length)).toEqual(
		others.map(() => expect.any(Number)),
	);
});

it.each(fromFile)('$title: what it holds of a file does not grow with it', ({ operation }) => {
	expect(operation.batching.maxEntries).toBeLessThan(100_000);
});

const traceOfItems = ({ requests, result, secrets }: SampleRun) =>
	sameForAll([requests, result.byItem.map(({ json }) => outcomeOf(json))], secrets);

function outcomeOf(json: IDataObject): unknown[] {
	const claim = claimOf({ json });
	return [claim, claim === 'accepted' ? json : json.error];
}

async function traceOfRows({ requests, result, secrets }: SampleRun): Promise<string> {
	const [summary] = [...result.output, ...result.errors] as [INodeExecutionData];
	const lines = (await textOf(summary.binary!.results!)).trimEnd().split('\n');
	const results = lines.map(
		(line) => (JSON.parse(line) as { _result: IDataObject & { row: number } })._result,
	);
	results.sort((a, b) => a.row - b.row);
	const outcomes = results.map(({ outcome, result: accepted, error }) => [
		outcome,
		accepted ?? error,
	]);
	return sameForAll([requests, outcomes], secrets);
}
