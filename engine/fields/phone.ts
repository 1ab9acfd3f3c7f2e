import { itemError } from './itemError';

/** E.164: at most 15 digits; the shortest numbers in use have seven with their country code. */
const MIN_DIGITS = 7;
const MAX_DIGITS = 15;

/** What may stand between the digits of a number. */
const PUNCTUATION = /[\s().\-/\u2010-\u2015\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u200b]/gu;

/**
 * Reads a phone number in any usual spelling, such as `+55 (19) 90000-1111` or `0046-70…`.
 *
 * @param field the parameter's name as the user sees it
 * @returns country code and number as digits only
 * @throws ItemError where it is not an international number
 */
export function readPhone(value: unknown, field: string): string {
	if (value === undefined || value === null || value === '') {
		throw itemError(`"${field}" is empty`, `Map the field that holds the phone number to "${field}"`);
	}
	const given = typeof value === 'number' ? fromNumber(value, field) : value;
	if (typeof given !== 'string') throw notANumber(value, field);
	const text = given.normalize('NFKC').trim().replace(/^(tel|whatsapp|sms):/i, '');
	if (/^\d(\.\d+)?e\+?\d+$/i.test(text)) {
		throw itemError(
			`"${field}" is a number that a spreadsheet has rounded: ${text}`,
			'Format the column as text in the spreadsheet and export it again',
		);
	}
	// A trunk zero is written in brackets after the country code, and never dialled with it.
	const bare = text.replace(/^((?:\+|00)\s?\d{1,3})[\s.-]*\(0\)/, '$1').replace(PUNCTUATION, '');
	const digits = bare.replace(/^\+/, '').replace(/^00/, '');
	if (!/^\d+$/.test(digits)) throw notANumber(value, field);
	if (digits.startsWith('0')) {
		throw itemError(
			`"${field}" has no country code: ${JSON.stringify(value)}`,
			'Put the country code before the number, without its leading zero, such as 5519900001111',
		);
	}
	if (digits.length < MIN_DIGITS || digits.length > MAX_DIGITS) throw notANumber(value, field);
	return digits;
}

function fromNumber(value: number, field: string): string {
	if (Number.isSafeInteger(value) && value > 0) return String(value);
	throw notANumber(value, field);
}

function notANumber(value: unknown, field: string) {
	return itemError(
		`"${field}" is not a phone number: ${JSON.stringify(value)}`,
		'Give country code, area code and number, such as +55 19 90000-1111',
	);
}
