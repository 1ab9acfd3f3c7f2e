import { isBlank } from './blank';
import { itemError, quoted } from './itemError';

/**
 * Reads an id: a text, which is kept exactly as it is, or a whole number.
 *
 * @param what it identifies, in lower case, such as "contact"
 * @param field the parameter's name as the user sees it
 * @throws ItemError where there is none, or it would not arrive as it is
 */
export function readId(value: unknown, what: string, field: string): string {
	return checked(
		value,
		`The ${what} ID`,
		`Map the field that holds the ID of the ${what} to "${field}"`,
	);
}

/** As `readId`, for an id that becomes a part of an address. */
export function readPathId(value: unknown, what: string, field: string): string {
	return fitForPath(readId(value, what, field), `The ${what} ID`);
}

/** Reads what names something, such as an identity or a tag: as an id, without blanks around it. */
export function readName(value: unknown, field: string): string {
	const bare = typeof value === 'string' ? value.trim() : value;
	return checked(bare, `"${field}"`, `Map the field that holds it to "${field}"`);
}

/** As `readName`, for a name that becomes a part of an address. */
export function readPathName(value: unknown, field: string): string {
	return fitForPath(readName(value, field), `"${field}"`);
}

/** What JavaScript and JSON write where there is nothing: all such items would be taken for one. */
const WORDS_FOR_NOTHING = new Set(['undefined', 'null', 'NaN', '[object Object]']);

/** @param subject what the message begins with, such as "The contact ID" */
function checked(value: unknown, subject: string, hint: string): string {
	if (isBlank(value)) throw itemError(`${subject} is empty`, hint);
	if (typeof value === 'number') return exact(value, subject);
	if (typeof value === 'bigint') return String(value);
	if (typeof value !== 'string')
		throw itemError(`${subject} is not a text or a number: ${quoted(value)}`, hint);
	if (!value.isWellFormed()) {
		throw itemError(
			`${subject} holds half a character (a lone surrogate)`,
			'Correct it in the data; it may have been cut in the middle of an emoji',
		);
	}
	if (/\p{Cc}/u.test(value)) {
		throw itemError(
			`${subject} holds a control character, such as a line break or a tab: ${quoted(value)}`,
			'Remove it from the data; it may come from a copied or imported cell',
		);
	}
	if (WORDS_FOR_NOTHING.has(value)) {
		throw itemError(`${subject} is ${quoted(value)}, which stands for a missing value`, hint);
	}
	return value;
}

function exact(value: number, subject: string): string {
	if (Number.isSafeInteger(value)) return String(value);
	throw itemError(
		`${subject} is not a whole number that can be kept exactly: ${value}`,
		'Make it a text in the data, so that no digit is lost',
	);
}

/** "." and ".." lead to another address, also where blanks around them are dropped on the way. */
function fitForPath(id: string, subject: string): string {
	if (!/^\s*\.+\s*$/.test(id)) return id;
	throw itemError(
		`${subject} ${quoted(id)} cannot be used in an address`,
		'Use one that does not consist of dots only',
	);
}
