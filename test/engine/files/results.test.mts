import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';

import fc from 'fast-check';

import { binaryHelpers } from './store.mts';
import { openBinaryFile } from '../../../engine/files/bytes/binaryFile';
import { ResultFile, type RowResult } from '../../../engine/files/results/resultFile';
import { RowFile } from '../../../engine/files/rowFile';
import { noYielder, readRows, shortened } from './read.mts';

const failure: RowResult = {
	outcome: 'rejected',
	error: 'Not good',
	message: 'Make it good',
	httpCode: 422,
};

describe.each(['filesystem', 'memory'] as const)('with n8n’s store: %s', (mode) => {
	const items: INodeExecutionData[] = [{ json: {}, binary: {} }];

	async function give(
		text: string,
		fileName = 'list.csv',
	): Promise<Awaited<ReturnType<typeof binaryHelpers>>> {
		const helpers = await binaryHelpers(mode, items);
		items[0]!.binary!.data = await helpers.prepareBinaryData(Buffer.from(text), fileName);
		return helpers;
	}

	/** Reads a file, and writes all of its rows with what they are told to have ended with. */
	async function writeResults(
		text: string,
		resultOf: (row: number) => RowResult | undefined,
		scope: 'failures' | 'results' = 'failures',
		fileName?: string,
	) {
		const helpers = await give(text, fileName);
		const file = openBinaryFile(helpers, 0, 'data');
		const source = await RowFile.open(file, { fileFormat: 'auto' }, noYielder);
		const results = new ResultFile(helpers.prepareBinaryData, source, file.name, scope);
		for await (const { rows } of source.batches()) {
			for (const row of rows) {
				const result = resultOf(row.row);
				if (result) results.add(row, result);
			}
			await results.ready();
		}
		const written = await results.end();
		items[0]!.binary!.again = written as IBinaryData;
		return { written, again: written && openBinaryFile(helpers, 0, 'again') };
	}

	const textOf = async (file: ReturnType<typeof openBinaryFile>) => {
		const chunks: Uint8Array[] = [];
		for await (const chunk of file.chunks()) chunks.push(chunk);
		return Buffer.concat(chunks).toString();
	};

	it('a file is read from where n8n keeps it', async () => {
		const helpers = await give('a,b\n1,2\n');
		const file = openBinaryFile(helpers, 0, 'data');
		expect([file.name, await file.size()]).toEqual(['list.csv', 8]);
		expect(shortened(await readRows(file, { part: '1 of 1' }))).toEqual([[2, { a: '1', b: '2' }]]);
		expect(() => openBinaryFile(helpers, 0, 'other')).toThrow(
			"The item has no binary field 'other'",
		);
	});

	it('the rows that failed keep their columns, and the results stand behind them', async () => {
		const { written, again } = await writeResults(
			'Email;Phone;Email\nänne@x.se;+46 70;"a;""b"\n1;2;3\nbo@x.se;;\n',
			(row) =>
				row === 3 ? undefined : { ...failure, error: row === 2 ? '=HYPERLINK("x")' : '+1' },
			'failures',
			'my list.csv.gz',
		);
		expect(written).toMatchObject({
			fileName: 'my list-failures.csv',
			mimeType: 'text/csv',
			fileExtension: 'csv',
		});
		expect(await textOf(again!)).toBe(
			[
				'\ufeffEmail;Phone;Email;row;outcome;error;message;httpCode',
				'änne@x.se;+46 70;"a;""b";2;rejected;"\'=HYPERLINK(""x"")";Make it good;422',
				"bo@x.se;;;4;rejected;'+1;Make it good;422",
				'',
			].join('\r\n'),
		);
		expect(shortened(await readRows(again!))).toEqual([
			[2, { Email: 'änne@x.se', Phone: '+46 70', Email_1: 'a;"b' }],
			[3, { Email: 'bo@x.se' }],
		]);
	});

	it('there is no file where no row failed', async () => {
		expect((await writeResults('a,b\n1,2\n', () => undefined)).written).toBeUndefined();
	});

	it('a file of all rows holds what the vendor gave', async () => {
		const { written, again } = await writeResults(
			'a,b\n1,2\n3,4\n',
			(row) =>
				row === 2
					? { outcome: 'accepted', result: { receiptId: 'r,1' } }
					: { outcome: 'unknown', error: 'Lost' },
			'results',
		);
		expect(written?.fileName).toBe('list-results.csv');
		expect(await textOf(again!)).toBe(
			'\ufeffa,b,row,outcome,error,message,httpCode,result\r\n1,2,2,accepted,,,,"{""receiptId"":""r,1""}"\r\n3,4,3,unknown,Lost,,,\r\n',
		);
		expect(shortened(await readRows(again!))).toEqual([
			[2, { a: '1', b: '2' }],
			[3, { a: '3', b: '4' }],
		]);
	});

	it('a row that cannot be read cannot be read the next time either, until it is corrected', async () => {
		for (const text of [
			'a,b\n1\n1,2,3\n"x"y,z\n1,2,3,4,5,6,7\n"no\n',
			'a\n"x"y\n1,2\n',
			'a,b,c,d,e,f,g\n1,2\n1,2,3,4,5,6\n',
		]) {
			const { again } = await writeResults(text, () => failure);
			const rows = await readRows(again!);
			expect(rows).toHaveLength(text.split('\n').length - 2);
			expect(rows.filter(({ unreadable }) => !unreadable)).toEqual([]);
		}
	});

	it('NDJSON stays NDJSON', async () => {
		const { written, again } = await writeResults(
			'{"a":1,"row":{"b":[2]}}\n{"a"\n{"a":3}\n',
			(row) => (row === 3 ? undefined : failure),
			'failures',
			'list.jsonl',
		);
		expect(written?.fileName).toBe('list-failures.ndjson');
		expect(
			(await textOf(again!))
				.split('\n')
				.filter(Boolean)
				.map((line) => JSON.parse(line)),
		).toEqual([
			{ a: 1, row: { b: [2] }, _result: { row: 1, ...failure } },
			['{"a"', { row: 2, ...failure }],
		]);
		expect(shortened(await readRows(again!))).toEqual([
			[1, { a: 1, row: { b: [2] } }],
			[2, 'The row is not a JSON object'],
		]);
	});

	it('is sent again as it is, whatever stands in it', async () => {
		const cell = fc.string({
			unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r', ' ', '=', '+', '\ufeff'),
			maxLength: 6,
		});
		const tables = fc.integer({ min: 1, max: 4 }).chain((width) =>
			fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
				minLength: 1,
				maxLength: 8,
			}),
		);
		await fc.assert(
			fc.asyncProperty(tables, fc.constantFrom(',', ';'), async (rows, delimiter) => {
				const header = rows[0]!.map((_, i) => `column ${i}`);
				const text = [header, ...rows]
					.map((cells) => cells.map((value) => `"${value.replaceAll('"', '""')}"`).join(delimiter))
					.join('\n');
				const { again } = await writeResults(text, () => failure);
				expect(await readRows(again!)).toEqual(
					rows.map((cells, i) => ({
						row: i + 2,
						json: Object.fromEntries(
							cells.flatMap((value, c) => (value === '' ? [] : [[header[c], value]])),
						),
					})),
				);
			}),
			{ numRuns: 100 },
		);
	});
});
