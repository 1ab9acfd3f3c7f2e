import { cellsOfRow, isDelimiter } from './cells';
import { itemError } from '../../fields/itemError';
import type { RowFormat } from './fileRow';
import { RowSplitter } from './rowSplitter';

/** The delimiters that are looked for, the most frequent first. */
const DELIMITERS = [',', ';', '\t', '|'];

/** Rows that are looked at to find the delimiter. */
const MAX_ROWS = 50;

/** Files that hold rows of another kind, and what to do with them. */
const FOREIGN: Array<{ isIt: (start: string) => boolean; what: string; hint: string }> = [
	{
		// The first bytes of .zip, which .xlsx and .ods are, and of .xls.
		isIt: (start) => start.startsWith('PK\x03\x04') || start.startsWith('\xd0\xcf\x11\xe0'),
		what: 'an Excel workbook or an archive',
		hint: 'Save it as CSV (UTF-8), or read it with the node Extract from File and send its items',
	},
	{
		isIt: (start) => /^\s*\[\s*\{/.test(start),
		what: 'a JSON list',
		hint: 'Save it as NDJSON, one object a line, or read it with the node Extract from File and send its items',
	},
];

/**
 * Whether a file holds CSV or a JSON object in each line.
 *
 * @param start the beginning of its text
 * @throws ItemError where it begins like a file of another kind
 */
export function formatOf(start: string): RowFormat {
	const foreign = FOREIGN.find(({ isIt }) => isIt(start));
	if (foreign) throw itemError(`The file is ${foreign.what}`, foreign.hint);
	const [line = ''] = start.trimStart().split('\n', 1);
	if (!line.startsWith('{')) return 'csv';
	return isObject(line) || (line.length === start.trimStart().length && /^\{\s*"/.test(line))
		? 'ndjson'
		: 'csv';
}

function isObject(line: string): boolean {
	try {
		return typeof JSON.parse(line) === 'object';
	} catch {
		return false;
	}
}

/**
 * The delimiter of a CSV file: the one by which the most rows have as many cells as the header; of several,
 * the one by which the fewest quotation marks are left in the cells, then the one that makes the most columns.
 *
 * @param start the beginning of its text
 * @param isWhole whether that is all of it
 */
export function delimiterOf(start: string, isWhole: boolean): string {
	const [best] = DELIMITERS.map((delimiter) => ({ delimiter, ...fitOf(start, isWhole, delimiter) }))
		.filter(({ columns }) => columns > 1)
		.sort((a, b) => b.share - a.share || a.quotes - b.quotes || b.columns - a.columns);
	return best?.delimiter ?? DELIMITERS[0]!;
}

function fitOf(
	start: string,
	isWhole: boolean,
	delimiter: string,
): { columns: number; share: number; quotes: number } {
	const splitter = new RowSplitter(delimiter);
	splitter.push(start, isWhole);
	const rows = splitter.next();
	const cells = (rows?.ends ?? [])
		.map((end, i) => (rows!.faults.has(i) ? '' : rows!.text.slice(rows!.starts[i], end)))
		.filter((text) => text !== '')
		.slice(0, MAX_ROWS)
		.map((text) => cellsOfRow(text, delimiter) ?? []);
	const [header, ...others] = cells;
	// A header that is longer than what is known of the file.
	if (!header) return { columns: start.split(delimiter).length, share: 0, quotes: 0 };
	const fitting = others.filter(({ length }) => length === header.length).length;
	return {
		columns: header.length,
		share: others.length === 0 ? 0 : fitting / others.length,
		quotes: cells.flat().filter((cell) => cell.includes('"')).length,
	};
}

/** What may be written for delimiters that are not seen. */
const NAMES = new Map([
	['\\t', '\t'],
	['tab', '\t'],
]);

/**
 * The delimiter that the user gives; undefined to find it.
 *
 * @throws ItemError where cells cannot be told apart by it
 */
export function readDelimiter(text: string): string | undefined {
	if (text === '') return undefined;
	const delimiter = NAMES.get(text.toLowerCase()) ?? text;
	if (isDelimiter(delimiter)) return delimiter;
	throw itemError(
		`"Delimiter" is ${JSON.stringify(text)}, which is not one character`,
		'Give the character between two cells, such as ; or \\t for a tab, or leave it empty to find it',
	);
}
