import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import type { INodeExecutionData } from 'n8n-workflow';

import { BinaryWriter } from '../../../engine/files/results/binaryWriter';
import { ResultFile } from '../../../engine/files/results/resultFile';
import { RowFile } from '../../../engine/files/rowFile';
import { noYielder } from './read.mts';
import { binaryHelpers } from './store.mts';

/** A million takes half a minute: FILE_TEST_ROWS=1000000. */
const ROWS = Number(process.env.FILE_TEST_ROWS ?? 120_000);

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

const used = () => {
	gc();
	return process.memoryUsage();
};

async function* generated(rows: number): AsyncGenerator<Uint8Array> {
	yield Buffer.from('contactId,firstName,email,phone,note\n');
	for (let row = 0; row < rows; row += 500) {
		const lines = Array.from(
			{ length: 500 },
			(_, i) =>
				`${row + i},Änna,anna.${row + i}@example.com,+46701234567,"a note, with ""quotes"" over\nlines, so that rows are longer"\n`,
		);
		yield Buffer.from(lines.join(''));
	}
}

it('a file is read, and its failures are written, in as much memory at its end as at its beginning', async () => {
	const items: INodeExecutionData[] = [{ json: {} }];
	const { prepareBinaryData } = await binaryHelpers('filesystem', items);
	const source = await RowFile.open(
		{ name: 'list.csv', size: async () => 0, chunks: () => generated(ROWS) },
		{ fileFormat: 'auto' },
		noYielder,
	);
	const failures = new ResultFile(prepareBinaryData, source, 'list.csv', 'results');
	const before = used();
	const samples: NodeJS.MemoryUsage[] = [];
	let count = 0;
	for await (const { rows } of source.batches()) {
		for (const row of rows) {
			failures.add(row, { outcome: 'accepted', result: { receiptId: `receipt-${row.row}` } });
		}
		await failures.ready();
		count += rows.length;
		if (count > ((samples.length + 1) * ROWS) / 7) samples.push(used());
	}
	expect(count).toBe(ROWS);
	expect((await failures.end())?.bytes).toBeGreaterThan(ROWS * 100);
	expect(samples).toHaveLength(6);
	// The first one lacks what is compiled on the way.
	const heap = samples.slice(1).map(({ heapUsed }) => heapUsed);
	expect(Math.max(...heap.slice(2)) - Math.min(...heap.slice(0, 2))).toBeLessThan(3_000_000);
	// What is on its way to the disk.
	const buffers = Math.max(...samples.map(({ arrayBuffers }) => arrayBuffers));
	expect(buffers - before.arrayBuffers).toBeLessThan(15_000_000);
});

describe('a file that grows while a node runs', () => {
	const chunksOf = async (stream: unknown, take: number) => {
		const lengths: number[] = [];
		for await (const chunk of stream as AsyncIterable<Buffer>)
			if (lengths.push(chunk.length) === take) break;
		return lengths;
	};

	it('is not given up where nothing is written for long', async () => {
		const lengths = Promise.withResolvers<number[]>();
		const writer = new BinaryWriter(
			(async (stream: unknown) => lengths.resolve(await chunksOf(stream, 2))) as never,
			'a',
			'b',
			'',
		);
		writer.write('too little to hand on');
		expect(await lengths.promise).toEqual([0, 0]);
	});

	it('lets its writer wait for the store', async () => {
		const started = Promise.withResolvers<void>();
		const written: Buffer[] = [];
		const store = async (stream: unknown) => {
			await started.promise;
			for await (const chunk of stream as AsyncIterable<Buffer>) written.push(chunk);
			return {};
		};
		const writer = new BinaryWriter(store as never, 'a', 'b', 'start;');
		const text = 'x'.repeat(1_000_000);
		for (let i = 0; i < 5; i++) writer.write(text);
		let isReady = false;
		const ready = writer.ready().then(() => (isReady = true));
		await new Promise((resume) => setTimeout(resume, 20));
		expect(isReady).toBe(false);
		started.resolve();
		await ready;
		await writer.end();
		expect(Buffer.concat(written).toString()).toBe(`start;${text.repeat(5)}`);
	});

	it('does not hold up its writer where the store fails, and tells so at its end', async () => {
		const writer = new BinaryWriter(
			(async () => await Promise.reject(new Error('The disk is full'))) as never,
			'a',
			'b',
			'',
		);
		for (let i = 0; i < 20; i++) {
			writer.write('x'.repeat(100_000));
			await writer.ready();
		}
		await expect(writer.end()).rejects.toThrow('The disk is full');
	});
});
