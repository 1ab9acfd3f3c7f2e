import type { BinaryFile } from '../../../engine/files/bytes/binaryFile';
import type { FileOptions } from '../../../engine/files/fileOptions';
import type { FileRow } from '../../../engine/files/rows/fileRow';
import { RowFile } from '../../../engine/files/rowFile';

/** A file in memory that comes in chunks, and tells how much of it was read and whether it was closed. */
export class TestFile implements BinaryFile {
	name = 'test.csv';
	bytesRead = 0;
	isClosed = false;

	constructor(
		readonly bytes: Uint8Array,
		private readonly chunkBytes = 64 * 1024,
	) {}

	async size(): Promise<number> {
		return this.bytes.length;
	}

	async *chunks(): AsyncGenerator<Uint8Array> {
		try {
			for (let at = 0; at < this.bytes.length; at += this.chunkBytes) {
				const chunk = this.bytes.subarray(at, at + this.chunkBytes);
				this.bytesRead += chunk.length;
				yield chunk;
			}
		} finally {
			this.isClosed = true;
		}
	}
}

export const noYielder = { yieldIfOverBudget: async () => {} };

export const textFile = (text: string, chunkBytes?: number) =>
	new TestFile(Buffer.from(text), chunkBytes);

/** All rows of a file. */
export async function readRows(
	file: BinaryFile,
	options: Partial<FileOptions> = {},
): Promise<FileRow[]> {
	const opened = await RowFile.open(file, { fileFormat: 'auto', ...options }, noYielder);
	const rows: FileRow[] = [];
	for await (const batch of opened.batches()) rows.push(...batch.rows);
	return rows;
}

/** What the rows hold: the fields of those that can be read, the message of the others. */
export const shortened = (rows: FileRow[]) =>
	rows.map(({ row, json, unreadable }) => [row, unreadable?.error.message ?? json]);
