import type { RowSplitter, SplitRows } from './rowSplitter';
import type { TextBlock } from '../bytes/decode';

/** Rows of a file that are not read yet, as text. */
export interface RowTexts extends SplitRows {
	/** Number of the first of them. */
	firstRow: number;
	/** Indexes of the first one of the part that is read, and of the first one after it. */
	from: number;
	to: number;
	/** Some of their bytes are no characters. */
	hasStrays: boolean;
}

/** What gives the event loop back where it has been held for long. */
export interface Yielder {
	yieldIfOverBudget(): Promise<void>;
}

/** The part of a file that is read, in bytes. */
export interface Range {
	from: number;
	to: number;
}

/**
 * Splits a file's text into rows, from its start: so all of them have their number, and quotation marks are
 * known to be open or closed wherever a part begins. Rows before the part are split only, at some hundred MB a
 * second. Ends with the part.
 *
 * @param blocks of which one ends at each end of the range
 */
export async function* splitRows(
	blocks: AsyncIterable<TextBlock>,
	splitter: RowSplitter,
	range: Range,
	eventLoop: Yielder,
): AsyncGenerator<RowTexts> {
	let characters = 0;
	let fromCharacter = range.from === 0 ? 0 : Number.POSITIVE_INFINITY;
	let toCharacter = range.to === 0 ? 0 : Number.POSITIVE_INFINITY;
	let firstRow = 1;
	let hasStrays = false;
	for await (const block of blocks) {
		characters += block.text.length;
		hasStrays = block.hasStrays || (hasStrays && splitter.isWithinRow);
		if (block.end === range.from) fromCharacter = Math.min(fromCharacter, characters);
		if (block.end === range.to) toCharacter = Math.min(toCharacter, characters);
		splitter.push(block.text, block.isLast);
		for (let rows = splitter.next(); rows; rows = splitter.next()) {
			await eventLoop.yieldIfOverBudget();
			const indexOf = (character: number) => firstFrom(rows!, character);
			const texts = {
				...rows,
				firstRow,
				from: indexOf(fromCharacter),
				to: indexOf(toCharacter),
				hasStrays,
			};
			firstRow += rows.ends.length;
			yield texts;
			if (texts.to < rows.ends.length) return;
		}
		await eventLoop.yieldIfOverBudget();
	}
}

/** The first row that begins at a character of the file or after it; as many as there are where none does. */
function firstFrom({ starts, base }: SplitRows, character: number): number {
	if (base + (starts.at(-1) ?? 0) < character) return starts.length;
	return starts.findIndex((start) => base + start >= character);
}
