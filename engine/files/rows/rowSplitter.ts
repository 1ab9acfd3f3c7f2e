import { Finder, indexOrEnd } from './finder';

/** Characters that a row may have, line breaks in its quotes included; one that is longer is read over. */
export const MAX_ROW_CHARACTERS = 16_000_000;

/** Characters and rows that are handed out at a time, so that neither a backlog nor short rows are long work. */
const MAX_PIECE_CHARACTERS = 64 * 1024;
const MAX_PIECE_ROWS = 4096;

/** What is kept of the text of a row that is too long, to show which one it is. */
const MAX_HEAD_CHARACTERS = 1000;

/** Why a row cannot be read. */
export type RowFault = 'tooLong' | 'quotes';

/** Complete rows, in a row. */
export interface SplitRows {
	text: string;
	/** Position of the text within the file's, in characters. */
	base: number;
	/** Where each row begins and ends in the text, its line break left out. */
	starts: number[];
	ends: number[];
	/** The line break that ends each of them; undefined where they differ. */
	lineBreak: '\n' | '\r\n' | undefined;
	/** Rows without a character. */
	blanks: number;
	/** By index; what is known of the text of one that is too long. */
	faults: Map<number, { fault: RowFault; head?: string }>;
}

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** What `trim` takes away: between a closing quotation mark and the delimiter it means nothing. */
const isSpace = (code: number): boolean =>
	code === 0x20 ||
	(code >= 0x09 && code <= 0x0d) ||
	code === 0xa0 ||
	(code >= 0x1680 && /\s/.test(String.fromCharCode(code)));

/** A quotation mark that is open. */
interface OpenQuote {
	at: number;
	/** One after it stands where it should not. */
	hasStray: boolean;
	/** Where its line ends, once that has been looked for; the text's length where the end is not there yet. */
	lineEnd?: number;
}

/**
 * Splits text into rows as it comes, in constant memory.
 *
 * A row ends with a line break (LF, CRLF or CR) outside quotation marks. These open at the beginning of a cell
 * only, and close before a delimiter or the row's end; one that stands otherwise within a cell in quotation
 * marks is taken as text as long as the cell closes on the same line. Where it does not, or never closes, the
 * row is at fault and ends with its line, so that it costs no other.
 */
export class RowSplitter {
	private text = '';
	private base = 0;
	/** Where the row begins; before the text for one that is too long. */
	private rowStart = 0;
	/** Up to where the text has been looked through. */
	private position = 0;
	private open: OpenQuote | undefined;
	private isLast = false;
	/** How a row begins that is too long. */
	private head: string | undefined;
	private readonly lf = new Finder('\n');
	private readonly cr = new Finder('\r');
	private readonly quote = new Finder('"');

	/** @param delimiter of cells; undefined where quotation marks mean nothing, as in NDJSON */
	constructor(
		private readonly delimiter: string | undefined,
		private readonly maxRowCharacters = MAX_ROW_CHARACTERS,
	) {}

	/** Whether a row has begun that is not complete. */
	get isWithinRow(): boolean {
		return this.rowStart < this.text.length;
	}

	/** @param isLast whether the text ends with this piece */
	push(text: string, isLast: boolean): void {
		const { length } = this.text;
		this.text = length === 0 ? text : this.text + text;
		this.isLast = isLast;
		for (const finder of [this.lf, this.cr, this.quote]) finder.grown(length);
		if (this.open?.lineEnd === length) this.open.lineEnd = undefined;
	}

	/** @returns undefined until more is pushed */
	next(): SplitRows | undefined {
		const { text, base } = this;
		const rows: SplitRows = {
			text,
			base,
			starts: [],
			ends: [],
			lineBreak: undefined,
			blanks: 0,
			faults: new Map(),
		};
		const limit = Math.max(this.rowStart, 0) + MAX_PIECE_CHARACTERS;
		while (this.rowStart < limit && rows.ends.length < MAX_PIECE_ROWS && this.step(rows));
		if (this.isLast && this.position >= text.length && this.isWithinRow)
			this.endRow(rows, text.length, 0);
		this.forget();
		return rows.ends.length > 0 ? rows : undefined;
	}

	/** Goes on to the next quotation mark or line break that counts. @returns false where more text is needed */
	private step(rows: SplitRows): boolean {
		if (this.open) return this.closeQuote(rows, this.open);
		const { text, position } = this;
		const lineEnd = Math.min(this.lf.next(text, position), this.cr.next(text, position));
		const quote = this.delimiter === undefined ? text.length : this.quote.next(text, position);
		if (quote < lineEnd) {
			if (this.opensCell(quote)) this.open = { at: quote, hasStray: false };
			this.position = quote + 1;
			return true;
		}
		this.position = lineEnd;
		if (lineEnd === text.length || this.mayBeHalf(lineEnd)) return false;
		this.endRow(rows, lineEnd, lineBreakLength(text, lineEnd));
		return true;
	}

	/** @returns false where more text is needed */
	private closeQuote(rows: SplitRows, open: OpenQuote): boolean {
		const { text } = this;
		const quote = this.quote.next(text, this.position);
		if (this.isSpoilt(open, quote)) {
			rows.faults.set(rows.ends.length, { fault: 'quotes' });
			const { lineEnd = text.length } = open;
			this.open = undefined;
			this.endRow(rows, lineEnd, lineBreakLength(text, lineEnd));
			this.quote.restart();
			return true;
		}
		this.position = quote;
		if (quote === text.length) return false;
		if (text.charCodeAt(quote + 1) === QUOTE) {
			this.position = quote + 2;
			return true;
		}
		const after = this.skipSpaces(quote + 1);
		if (after === text.length && !this.isLast) return false;
		if (after === text.length || this.endsCell(after)) {
			this.open = undefined;
			this.position = after;
		} else {
			open.hasStray = true;
			this.position = quote + 1;
		}
		return true;
	}

	/** Whether a quotation mark is known not to close as it should, at the next one or where there is none. */
	private isSpoilt(open: OpenQuote, quote: number): boolean {
		const { text, isLast } = this;
		const isGivenUp =
			quote === text.length && (isLast || text.length - this.rowStart > this.maxRowCharacters);
		if (!open.hasStray && !isGivenUp) return false;
		const start = Math.max(0, open.at);
		open.lineEnd ??= Math.min(indexOrEnd(text, '\n', start), indexOrEnd(text, '\r', start));
		if (!isGivenUp && quote < open.lineEnd) return false;
		return isLast || (open.lineEnd < text.length && !this.mayBeHalf(open.lineEnd));
	}

	/** A CR at the end can be half of a line break. */
	private mayBeHalf(lineEnd: number): boolean {
		return !this.isLast && lineEnd === this.text.length - 1 && this.text.charCodeAt(lineEnd) === CR;
	}

	private opensCell(quote: number): boolean {
		return quote === this.rowStart || this.text[quote - 1] === this.delimiter;
	}

	private endsCell(at: number): boolean {
		const code = this.text.charCodeAt(at);
		return code === LF || code === CR || this.text[at] === this.delimiter;
	}

	private skipSpaces(from: number): number {
		let at = from;
		while (at < this.text.length && !this.endsCell(at) && isSpace(this.text.charCodeAt(at))) at++;
		return at;
	}

	private endRow(rows: SplitRows, end: number, lineBreak: number): void {
		const { text, rowStart } = this;
		const index = rows.ends.length;
		if (this.head !== undefined) rows.faults.set(index, { fault: 'tooLong', head: this.head });
		else if (end === rowStart) rows.blanks++;
		const written = lineBreak === 2 ? '\r\n' : text.charCodeAt(end) === LF ? '\n' : undefined;
		rows.lineBreak = index === 0 || rows.lineBreak === written ? written : undefined;
		rows.starts.push(rowStart);
		rows.ends.push(end);
		this.rowStart = this.position = end + lineBreak;
		this.head = undefined;
	}

	/** Lets go of the rows that are handed out, and of a row's text once it is too long. */
	private forget(): void {
		const { text, rowStart } = this;
		const isTooLong =
			text.length - rowStart > this.maxRowCharacters && this.position >= text.length - 1;
		if (isTooLong) this.head ??= text.slice(rowStart, rowStart + MAX_HEAD_CHARACTERS);
		// What stands before a quotation mark tells whether it opens a cell.
		const dropped = this.head === undefined ? rowStart : Math.max(0, this.position - 1);
		this.text = text.slice(dropped);
		this.base += dropped;
		this.rowStart -= dropped;
		this.position -= dropped;
		for (const finder of [this.lf, this.cr, this.quote]) finder.dropped(dropped);
		if (!this.open) return;
		this.open.at -= dropped;
		if (this.open.lineEnd !== undefined) this.open.lineEnd -= dropped;
	}
}

const lineBreakLength = (text: string, at: number): number => {
	if (at === text.length) return 0;
	return text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF ? 2 : 1;
};
