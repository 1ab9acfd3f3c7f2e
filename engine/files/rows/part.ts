import { itemError } from '../../fields/itemError';

/** Which of how many parts of a file to read; both from 1. */
export interface Part {
	number: number;
	of: number;
}

const HINT =
	'Write which part of how many to read, such as 2 of 7, or leave it empty for the whole file';

/**
 * @param text such as `2 of 7` or `2/7`; empty for the whole file
 * @throws ItemError where it is none
 */
export function readPart(text: string): Part | undefined {
	if (text.trim() === '') return undefined;
	const [, number, of] = /^\s*(\d{1,6})\s*(?:of|\/)\s*(\d{1,6})\s*$/i.exec(text)?.map(Number) ?? [];
	if (number === undefined || of === undefined) throw itemError('"Part" is not like 2 of 7', HINT);
	if (number < 1 || number > of)
		throw itemError(`"Part" is ${number} of ${of}: there is no such part`, HINT);
	return { number, of };
}

/** Where a part begins and ends in a file, in bytes: rows that begin there are its own. */
export function rangeOf({ number, of }: Part, bytes: number): { from: number; to: number } {
	const cut = (n: number) => Math.floor((bytes / of) * n);
	// The last one ends with the file, whatever n8n says of its size.
	return { from: cut(number - 1), to: number === of ? Number.POSITIVE_INFINITY : cut(number) };
}
