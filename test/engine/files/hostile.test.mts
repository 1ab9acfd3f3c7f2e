import { RowFile } from '../../../engine/files/rowFile';
import { noYielder, readRows, shortened, TestFile, textFile } from './read.mts';

const QUOTES =
	'A quotation mark is not closed, or stands within a text that is in quotation marks itself';

describe('CSV files as people have them', () => {
	it.each([
		[
			'line breaks in quotation marks',
			'a,b\n1,"x\r\ny"\n2,z\n',
			[
				[2, { a: '1', b: 'x\r\ny' }],
				[3, { a: '2', b: 'z' }],
			],
		],
		['doubled quotation marks', 'a,b\n1,"say ""hi"""\n', [[2, { a: '1', b: 'say "hi"' }]]],
		[
			'a quotation mark in the middle of a text',
			'a,b\n1,5" pipe\n2,z\n',
			[
				[2, { a: '1', b: '5" pipe' }],
				[3, { a: '2', b: 'z' }],
			],
		],
		[
			'a quotation mark that is not doubled',
			'a,b\n1,"5" pipe"\n2,z\n',
			[
				[2, { a: '1', b: '5" pipe' }],
				[3, { a: '2', b: 'z' }],
			],
		],
		['spaces after quotation marks', 'a,b\n"1" ,"2" \n', [[2, { a: '1', b: '2' }]]],
		['NUL', 'a,b\n1,x\0y\n', [[2, { a: '1', b: 'x\0y' }]]],
		[
			'LF, CR and CRLF',
			'a,b\r\n1,2\n3,4\r5,6\r\n"7","8"\r"9","0"\n',
			[
				[2, { a: '1', b: '2' }],
				[3, { a: '3', b: '4' }],
				[4, { a: '5', b: '6' }],
				[5, { a: '7', b: '8' }],
				[6, { a: '9', b: '0' }],
			],
		],
		['CR only', 'a,b\r1,2\r', [[2, { a: '1', b: '2' }]]],
		['no last line break', 'a,b\n1,2', [[2, { a: '1', b: '2' }]]],
		['quotation marks up to the end', 'a,b\n1,"2"', [[2, { a: '1', b: '2' }]]],
		['a byte order mark', '\ufeffa,b\n1,2\n', [[2, { a: '1', b: '2' }]]],
		['a header in quotation marks over lines', '"a\nx",b\n1,2\n', [[2, { 'a\nx': '1', b: '2' }]]],
		[
			'empty rows, which count',
			'\n\na,b\n\n1,2\n\r\n3,4\n',
			[
				[5, { a: '1', b: '2' }],
				[7, { a: '3', b: '4' }],
			],
		],
		[
			'empty cells, which are no fields',
			'a,b\n,2\n,\n""," "\n',
			[
				[2, { b: '2' }],
				[3, {}],
				[4, { b: ' ' }],
			],
		],
		[
			'one column',
			'a\n1\n""\n',
			[
				[2, { a: '1' }],
				[3, {}],
			],
		],
		['delimiters after the last cell', 'a,b\n1,2,,\n', [[2, { a: '1', b: '2' }]]],
		[
			'names that objects have',
			'__proto__,constructor,toString\n1,2,3\n',
			[[2, JSON.parse('{"__proto__":"1","constructor":"2","toString":"3"}')]],
		],
		[
			'names that stand twice',
			'a,b,a,a_1\n1,2,3,4\n',
			[[2, { a: '1', b: '2', a_2: '3', a_1: '4' }]],
		],
		['names that are empty', ',b,\n1,2,3\n', [[2, { column_1: '1', b: '2', column_3: '3' }]]],
		['nothing', '', []],
		['only a mark', '\ufeff', []],
		['only empty rows', '\n\r\n\n', []],
		['only a header', 'a,b', []],
	])('%s', async (_, text, expected) => {
		for (const chunkBytes of [1, 2, 7, undefined])
			expect(shortened(await readRows(textFile(text, chunkBytes)))).toEqual(expected);
	});
});

describe('a row that cannot be read costs no other', () => {
	it.each([
		[
			'too few cells',
			'a,b,c\n1,2\n3,4,5\n',
			[
				[2, 'The row has 2 cells, and the header 3 columns'],
				[3, { a: '3', b: '4', c: '5' }],
			],
		],
		[
			'too many cells',
			'a,b\n1,2,3\n4,5\n',
			[
				[2, 'The row has 3 cells, and the header 2 columns'],
				[3, { a: '4', b: '5' }],
			],
		],
		[
			'text after quotation marks',
			'a,b\n"1"x,2\n3,z\n',
			[
				[2, QUOTES],
				[3, { a: '3', b: 'z' }],
			],
		],
		[
			'quotation marks never closed',
			'a,b\n1,"x\n2,y\n3,z\n',
			[
				[2, QUOTES],
				[3, { a: '2', b: 'y' }],
				[4, { a: '3', b: 'z' }],
			],
		],
		[
			'quotation marks closed by those of the next row',
			'a,b\n1,"x\n2,"y"\n3,z\n',
			[
				[2, QUOTES],
				[3, { a: '2', b: 'y' }],
				[4, { a: '3', b: 'z' }],
			],
		],
		[
			'a file cut within quotation marks',
			'a,b\n1,"x\n2,"y"\n3,"hel',
			[
				[2, QUOTES],
				[3, { a: '2', b: 'y' }],
				[4, QUOTES],
			],
		],
		[
			'a file cut within a row',
			'a,b,c\n1,2,3\n4,5',
			[
				[2, { a: '1', b: '2', c: '3' }],
				[3, 'The row has 2 cells, and the header 3 columns'],
			],
		],
	])('%s', async (_, text, expected) => {
		for (const chunkBytes of [1, 2, 7, undefined])
			expect(shortened(await readRows(textFile(text, chunkBytes)))).toEqual(expected);
	});

	it('keeps what stands in the file', async () => {
		const rows = await readRows(textFile('a,b\n1,2,3\n"x"y,z\n'));
		expect(rows.map(({ unreadable }) => unreadable?.cells)).toEqual([['1', '2', '3'], ['"x"y,z']]);
	});

	it('bytes that are no UTF-8', async () => {
		const bytes = Buffer.concat([
			Buffer.from('a,b\nMüller,1\n'),
			Buffer.from('M\xfcller,2\n', 'latin1'),
			Buffer.from('\ufffd,3\nMüller,4\n'),
		]);
		expect(
			shortened(await readRows(new TestFile(bytes), { encoding: 'utf-8' })).map(([row, what]) => [
				row,
				typeof what,
			]),
		).toEqual([
			[2, 'object'],
			[3, 'string'],
			[4, 'string'],
			[5, 'object'],
		]);
	});

	it('a replacement character that the file itself has is text', async () => {
		expect(shortened(await readRows(textFile('a,b\nM\ufffdller,2\n')))).toEqual([
			[2, { a: 'M\ufffdller', b: '2' }],
		]);
	});
});

describe('large', () => {
	const big = 'x'.repeat(10_000_000);

	it.each([
		['a cell of 10 MB', `a,b\n1,${big}\n2,z\n`],
		['a cell of 10 MB in quotation marks', `a,b\n1,"${big}"\n2,z\n`],
	])('%s', async (_, text) => {
		const rows = await readRows(textFile(text));
		expect(rows.map(({ row, json }) => [row, json.a, String(json.b).length])).toEqual([
			[2, '1', 10_000_000],
			[3, '2', 1],
		]);
	});

	it('a row that is longer than may be read is read over', async () => {
		for (const quote of ['', '"']) {
			const rows = await readRows(
				textFile(`a,b\n1,${quote}${'x'.repeat(20_000_000)}${quote}\n2,z\n3,"y\ny"`),
			);
			expect(shortened(rows)).toEqual([
				[2, 'The row has more than 16,000,000 characters'],
				[3, { a: '2', b: 'z' }],
				[4, { a: '3', b: 'y\ny' }],
			]);
			expect(rows[0]?.unreadable?.cells.map((cell) => cell.length)).toEqual([1000]);
		}
	});

	it('quotation marks never closed in front of more text than is kept', async () => {
		const line = `2,${'z'.repeat(998)}\n`;
		const rows = await readRows(textFile(`a,b\n1,"x\n${line.repeat(20_000)}`));
		expect(rows).toHaveLength(20_001);
		expect(shortened(rows.slice(0, 2))).toEqual([
			[2, QUOTES],
			[3, { a: '2', b: 'z'.repeat(998) }],
		]);
		expect(rows.every(({ row }, i) => row === i + 2)).toBe(true);
	});

	it('a million columns', async () => {
		await expect(readRows(textFile(`${'c,'.repeat(1_000_000)}c\n1,2\n`))).rejects.toThrow(
			'Row 1: There are more than 16,384 columns',
		);
	});

	it('a million cells in a row', async () => {
		const rows = await readRows(
			textFile(`a,b\n${'c,'.repeat(1_000_000)}c\n"${'c,'.repeat(1_000_000)}",2\n`),
		);
		expect(
			rows.map(({ row, json, unreadable }) => [
				row,
				String(json.a).length,
				unreadable?.error.message,
			]),
		).toEqual([
			[2, 9, 'The row has far more cells than the header 2 columns'],
			[3, 2_000_000, undefined],
		]);
	});

	it('a file without a line break', async () => {
		await expect(readRows(textFile('x'.repeat(20_000_000)))).rejects.toThrow(
			'Row 1: The row has more than 16,000,000 characters',
		);
	});
});

it('says what it calls columns whose names are not their own', async () => {
	const warnings = async (header: string) =>
		(await RowFile.open(textFile(`${header}\n`), { fileFormat: 'csv', delimiter: ',' }, noYielder))
			.header?.warnings;
	expect(await warnings('a,,a,,')).toEqual([
		'Column 2 has no name: it is read as "column_2"',
		'Column 3 is called "a" like an earlier one: it is read as "a_1"',
	]);
	expect(await warnings('a,b,row,outcome,error,message,httpCode')).toEqual([]);
});
