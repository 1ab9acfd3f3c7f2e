import type { BinaryFile } from './bytes/binaryFile';
import { BLOCK_BYTES, blocksOf } from './bytes/blocks';
import { CsvHeader } from './rows/csvHeader';
import { takeHeader } from './rows/csvStart';
import { itemError } from '../fields/itemError';
import { itemErrorAt } from './itemErrorAt';
import { figure } from '../results/totals';
import type { FileOptions } from './fileOptions';
import type { RowBatch, RowFormat } from './rows/fileRow';
import { delimiterOf, formatOf, readDelimiter } from './rows/format';
import { gunzip, isGzip } from './bytes/gunzip';
import { type Part, rangeOf, readPart } from './rows/part';
import { peek } from './bytes/peek';
import { csvReader, ndjsonReader, type RowReader } from './rows/rowReaders';
import { RowSplitter } from './rows/rowSplitter';
import { type Range, type RowTexts, splitRows, type Yielder } from './rows/rowText';
import { decode } from './bytes/decode';

const WHOLE: Range = { from: 0, to: Number.POSITIVE_INFINITY };

/** What is found out of a file before its rows are read. */
interface Opened {
	format: RowFormat;
	/** Of cells; what stands in its place in NDJSON means nothing. */
	delimiter: string;
	/** Of a CSV file: what NDJSON is made of is not known before it is read. */
	header?: CsvHeader;
	rows: AsyncGenerator<RowTexts>;
	read: RowReader;
}

/** A file whose rows are about to be read. */
export class RowFile {
	/** Number of the last row that was read. */
	lastRow = 0;

	private constructor(
		private readonly opened: Opened,
		private readonly chunks: AsyncGenerator<Uint8Array>,
		private readonly options: FileOptions,
	) {}

	/**
	 * Opens a file and reads what stands before its rows.
	 *
	 * @throws ItemError where it cannot be read, or not in the way that the options say
	 */
	static async open(file: BinaryFile, options: FileOptions, eventLoop: Yielder): Promise<RowFile> {
		const chunks = file.chunks();
		let opened: Opened | undefined;
		try {
			opened = await start(file, chunks, options, eventLoop);
			return new RowFile(opened, chunks, options);
		} finally {
			if (!opened) await chunks.return(undefined);
		}
	}

	get format(): RowFormat {
		return this.opened.format;
	}

	get delimiter(): string {
		return this.opened.delimiter;
	}

	get header(): CsvHeader | undefined {
		return this.opened.header;
	}

	/**
	 * The rows to send, some hundred at a time; to be called once. The file is closed when the loop ends.
	 *
	 * @throws ItemError where the rest of the file cannot be read; its message names the last row that was
	 */
	async *batches(): AsyncGenerator<RowBatch> {
		const { fromRow = 1, maxRows = 0 } = this.options;
		const { rows: texts, read } = this.opened;
		let left = maxRows > 0 ? maxRows : Number.POSITIVE_INFINITY;
		try {
			for await (const text of texts) {
				const from = Math.max(text.from, fromRow - text.firstRow);
				const rows = from < text.to ? read(text, from, text.to).slice(0, left) : [];
				if (rows.length > 0) yield { rows, characters: text.text.length };
				left -= rows.length;
				this.lastRow = text.firstRow + text.ends.length - 1;
				if (left === 0) return;
			}
		} catch (error) {
			throw itemErrorAt(`The file cannot be read beyond row ${figure(this.lastRow)}`, error);
		} finally {
			await this.close();
		}
	}

	/** Closes a file whose rows are not read. */
	async close(): Promise<void> {
		await this.chunks.return(undefined);
	}
}

async function start(
	file: BinaryFile,
	chunks: AsyncGenerator<Uint8Array>,
	options: FileOptions,
	eventLoop: Yielder,
): Promise<Opened> {
	const chosen = readDelimiter(options.delimiter ?? '');
	const { blocks, range } = await openBlocks(file, chunks, readPart(options.part ?? ''));
	const encoding = options.encoding === 'auto' ? undefined : options.encoding;
	// As much of it whatever the part, so that all parts find out the same.
	const { taken, all } = await peek(
		decode(blocks, encoding, [range.from, range.to]),
		({ end }) => end >= BLOCK_BYTES,
	);
	const sample = taken.map(({ text }) => text).join('');
	const format = options.fileFormat === 'auto' ? formatOf(sample) : options.fileFormat;
	const delimiter = chosen ?? delimiterOf(sample, taken.at(-1)?.isLast === true);
	const splitter = new RowSplitter(format === 'csv' ? delimiter : undefined);
	const texts = splitRows(all, splitter, range, eventLoop);
	if (format === 'ndjson') return { format, delimiter, rows: texts, read: ndjsonReader };
	const { header, rows } = await takeHeader(texts, delimiter);
	return { format, delimiter, header, rows, read: csvReader(header, delimiter) };
}

/** The file's bytes, unpacked, and which of them to read. */
async function openBlocks(
	file: BinaryFile,
	chunks: AsyncGenerator<Uint8Array>,
	part: Part | undefined,
) {
	const { taken, all } = await peek(blocksOf(chunks), () => true);
	const [first] = taken;
	const isPacked = first !== undefined && isGzip(first);
	if (isPacked && part) {
		throw itemError(
			'A compressed file cannot be read in parts',
			'Unpack it before this node, with the node Compression, or leave "Part" empty',
		);
	}
	const range = part ? rangeOf(part, await file.size()) : WHOLE;
	return { blocks: isPacked ? blocksOf(gunzip(all)) : all, range };
}
