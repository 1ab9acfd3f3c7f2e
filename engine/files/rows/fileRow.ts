import type { IDataObject } from 'n8n-workflow';

import type { ItemError } from '../../fields/itemError';

/** A row of a file, read as an item is. */
export interface FileRow {
	/** Its number, as a spreadsheet counts: the header of a CSV file is row 1, empty rows count. */
	row: number;
	/** Its fields, as an item's `json`; empty where it cannot be read. */
	json: IDataObject;
	/** Why it cannot be read, and what stands in the file, cell by cell as far as these can be told apart. */
	unreadable?: { error: ItemError; cells: string[] };
}

/** Rows that are read at a time. */
export interface RowBatch {
	rows: FileRow[];
	/** Characters that stay in memory as long as one of the rows, or a text of one, does. */
	characters: number;
}

/** The form of a file's rows. */
export type RowFormat = 'csv' | 'ndjson';
