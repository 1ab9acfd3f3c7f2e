import type { Encoding } from './bytes/encoding';
import type { RowFormat } from './rows/fileRow';

/** How a file is to be read; see `properties.ts`. */
export interface FileOptions {
	fileFormat: 'auto' | RowFormat;
	/** Empty to find it. */
	delimiter?: string;
	encoding?: 'auto' | Encoding;
	/** Number of the first row to send. */
	fromRow?: number;
	/** 0 for all. */
	maxRows?: number;
	/** Such as `2 of 7`; empty for the whole file. */
	part?: string;
}
