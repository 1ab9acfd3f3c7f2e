import { isDotted } from '../path';
import { bare, isBlank, UNSEEN } from './blank';
import { damageIn } from './damage';
import { blankValue, itemError, quoted } from './itemError';

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
	return readId(fitForPath(value, `The ${what} ID`), what, field);
}

/** Reads what names something, such as an identity or a tag: as an id, without blanks around it. */
export function readName(value: unknown, field: string): string {
	const name = typeof value === 'string' ? bare(value) : value;
	return checked(name, `"${field}"`, `Map the field that holds it to "${field}"`);
}

/** As `readName`, for a name that becomes a part of an address. */
export function readPathName(value: unknown, field: string): string {
	return readName(fitForPath(value, `"${field}"`), field);
}

/** What programs write where there is nothing: all such items would be taken for one. */
const WORDS_FOR_NOTHING = new Set([
	'undefined',
	'null',
	'NaN',
	'[object Object]',
	'NULL',
	'(null)',
	'<NA>',
	'nan',
	'NaT',
]);

/**
 * The number of a column that also has empty cells, as pandas and others export it: 12345.0. Shorter ones
 * are versions.
 */
const FLOAT = /^\d{4,}\.0+$/;

/** @param subject what the message begins with, such as "The contact ID" */
function checked(value: unknown, subject: string, hint: string): string {
	if (isBlank(value)) throw blankValue(subject, hint);
	if (typeof value === 'number') return exact(value, subject);
	if (typeof value === 'bigint') return String(value);
	if (typeof value !== 'string')
		throw itemError(`${subject} is not a text or a number: ${quoted(value)}`, hint);
	if (/\p{Cc}/u.test(value)) {
		throw itemError(
			`${subject} holds a control character, such as a line break or a tab: ${quoted(value)}`,
			'Remove it from the data; it may come from a copied or imported cell',
		);
	}
	if (UNSEEN.test(value)) {
		throw itemError(
			`${subject} holds a character that is not seen: ${quoted(value)}`,
			'Remove it in the data; it may have come with a copied text',
		);
	}
	if (FLOAT.test(value)) {
		throw itemError(
			`${subject} is a whole number that a program has written with decimals: ${quoted(value)}`,
			'Make the column one of texts where it is exported, or map {{ parseInt($json.field) }}',
		);
	}
	if (WORDS_FOR_NOTHING.has(value)) {
		throw itemError(`${subject} is ${quoted(value)}, which stands for a missing value`, hint);
	}
	const damage = damageIn(value);
	if (damage === undefined) return value;
	throw itemError(`${subject} ${damage.what}: ${quoted(value)}`, damage.hint);
}

function exact(value: number, subject: string): string {
	if (Number.isSafeInteger(value)) return String(value);
	throw itemError(
		`${subject} is not a whole number that can be kept exactly: ${value}`,
		'Make it a text in the data, so that no digit is lost',
	);
}

function fitForPath(id: unknown, subject: string): unknown {
	if (typeof id !== 'string' || !isDotted(id)) return id;
	throw itemError(
		`${subject} ${quoted(id)} cannot be used in an address`,
		'Use one that does not consist of dots only',
	);
}
