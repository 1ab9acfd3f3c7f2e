import { indexOrEnd } from './finder';
import { Papa } from '../libraries';
import type { SplitRows } from './rowSplitter';

/** Columns that a file may have, as many as a spreadsheet has. */
export const MAX_COLUMNS = 16_384;

/** Rows that are longer have their cells counted before they are made: a million of them fill the memory. */
const LONG_ROW_CHARACTERS = 128 * 1024;

/** What a delimiter cannot be, for this module and the library. */
const NO_DELIMITER = new Set(['"', '\n', '\r', '\ufeff']);

/** Whether cells can be told apart by it: one character that means nothing else. */
export const isDelimiter = (text: string): boolean => text.length === 1 && !NO_DELIMITER.has(text);

/**
 * The cells of rows.
 *
 * @param indexes of rows that are neither blank nor at fault, ascending
 * @returns in their order; undefined for a row of more than MAX_COLUMNS
 */
export function cellsOf(
	rows: SplitRows,
	indexes: number[],
	delimiter: string,
): Array<string[] | undefined> {
	const { text, starts, ends, lineBreak, faults, blanks } = rows;
	const [first] = indexes;
	const last = indexes.at(-1);
	if (first === undefined || last === undefined) return [];
	const textOf = (index: number) => text.slice(starts[index], ends[index]);
	const lengths = indexes.map((index) => ends[index]! - starts[index]!);
	if (lengths.some((length) => length > LONG_ROW_CHARACTERS)) {
		return indexes.map((index) => cellsOfRow(textOf(index), delimiter));
	}
	const isOnePiece =
		lineBreak !== undefined &&
		blanks === 0 &&
		faults.size === 0 &&
		indexes.length === last - first + 1;
	const block = isOnePiece
		? text.slice(starts[first], ends[last]! + lineBreak.length)
		: `${indexes.map(textOf).join('\n')}\n`;
	const cells = parse(block, delimiter, isOnePiece ? lineBreak : '\n');
	if (cells.length !== indexes.length)
		throw new Error(`${indexes.length} rows were split, and ${cells.length} parsed`);
	return cells.map(unlessTooMany);
}

/** The cells of one row, as `cellsOf` answers. */
export function cellsOfRow(row: string, delimiter: string): string[] | undefined {
	if (row.length > LONG_ROW_CHARACTERS && countCells(row, delimiter, MAX_COLUMNS) > MAX_COLUMNS)
		return undefined;
	return unlessTooMany(parse(`${row}\n`, delimiter, '\n')[0]!);
}

const unlessTooMany = (cells: string[]) => (cells.length > MAX_COLUMNS ? undefined : cells);

/** @param block of complete rows, each with its line break */
function parse(block: string, delimiter: string, newline: '\n' | '\r\n'): string[][] {
	// The library's own class: `Papa.parse` copies its results, and adds an empty row after the last line break.
	const { data } = new Papa.Parser({ delimiter, newline, quoteChar: '"' }).parse(
		block,
		0,
		true,
	) as {
		data: string[][];
	};
	return data;
}

/** How many cells a row has; stops counting at one more than the maximum. */
function countCells(row: string, delimiter: string, max: number): number {
	let cells = 1;
	let at = 0;
	while (cells <= max) {
		if (row[at] === '"') at = endOfQuotes(row, at, delimiter);
		const next = indexOrEnd(row, delimiter, at);
		if (next === row.length) break;
		cells++;
		at = next + 1;
	}
	return cells;
}

/** @returns the delimiter after a cell in quotation marks; the row's length where it is the last */
function endOfQuotes(row: string, start: number, delimiter: string): number {
	for (let at = start + 1; ; ) {
		const quote = indexOrEnd(row, '"', at);
		if (quote === row.length) return quote;
		if (row[quote + 1] === '"') {
			at = quote + 2;
			continue;
		}
		const next = indexOrEnd(row, delimiter, quote + 1);
		if (row.slice(quote + 1, next).trim() === '') return next;
		at = quote + 1;
	}
}
