import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import type { IBinaryData, IExecuteFunctions, INodeType } from 'n8n-workflow';

import { nodeProperties } from '../../../engine/description/properties';
import { streamOf } from '../../../engine/files/results/streamOf';
import type { Entry, Operation } from '../../../engine/operation';
import { path } from '../../../engine/path';
import { run } from '../../../engine/run';
import { onErrorContinue, runNode } from '../../support/engine.mts';
import { resultRows } from '../../support/files.mts';
import { binaryHelpers } from '../files/store.mts';

/** Ten million take ten minutes: FILE_TEST_ROWS=10000000. */
const ROWS = Number(process.env.FILE_TEST_ROWS ?? 150_000);

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

async function* generated(): AsyncGenerator<Uint8Array> {
	yield Buffer.from('id,name,note\n');
	for (let row = 0; row < ROWS; row += 500) {
		const lines = Array.from(
			{ length: 500 },
			(_, i) => `${row + i},Änna,"a note, ""quoted""\nover lines, so that rows are longer"\n`,
		);
		yield Buffer.from(lines.join(''));
	}
}

/** Takes every row without a network, but for one in a hundred; keys are such that each must be in a request once. */
const taking = (sample: (rows: number) => void): Operation<string> => {
	let rows = 0;
	const read: Operation<string>['read'] = (parameters) => {
		const id = parameters.field('id');
		return (item) => ({
			item,
			key: String(id(item)),
			data: String(parameters.json(item).name),
			bytes: 10,
		});
	};
	return {
		resource: 'row',
		value: 'take',
		name: 'Take',
		description: 'Take rows',
		action: 'Take rows',
		properties: [
			{ displayName: 'ID', name: 'id', type: 'string', default: '', description: 'What it is' },
		],
		batching: { maxEntries: 500, maxBytes: 1_000_000, envelopeBytes: 2, keys: 'once' },
		idempotent: true,
		services: [],
		read,
		request: () => ({ method: 'POST', path: path`/` }),
		parseResponse: () => [],
		resolveLocally(batch: Array<Entry<string>>) {
			sample((rows += batch.length));
			return batch.map(({ key, data }) =>
				Number(key) % 100 === 0
					? { accepted: false, kind: 'rejected', retry: false, message: 'No', hint: 'Why not' }
					: { accepted: true, result: { receipt: `${key} of ${data}` } },
			);
		},
	};
};

it('rows of a file go through n8n in as much memory at their end as at their beginning', async () => {
	const samples: NodeJS.MemoryUsage[] = [];
	const operation = taking((rows) => {
		if (rows < ((samples.length + 1) * ROWS) / 8) return;
		gc();
		samples.push(process.memoryUsage());
	}) as Operation;
	const resources = [
		{ value: 'row', name: 'Row', defaultOperation: 'take', operations: [operation] },
	];
	const vendor = {
		name: 'Nobody',
		service: { credential: 'none', baseUrl: 'none', account: [], secrets: [] },
		errorText: () => undefined,
	};
	const node: INodeType = {
		description: {
			displayName: 'Taker',
			name: 'taker',
			group: ['output'],
			version: 1,
			description: 'Takes rows',
			defaults: { name: 'Taker' },
			inputs: ['main'],
			outputs: ['main'],
			properties: nodeProperties(resources, { defaultResource: 'row' }),
		},
		async execute(this: IExecuteFunctions) {
			return await run.call(this, vendor, resources);
		},
	};
	const { prepareBinaryData } = await binaryHelpers('filesystem', []);
	const data = (await prepareBinaryData(streamOf(generated()) as never, 'list.csv')) as IBinaryData;
	const { output } = await runNode({
		type: node,
		parameters: {
			resource: 'row',
			operation: 'take',
			input: 'file',
			id: '={{ $json.id }}',
			options: { resultsFile: true },
		},
		items: [{ json: {}, binary: { data } }],
		...onErrorContinue,
	});
	expect(output[0]!.json).toMatchObject({
		rows: ROWS,
		accepted: ROWS * 0.99,
		rejected: ROWS / 100,
	});
	expect(await resultRows(output[0]!.binary!.failures)).toHaveLength(ROWS / 100);
	// The first ones lack what V8 compiles on the way, and the room for keys that is kept.
	const heap = samples.slice(3).map(({ heapUsed }) => heapUsed);
	expect(heap.length).toBeGreaterThan(3);
	expect(Math.max(...heap) - heap[0]!).toBeLessThan(5_000_000);
	const buffers = samples.slice(3).map(({ arrayBuffers }) => arrayBuffers);
	expect(Math.max(...buffers) - buffers[0]!).toBeLessThan(15_000_000);
}, 1_800_000);
