import { cellsOfRow, MAX_COLUMNS } from './cells';
import { CsvHeader } from './csvHeader';
import { itemError } from '../../fields/itemError';
import { itemErrorAt } from '../itemErrorAt';
import { figure } from '../../results/totals';
import { peek } from '../bytes/peek';
import { FAULTS } from './rowReaders';
import type { RowTexts } from './rowText';

/**
 * Takes the header from a CSV file's rows: the first one that is not empty.
 *
 * @returns the header, without columns where the file is empty; its number, and the rows after it
 * @throws ItemError where it cannot be read
 */
export async function takeHeader(
	texts: AsyncGenerator<RowTexts>,
	delimiter: string,
): Promise<{ header: CsvHeader; headerRow: number; rows: AsyncGenerator<RowTexts> }> {
	const { taken, all } = await peek(texts, ({ ends, blanks }) => blanks < ends.length);
	const first = taken.at(-1);
	const index = first ? first.ends.findIndex((end, i) => end !== first.starts[i]) : -1;
	if (!first || index < 0) return { header: new CsvHeader([]), headerRow: 0, rows: all };
	const headerRow = first.firstRow + index;
	return {
		header: headerOf(first, index, delimiter, headerRow),
		headerRow,
		rows: below(all, headerRow),
	};
}

function headerOf(rows: RowTexts, index: number, delimiter: string, row: number): CsvHeader {
	const where = `Row ${figure(row)}`;
	const fault = rows.faults.get(index);
	if (fault) throw itemErrorAt(where, FAULTS[fault.fault]());
	const text = rows.text.slice(rows.starts[index], rows.ends[index]);
	if (rows.hasStrays && text.includes('\ufffd')) {
		throw itemError(
			`${where}: There are bytes that are no characters in the encoding of the file`,
			'Set the option Encoding',
		);
	}
	const cells = cellsOfRow(text, delimiter);
	if (cells) return new CsvHeader(cells);
	throw itemError(
		`${where}: There are more than ${figure(MAX_COLUMNS)} columns`,
		'Check that the delimiter is right and that the rows end with line breaks, or leave out columns that are not sent',
	);
}

/** The rows after one. */
async function* below(texts: AsyncGenerator<RowTexts>, row: number): AsyncGenerator<RowTexts> {
	for await (const rows of texts)
		yield { ...rows, from: Math.max(rows.from, row + 1 - rows.firstRow) };
}
