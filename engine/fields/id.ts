import { itemError } from './itemError';

/**
 * Reads an id: a text, or a whole number.
 *
 * @param what it identifies, in lower case, such as "contact"
 * @param field the parameter's name as the user sees it
 * @throws ItemError where there is none, or it would not arrive as it is
 */
export function readId(value: unknown, what: string, field: string): string {
	if (typeof value === 'number' && !Number.isSafeInteger(value)) {
		throw itemError(
			`The ${what} ID ${value} is not a whole number that can be held exactly`,
			'Make the ID a text in the data, so that none of its digits is lost',
		);
	}
	const id = typeof value === 'number' ? String(value) : value;
	if (typeof id !== 'string' || id.trim() === '') {
		throw itemError(
			id === undefined || id === null || id === '' ? `The ${what} ID is empty` : `The ${what} ID is not a text or a number`,
			`Map the field that holds the ID of the ${what} to "${field}"`,
		);
	}
	if (!id.isWellFormed()) {
		throw itemError(
			`The ${what} ID holds half of a character (a lone surrogate)`,
			'Correct the ID in the data; it may have been cut in the middle of an emoji',
		);
	}
	return id;
}
