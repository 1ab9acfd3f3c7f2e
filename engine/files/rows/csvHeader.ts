import type { IDataObject } from 'n8n-workflow';

import { itemError, quoted } from '../../fields/itemError';
import { counted, figure } from '../../results/totals';
import type { FileRow } from './fileRow';
import { resultColumnsIn } from '../results/resultColumns';

/** The first row of a CSV file, and what it makes of the others. */
export class CsvHeader {
	/** Own columns, as they stand in the file. */
	readonly columns: string[];
	/** What their cells are called in a row's `json`: each name once. */
	readonly names: string[];
	/** What the user should know of them. */
	readonly warnings: string[] = [];
	private readonly resultColumns: number;
	private readonly define: (json: IDataObject, name: string, value: string) => void;

	constructor(readonly cells: string[]) {
		this.resultColumns = resultColumnsIn(cells);
		this.columns = cells.slice(0, cells.length - this.resultColumns);
		this.names = this.nameColumns();
		this.define = this.names.includes('__proto__') ? defineField : setField;
	}

	/** @param cells undefined where there are too many to read */
	rowOf(row: number, cells: string[] | undefined, text: () => string): FileRow {
		if (!cells || !this.isComplete(cells))
			return this.ragged(row, cells ?? [text()], cells?.length);
		const { names, define } = this;
		const json: IDataObject = {};
		for (let i = 0; i < names.length; i++) {
			const cell = cells[i]!;
			// As n8n's Extract from File does: an empty cell is a field that the row has not.
			if (cell !== '') define(json, names[i]!, cell);
		}
		return { row, json };
	}

	/** Cells beyond the header's mean nothing where they are empty; in a file of results they would hide a shift. */
	private isComplete(cells: string[]): boolean {
		const width = this.cells.length;
		if (cells.length <= width) return cells.length === width;
		return this.resultColumns === 0 && cells.slice(width).every((cell) => cell === '');
	}

	private ragged(row: number, cells: string[], count: number | undefined): FileRow {
		const has = count === undefined ? 'far more cells than' : `${counted(count, 'cell')}, and`;
		const error = itemError(
			`The row has ${has} the header ${counted(this.cells.length, 'column')}`,
			'Give it a cell for each column; a text that holds the delimiter or a line break stands in quotation marks',
		);
		return { row, json: {}, unreadable: { error, cells } };
	}

	/** As n8n names the columns of a workbook: the second `email` is `email_1`. */
	private nameColumns(): string[] {
		const taken = new Set(this.columns);
		const seen = new Set<string>();
		const lastNamed = this.columns.findLastIndex((column) => column !== '');
		return this.columns.map((column, i) => {
			if (column !== '' && !seen.has(column)) {
				seen.add(column);
				return column;
			}
			const name = freeName(column === '' ? `column_${i + 1}` : column, taken, column === '');
			taken.add(name);
			const what =
				column === '' ? 'has no name' : `is called ${quoted(column)} like an earlier one`;
			// Delimiters behind the last column are usual, and nothing stands there.
			if (i < lastNamed || column !== '')
				this.warnings.push(`Column ${figure(i + 1)} ${what}: it is read as ${quoted(name)}`);
			return name;
		});
	}
}

function freeName(name: string, taken: Set<string>, isNew: boolean): string {
	if (isNew && !taken.has(name)) return name;
	for (let n = 1; ; n++) {
		if (!taken.has(`${name}_${n}`)) return `${name}_${n}`;
	}
}

const setField = (json: IDataObject, name: string, value: string): void => {
	json[name] = value;
};

/** An assignment to `__proto__` would set something else. */
const defineField = (json: IDataObject, name: string, value: string): void => {
	Object.defineProperty(json, name, {
		value,
		enumerable: true,
		configurable: true,
		writable: true,
	});
};
