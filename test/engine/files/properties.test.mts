import fc from 'fast-check';

import { cellsOf, cellsOfRow } from '../../../engine/files/rows/cells';
import { Papa } from '../../../engine/files/libraries';
import { RowSplitter, type SplitRows } from '../../../engine/files/rows/rowSplitter';
import { ItemError } from '../../../engine/fields/itemError';
import { readRows, shortened, TestFile, textFile } from './read.mts';

/** What makes trouble, and little else. */
const cell = fc.string({
	unit: fc.constantFrom('a', 'ü', '🎉', '"', ',', ';', '\t', '|', '\n', '\r', ' ', '\0', '\u2028'),
	maxLength: 8,
});
const text = (maxLength: number) =>
	fc.string({ unit: fc.constantFrom('a', 'b', '"', '"', ',', '\n', '\n', '\r', ' '), maxLength });
const delimiters = fc.constantFrom(',', ';', '\t', '|', 'ü');
const chunks = fc.integer({ min: 1, max: 40 });

const table = fc.integer({ min: 1, max: 6 }).chain((columns) =>
	fc.tuple(
		fc.uniqueArray(
			cell.filter((name) => name !== ''),
			{ minLength: columns, maxLength: columns },
		),
		fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { maxLength: 20 }),
	),
);

function written(cells: string[], delimiter: string, mayLeaveOut: boolean): string {
	const needsQuotes = (value: string) =>
		!mayLeaveOut || value === '' || /^[\s"]|["\n\r]/.test(value) || value.includes(delimiter);
	return cells
		.map((value) => (needsQuotes(value) ? `"${value.replaceAll('"', '""')}"` : value))
		.join(delimiter);
}

const fields = (names: string[], cells: string[]) =>
	Object.fromEntries(names.flatMap((name, i) => (cells[i] === '' ? [] : [[name, cells[i]]])));

it('a table written as CSV is read as it was, whatever its chunks, line breaks and quotation marks', async () => {
	await fc.assert(
		fc.asyncProperty(
			table,
			delimiters,
			chunks,
			fc.infiniteStream(fc.constantFrom('\n', '\r\n', '\r')),
			fc.infiniteStream(fc.boolean()),
			async ([names, rows], delimiter, chunkBytes, lineBreaks, leavesOut) => {
				const lines = [names, ...rows].map(
					(cells) => written(cells, delimiter, leavesOut.next().value) + lineBreaks.next().value,
				);
				// A file that is short and begins with a zero looks like UTF-16.
				const options = { fileFormat: 'csv', encoding: 'utf-8', delimiter } as const;
				const read = await readRows(textFile(lines.join(''), chunkBytes), options);
				expect(read).toEqual(rows.map((cells, i) => ({ row: i + 2, json: fields(names, cells) })));
			},
		),
		{ numRuns: 300 },
	);
});

it('all parts of a file together hold each row once, whatever is in it and however many there are', async () => {
	await fc.assert(
		fc.asyncProperty(
			text(200),
			fc.integer({ min: 1, max: 9 }),
			chunks,
			async (body, of, chunkBytes) => {
				const content = `x,y\n${body}`;
				const whole = shortened(await readRows(textFile(content)));
				const parts = await Promise.all(
					Array.from({ length: of }, async (_, i) =>
						shortened(await readRows(textFile(content, chunkBytes), { part: `${i + 1} of ${of}` })),
					),
				);
				expect(parts.flat()).toEqual(whole);
			},
		),
		{ numRuns: 500 },
	);
});

it('so do the parts of NDJSON, and of text in UTF-16', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.dictionary(cell, fc.jsonValue({ maxDepth: 2 })), { minLength: 1, maxLength: 20 }),
			fc.integer({ min: 1, max: 9 }),
			chunks,
			async (rows, of, chunkBytes) => {
				const content = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
				for (const encoding of ['utf8', 'utf16le'] as const) {
					const bytes = Buffer.from(`\ufeff${content}`, encoding);
					const parts = await Promise.all(
						Array.from({ length: of }, (_, i) =>
							readRows(new TestFile(bytes, chunkBytes), {
								fileFormat: 'ndjson',
								part: `${i + 1} of ${of}`,
							}),
						),
					);
					expect(parts.flat()).toEqual(
						rows.map((json, i) => ({ row: i + 1, json: JSON.parse(JSON.stringify(json)) })),
					);
				}
			},
		),
		{ numRuns: 100 },
	);
});

it('whatever the bytes, the file is read or an error says what is wrong with it', async () => {
	const start = fc.constantFrom(
		[],
		[0x1f, 0x8b],
		[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3],
		[0xff, 0xfe],
		[0xef, 0xbb, 0xbf],
		[0x7b, 0x22],
	);
	const options = fc.record(
		{
			fileFormat: fc.constantFrom('csv' as const, 'ndjson' as const),
			encoding: fc.constantFrom(
				'utf-8' as const,
				'utf-16le' as const,
				'utf-16be' as const,
				'windows-1252' as const,
			),
			part: fc.constantFrom('1 of 3', '3 of 3'),
			delimiter: fc.constantFrom(',', '\t', ' '),
		},
		{ requiredKeys: [] },
	);
	await fc.assert(
		fc.asyncProperty(
			start,
			fc.uint8Array({ maxLength: 200 }),
			options,
			chunks,
			async (head, tail, chosen, chunkBytes) => {
				const file = new TestFile(Uint8Array.from([...head, ...tail]), chunkBytes);
				const outcome = await readRows(file, chosen).catch((error: Error) => error);
				if (outcome instanceof Error) expect(outcome).toBeInstanceOf(ItemError);
				expect(file.isClosed).toBe(true);
			},
		),
		{ numRuns: 2000 },
	);
});

describe('splitting', () => {
	const split = (body: string, chunkCharacters: number, maxRowCharacters = 60): SplitRows[] => {
		const splitter = new RowSplitter(',', maxRowCharacters);
		const pieces: SplitRows[] = [];
		for (let at = 0; at <= body.length; at += chunkCharacters) {
			splitter.push(body.slice(at, at + chunkCharacters), at + chunkCharacters > body.length);
			for (let rows = splitter.next(); rows; rows = splitter.next()) pieces.push(rows);
		}
		return pieces;
	};
	const rowsIn = (pieces: SplitRows[]) =>
		pieces.flatMap(({ text: piece, base, starts, ends, faults }) =>
			starts.map((start, i) => ({
				start: base + start,
				text: piece.slice(Math.max(0, start), ends[i]),
				...faults.get(i),
				fault: faults.get(i)?.fault,
			})),
		);

	it('leaves nothing out but line breaks, and each row that the library is given is one row to it', () => {
		fc.assert(
			fc.property(text(120), chunks, (body, chunkCharacters) => {
				const pieces = split(body, chunkCharacters);
				let end = 0;
				for (const row of rowsIn(pieces)) {
					// What is longer than may be read is not kept.
					if (row.fault === 'tooLong') return;
					expect(['', '\n', '\r', '\r\n']).toContain(body.slice(end, row.start));
					end = row.start + row.text.length;
				}
				expect(['', '\n', '\r', '\r\n']).toContain(body.slice(end));
				for (const rows of pieces) {
					const indexes = rows.ends
						.map((_, i) => i)
						.filter((i) => rows.ends[i] !== rows.starts[i] && !rows.faults.has(i));
					const alone = indexes.map((i) =>
						cellsOfRow(rows.text.slice(rows.starts[i], rows.ends[i]), ','),
					);
					expect(cellsOf(rows, indexes, ',')).toEqual(alone);
				}
			}),
			{ numRuns: 2000 },
		);
	});

	it('is the same whatever the chunks', () => {
		fc.assert(
			fc.property(text(50), chunks, (body, chunkCharacters) => {
				expect(rowsIn(split(body, chunkCharacters))).toEqual(rowsIn(split(body, body.length + 1)));
			}),
			{ numRuns: 2000 },
		);
	});

	it('knows of quotation marks that open in a row that is too long', () => {
		const rows = rowsIn(split('aaaaaaaaaaaaaaa,"x\ny",b\nc\n', 16, 10));
		expect(rows.map(({ text: row, fault }) => fault ?? row)).toEqual(['tooLong', 'c']);
	});

	it('is that of the library where quotation marks are in order', () => {
		fc.assert(
			fc.property(
				text(80).map((body) => body.replaceAll('\r', '\n')),
				(body) => {
					const rows = rowsIn(split(body, 10));
					fc.pre(rows.every(({ fault }) => fault === undefined));
					const { data } = new Papa.Parser({ delimiter: ',', newline: '\n' }).parse(
						`${body}\n`,
						0,
						true,
					) as {
						data: string[][];
					};
					const isBlank = (cells: string[] | undefined) => cells?.length === 1 && cells[0] === '';
					const cells = rows.map((row) => (row.text === '' ? [''] : cellsOfRow(row.text, ',')));
					expect(cells.filter((row) => !isBlank(row))).toEqual(data.filter((row) => !isBlank(row)));
				},
			),
			{ numRuns: 2000 },
		);
	});
});
