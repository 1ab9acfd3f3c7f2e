import type { IDataObject } from 'n8n-workflow';

import type { FileError } from '../fileError';

/** A row of a file, read as an item is. */
export interface FileRow {
	/** Its number, as a spreadsheet counts: the header of a CSV file is row 1, empty rows count. */
	row: number;
	/** Its fields, as an item's `json`; empty where it cannot be read. */
	json: IDataObject;
	/** Why it cannot be read, and what stands in the file, cell by cell as far as these can be told apart. */
	unreadable?: { error: FileError; cells: string[] };
}

/** The form of a file's rows. */
export type RowFormat = 'csv' | 'ndjson';
