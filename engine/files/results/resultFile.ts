import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { BinaryWriter } from './binaryWriter';
import type { FileRow } from '../rows/fileRow';
import { Papa } from '../libraries';
import { ALL_RESULT_COLUMNS, RESULT_COLUMNS, RESULT_FIELD } from './resultColumns';
import type { RowFile } from '../rowFile';

/** How a row ended. */
export interface RowResult {
	outcome: 'accepted' | 'rejected' | 'unknown' | 'notSent';
	/** What went wrong, and what to do; of a row that was not accepted. */
	error?: string;
	message?: string;
	httpCode?: number;
	/** What the vendor gave for it, such as a receipt; of a row that was accepted. */
	result?: IDataObject | IDataObject[];
}

/** Which rows a file of results holds. */
export type ResultScope = 'failures' | 'results';

/** Rows with their results as the lines of a file. */
interface LineFormat {
	extension: string;
	mimeType: string;
	start: string;
	lineOf(row: FileRow, result: RowResult): string;
}

/**
 * A file of rows and how they ended, in the form of the file that they came from: their own columns first and
 * unchanged, so that the rows can be corrected and sent again as they are. The columns of results are left out
 * then (`resultColumnsIn`). A row that cannot be read is written so that it cannot be read then either.
 */
export class ResultFile {
	private readonly writer: BinaryWriter;
	private readonly lines: LineFormat;

	/** @param name of the file that the rows came from */
	constructor(
		prepareBinaryData: IExecuteFunctions['helpers']['prepareBinaryData'],
		source: RowFile,
		name: string,
		scope: ResultScope,
	) {
		this.lines = source.header
			? csvLines(source.header, source.delimiter, scope)
			: ndjsonLines(scope);
		const base = name.replace(/\.gz$/i, '').replace(/\.[^./\\]*$/, '') || 'rows';
		const { extension, mimeType, start } = this.lines;
		this.writer = new BinaryWriter(
			prepareBinaryData,
			`${base}-${scope}.${extension}`,
			mimeType,
			start,
		);
	}

	add(row: FileRow, result: RowResult): void {
		this.writer.write(this.lines.lineOf(row, result));
	}

	/** Resolves when there is room for more. */
	async ready(): Promise<void> {
		await this.writer.ready();
	}

	/** @returns the file for an item's `binary`; undefined where no row was added */
	async end(): Promise<IBinaryData | undefined> {
		return await this.writer.end();
	}
}

function csvLines(
	{ columns, names }: NonNullable<RowFile['header']>,
	delimiter: string,
	scope: ResultScope,
): LineFormat {
	const lineOf = (cells: string[]) =>
		`${Papa.unparse([cells], { delimiter, newline: '\r\n' })}\r\n`;
	const resultColumns = scope === 'results' ? ALL_RESULT_COLUMNS : RESULT_COLUMNS;
	return {
		extension: 'csv',
		mimeType: 'text/csv',
		// With its mark, UTF-8 is read as such by spreadsheets, and by this node whatever its Encoding.
		start: `\ufeff${lineOf([...columns, ...resultColumns])}`,
		lineOf(
			{ row, json, unreadable },
			{ outcome, error = '', message = '', httpCode = '', result },
		) {
			const cells = unreadable
				? stillUnreadable(unreadable.cells, columns.length)
				: names.map((name) => textOf(json[name]));
			const results = [row, outcome, error, message, httpCode].map((value) =>
				harmless(String(value)),
			);
			if (scope === 'results') results.push(result === undefined ? '' : JSON.stringify(result));
			return lineOf([...cells, ...results]);
		},
	};
}

function ndjsonLines(scope: ResultScope): LineFormat {
	return {
		extension: 'ndjson',
		mimeType: 'application/x-ndjson',
		start: '',
		lineOf({ row, json, unreadable }, { result, ...rest }) {
			const about = {
				row,
				...rest,
				...(scope === 'results' && result !== undefined && { result }),
			};
			// A list is no row, so that it cannot be sent before somebody makes one of it.
			const line = unreadable
				? [unreadable.cells.join(''), about]
				: { ...json, [RESULT_FIELD]: about };
			return `${JSON.stringify(line)}\n`;
		},
	};
}

/** As many cells as the file has columns would make a row of what is none. */
const stillUnreadable = (cells: string[], columns: number) =>
	cells.length === columns ? [...cells, ''] : cells;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * Texts of the vendor that a spreadsheet would compute. Own cells stay as they are: a phone number that begins
 * with a plus must be the same when it is sent again.
 */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
