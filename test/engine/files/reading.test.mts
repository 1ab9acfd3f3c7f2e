import { gzipSync } from 'node:zlib';

import fc from 'fast-check';

import { RowFile } from '../../../engine/files/rowFile';
import { noYielder, readRows, shortened, TestFile, textFile } from './read.mts';

const opened = async (text: string, options = {}) =>
	await RowFile.open(textFile(text), { fileFormat: 'auto', ...options }, noYielder);

describe('encodings', () => {
	const text = 'a,b\nMüller,"naïve, 5 €"\nЖук,日本 🎉\n';
	const western = 'a,b\nMüller,"naïve, 5 €"\nœuvre,Ÿ ‰\n';
	const windows1252 = (characters: string) => {
		const decoder = new TextDecoder('windows-1252');
		const codes = new Map(
			Array.from({ length: 256 }, (_, code) => [decoder.decode(Uint8Array.of(code)), code]),
		);
		return Buffer.from([...characters].map((character) => codes.get(character)!));
	};
	const utf16be = (characters: string) => Buffer.from(characters, 'utf16le').swap16();
	const rows = (content: string) =>
		content
			.split('\n')
			.slice(1, 3)
			.map((line) => line.replaceAll('"', '').split(/,(?! )/));

	it.each([
		['UTF-8', Buffer.from(text), text],
		['UTF-8 with its mark', Buffer.from(`\ufeff${text}`), text],
		['UTF-16 little endian with its mark', Buffer.from(`\ufeff${text}`, 'utf16le'), text],
		['UTF-16 big endian with its mark', utf16be(`\ufeff${text}`), text],
		['UTF-16 little endian', Buffer.from(western, 'utf16le'), western],
		['UTF-16 big endian', utf16be(western), western],
		['Windows-1252', windows1252(western), western],
	])('%s is found out', async (_, bytes, content) => {
		for (const chunkBytes of [1, 3, undefined]) {
			const read = await readRows(new TestFile(bytes, chunkBytes));
			expect(read.map(({ json }) => [json.a, json.b])).toEqual(rows(content));
		}
	});

	it('are those that the user says, unless the file begins with a mark', async () => {
		const bytes = Buffer.from('a\nÃ¼\n');
		expect((await readRows(new TestFile(bytes), { encoding: 'windows-1252' }))[0]?.json).toEqual({
			a: 'ÃƒÂ¼',
		});
		expect(
			(await readRows(textFile('\ufeffa\nü\n'), { encoding: 'windows-1252' }))[0]?.json,
		).toEqual({
			a: 'ü',
		});
		expect(
			(await readRows(new TestFile(utf16be('a\nü\n')), { encoding: 'utf-16be' }))[0]?.json,
		).toEqual({
			a: 'ü',
		});
	});

	it('are found out far into a file that begins in ASCII, the same in all parts', async () => {
		const content = `a,b\n${'plain,text\n'.repeat(20_000)}`;
		for (const end of [windows1252('Müller,1\n'), Buffer.from('Müller,1\n')]) {
			const bytes = Buffer.concat([Buffer.from(content), end]);
			const parts = await Promise.all(
				[1, 2, 3].map((part) => readRows(new TestFile(bytes), { part: `${part}/3` })),
			);
			expect(parts.flat()).toHaveLength(20_001);
			expect(parts.flat().at(-1)).toEqual({ row: 20_002, json: { a: 'Müller', b: '1' } });
		}
	});

	it('round trip', async () => {
		const characters = [
			...new Set(
				`aé€"\n,${new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 128 }, (_, i) => 128 + i))}`,
			),
		];
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.string({ unit: fc.constantFrom(...characters), minLength: 1 }), {
					minLength: 1,
				}),
				fc.integer({ min: 1, max: 9 }),
				async (cells, chunkBytes) => {
					const content = `x\n${cells.map((cell) => `"${cell.replaceAll('"', '""')}"\n`).join('')}`;
					const encoded = {
						'utf-8': Buffer.from(content),
						'utf-16le': Buffer.from(content, 'utf16le'),
						'utf-16be': utf16be(content),
						'windows-1252': windows1252(content),
					};
					for (const [encoding, bytes] of Object.entries(encoded)) {
						const read = await readRows(new TestFile(bytes, chunkBytes), {
							fileFormat: 'csv',
							encoding: encoding as keyof typeof encoded,
						});
						expect(read.map(({ json }) => json.x)).toEqual(cells);
					}
				},
			),
		);
	});
});

describe('the delimiter', () => {
	it.each([
		[',', 'a,b\n1,2\n'],
		[';', 'a;b\n1;2\n'],
		['\t', 'a\tb\n1\t2\n'],
		['|', 'a|b\n1|2\n'],
		[';', 'name;amount;tax;total\nx;1,5;2,5;4,0\ny;1,5;2,5;4,0\n'],
		[';', 'Name, first;Email\nAnna;a@x.se\nBo;b@x.se\n'],
		[',', 'a,"b;c;d;e"\n1,"x;y;z;w"\n'],
		[',', 'a;b,c\n1;2,3\n4,5\n6,7\n'],
		['\t', 'a,b\tc,d\n1,2,3\t4\n5\t6\n'],
		[',', 'a\n1\n2\n'],
		[';', 'a;b;c'],
		[',', `${Array.from({ length: 9000 }, (_, i) => `column ${i}`).join(',')}\n`],
		[',', ''],
	])('%j is found', async (delimiter, text) => {
		expect((await opened(text)).delimiter).toBe(delimiter);
	});

	it.each([
		['¦', 'a¦b\n1¦"2¦3"\n'],
		['\\t', 'a\tb\n1\t"2\t3"\n'],
		['Tab', 'a\tb\n1\t"2\t3"\n'],
		[' ', 'a b\n1 "2 3"\n'],
	])('may be %j', async (delimiter, text) => {
		const [row] = await readRows(textFile(text), { delimiter });
		expect(String(row?.json.b).split(/[¦\t ]/)).toEqual(['2', '3']);
	});

	it.each(['"', '\n', ';;', 'comma'])('cannot be %j', async (delimiter) => {
		await expect(opened('a', { delimiter })).rejects.toThrow('"Delimiter" is');
	});
});

describe('the format', () => {
	it.each([
		['csv', 'a,b\n1,2\n'],
		['csv', '{a},b\n1,2\n'],
		['ndjson', '{"a":1}\n{"a":2}\n'],
		['ndjson', '\n \n{"a":1}'],
		['ndjson', `{"a":"${'x'.repeat(100_000)}"}\n`],
		['csv', ''],
	])('%s is found', async (format, text) => {
		expect((await opened(text)).format).toBe(format);
	});

	it.each([
		['an Excel workbook', 'PK\x03\x04\x14\0'],
		['a JSON list', '[{"a":1}]'],
		['a JSON list', '[\n  { "a": 1 }\n]'],
	])('%s is named', async (what, text) => {
		await expect(opened(text)).rejects.toThrow(`The file is ${what}`);
	});

	it('NDJSON: rows that are no objects cost no others', async () => {
		const rows = await readRows(
			textFile('{"a":1}\n\n[1]\r\n{"a"\n{"__proto__":2,"b":{"c":[1,null]}}\n'),
		);
		const error = 'The row is not a JSON object';
		expect(shortened(rows)).toEqual([
			[1, { a: 1 }],
			[3, error],
			[4, error],
			[5, JSON.parse('{"__proto__":2,"b":{"c":[1,null]}}')],
		]);
	});
});

describe('gzip', () => {
	const content = `a,b\n${'1,"x\ny"\n'.repeat(50_000)}`;
	const packed = gzipSync(content);

	it.each([
		['is unpacked', packed, 50_000],
		['may have several members', Buffer.concat([packed, gzipSync('2,z\n'.repeat(3))]), 50_003],
		['may be empty', gzipSync(''), 0],
	])('%s', async (_, bytes, count) => {
		for (const chunkBytes of [5, 64 * 1024])
			expect(await readRows(new TestFile(bytes, chunkBytes))).toHaveLength(count);
	});

	it('NDJSON as well', async () => {
		expect(await readRows(new TestFile(gzipSync('{"a":1}\n{"a":2}\n')))).toHaveLength(2);
	});

	it.each([1, 3, 8, 9, 100])('cut by %d bytes is not taken for whole', async (cut) => {
		await expect(readRows(new TestFile(packed.subarray(0, packed.length - cut)))).rejects.toThrow(
			'damaged or not complete',
		);
	});

	it('damaged, the message names the last row before', async () => {
		const random = Array.from(
			{ length: 100_000 },
			(_, i) => `${i},${(i * 2_654_435_761) % 4_294_967_296}`,
		).join('\n');
		const bytes = gzipSync(`a,b\n${random}`);
		bytes.fill(0xff, bytes.length - 2000, bytes.length - 1000);
		await expect(readRows(new TestFile(bytes))).rejects.toThrow(
			/^The file cannot be read beyond row [\d,]{6,}: The compressed file is damaged/,
		);
	});

	it('packed to fill the memory, it is unpacked piece by piece', async () => {
		const packedTight = new TestFile(gzipSync(Buffer.alloc(300_000_000, '1,2\n')));
		const before = process.memoryUsage().arrayBuffers;
		const opening = await RowFile.open(packedTight, { fileFormat: 'csv', maxRows: 5 }, noYielder);
		for await (const { rows } of opening.batches()) {
			expect(rows).toHaveLength(5);
			expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30_000_000);
		}
		expect.assertions(2);
	});

	it('is not read in parts', async () => {
		await expect(readRows(new TestFile(packed), { part: '1 of 2' })).rejects.toThrow(
			'A compressed file cannot be read in parts',
		);
	});
});

describe('which rows', () => {
	const text = `a\n${Array.from({ length: 20_000 }, (_, i) => i + 2).join('\n')}`;
	const numbers = async (options: object) =>
		(await readRows(textFile(text), options)).map(({ row, json }) =>
			String(row) === json.a ? row : `${row} is ${String(json.a)}`,
		);

	it('from a row on, and no more than some', async () => {
		expect(await numbers({ fromRow: 19_999 })).toEqual([19_999, 20_000, 20_001]);
		expect(await numbers({ maxRows: 3 })).toEqual([2, 3, 4]);
		expect(await numbers({ fromRow: 15_000, maxRows: 2 })).toEqual([15_000, 15_001]);
		expect(await numbers({ fromRow: 0, maxRows: 1 })).toEqual([2]);
		expect(await numbers({ fromRow: 30_000 })).toEqual([]);
	});

	it('of a part', async () => {
		const [first] = await numbers({ part: '3 of 3' });
		expect(first).toBeGreaterThan(10_000);
		expect(await numbers({ part: '3 of 3', maxRows: 2 })).toEqual([first, Number(first) + 1]);
		expect(await numbers({ part: '1 of 3', fromRow: 20_000 })).toEqual([]);
	});

	it.each([
		['2 of 1', 'there is no such part'],
		['0 of 3', 'there is no such part'],
		['half', 'is not like 2 of 7'],
		['1', 'is not like 2 of 7'],
	])('no part is %j', async (part, message) => {
		await expect(opened(text, { part })).rejects.toThrow(message);
	});

	it('a part reads no further than its end, and the file is closed whenever reading ends', async () => {
		const bytes = Buffer.from(`a\n${'0123456789\n'.repeat(200_000)}`);
		for (const [options, most] of [
			[{ part: '1 of 4' }, 0.35],
			[{ part: '3 of 4' }, 0.85],
			[{ maxRows: 10 }, 0.1],
		] as const) {
			const file = new TestFile(bytes);
			await readRows(file, options);
			expect(file.bytesRead / bytes.length).toBeLessThan(most);
			expect(file.isClosed).toBe(true);
		}
		const file = new TestFile(bytes);
		for await (const _ of (await RowFile.open(file, { fileFormat: 'csv' }, noYielder)).batches())
			break;
		expect(file.isClosed).toBe(true);
		const foreign = textFile('[{"a":1}]');
		await expect(readRows(foreign)).rejects.toThrow();
		expect(foreign.isClosed).toBe(true);
	});
});
