import type { IDataObject } from 'n8n-workflow';

import { cellsOf } from './cells';
import type { CsvHeader } from './csvHeader';
import { type ItemError, itemError } from '../../fields/itemError';
import { figure } from '../../results/totals';
import type { FileRow } from './fileRow';
import { RESULT_FIELD } from '../results/resultColumns';
import { MAX_ROW_CHARACTERS, type RowFault } from './rowSplitter';
import type { RowTexts } from './rowText';

/** Makes rows of their text, from one index to before another; those without a character are none. */
export type RowReader = (rows: RowTexts, from: number, to: number) => FileRow[];

/** Reads the rows below a CSV file's header. */
export function csvReader(header: CsvHeader, delimiter: string): RowReader {
	return (rows, from, to) => {
		const indexes: number[] = [];
		for (let i = from; i < to; i++) {
			if (rows.ends[i] !== rows.starts[i] && !rows.faults.has(i)) indexes.push(i);
		}
		const cells = cellsOf(rows, indexes, delimiter);
		const read = indexes.map((index, i) =>
			header.rowOf(rows.firstRow + index, cells[i], () => textOf(rows, index)),
		);
		return withFaults(rows, from, to, read);
	};
}

/** Reads NDJSON: one object a line. */
export const ndjsonReader: RowReader = (rows, from, to) => {
	const read: FileRow[] = [];
	for (let i = from; i < to; i++) {
		const text = textOf(rows, i);
		if (text.trim() !== '' && !rows.faults.has(i)) read.push(jsonRow(rows.firstRow + i, text));
	}
	return withFaults(rows, from, to, read);
};

function jsonRow(row: number, text: string): FileRow {
	const json = objectIn(text);
	if (json) {
		// What a file of results says of the row is not part of it.
		delete json[RESULT_FIELD];
		return { row, json };
	}
	const error = itemError(
		'The row is not a JSON object',
		'Write one object a line, such as {"contactId": "1"}, with its names and texts in quotation marks',
	);
	return { row, json: {}, unreadable: { error, cells: [text] } };
}

function objectIn(text: string): IDataObject | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value)
			? (value as IDataObject)
			: undefined;
	} catch {
		return undefined;
	}
}

/** Adds the rows that cannot be read, and takes those for such whose bytes are no characters. */
function withFaults(rows: RowTexts, from: number, to: number, read: FileRow[]): FileRow[] {
	const { faults, hasStrays } = rows;
	const all = hasStrays
		? read.map((row) => withoutStrays(row, textOf(rows, row.row - rows.firstRow)))
		: read;
	if (faults.size === 0) return all;
	for (const [index, { fault, head }] of faults) {
		if (index < from || index >= to) continue;
		const cells = [head ?? textOf(rows, index)];
		all.push({
			row: rows.firstRow + index,
			json: {},
			unreadable: { error: FAULTS[fault](), cells },
		});
	}
	return all.sort((a, b) => a.row - b.row);
}

function withoutStrays(row: FileRow, text: string): FileRow {
	if (row.unreadable || !text.includes('\ufffd')) return row;
	const error = itemError(
		'The row has bytes that are no characters in the encoding of the file',
		'Set the option Encoding to that of the file, or save it as UTF-8',
	);
	return { row: row.row, json: {}, unreadable: { error, cells: [text] } };
}

/** What is wrong with a row at fault. */
export const FAULTS: Record<RowFault, () => ItemError> = {
	quotes: () =>
		itemError(
			'A quotation mark is not closed, or stands within a text that is in quotation marks itself',
			'Close it at the end of the cell, and write a quotation mark within a text twice: ""',
		),
	tooLong: () =>
		itemError(
			`The row has more than ${figure(MAX_ROW_CHARACTERS)} characters`,
			'Leave out the column that is so long, or check that the file has line breaks between its rows',
		),
};

const textOf = ({ text, starts, ends }: RowTexts, index: number) =>
	text.slice(Math.max(0, starts[index]!), ends[index]);
