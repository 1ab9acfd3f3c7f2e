import { isBlank } from './blank';
import { callingCodeOf, CODES_BEFORE_ZERO } from './callingCodes';
import { blankValue, type ItemError, itemError, quoted } from './itemError';

/** E.164: at most 15 digits; the shortest numbers in use have seven with their country code. */
const MIN_DIGITS = 7;
const MAX_DIGITS = 15;

/** The longest spelling of one number, with room for invisible characters. */
const MAX_LENGTH = 64;

/**
 * Reads a phone number in any usual spelling, such as `+55 (19) 90000-1111` or `0046-70…`.
 *
 * @param field the parameter's name as the user sees it
 * @returns country code and number as digits only
 * @throws ItemError where it is not one international number, or has lost digits in a spreadsheet
 */
export function readPhone(value: unknown, field: string): string {
	const { digits } = read(value, field);
	checkCountry(digits, value, field);
	return digits;
}

/**
 * Reads a phone number that a vendor keeps the way it is written, with or without a country code.
 *
 * @returns the number as it is written, without what a spreadsheet has added
 * @throws ItemError as `readPhone` does, but for a number that begins with neither + nor 00
 */
export function readPhoneAsWritten(value: unknown, field: string): string {
	const { digits, written, isInternational } = read(value, field);
	if (isInternational) checkCountry(digits, value, field);
	return written;
}

/**
 * A phone number that a vendor takes in whatever spelling, or a value that may be something else.
 *
 * @returns it as it is, without what a spreadsheet has added
 * @throws ItemError where it has lost digits in a spreadsheet
 */
export function unfloatedPhone(value: unknown, field: string): unknown {
	if (typeof value === 'string')
		return /^\+?\d{7,}\.|e\+?\d+$/i.test(value) ? unfloated(value.trim(), value, field) : value;
	if (typeof value === 'number' && value >= 1e9 && isRounded(value)) throw rounded(value, field);
	return value;
}

interface Phone {
	/** Without + and 00 before it. */
	digits: string;
	written: string;
	/** Whether + or 00 stands before it. */
	isInternational: boolean;
}

function read(value: unknown, field: string): Phone {
	if (isBlank(value)) {
		throw blankValue(`"${field}"`, `Map the field that holds the phone number to "${field}"`);
	}
	const written = unfloated(asText(value, field), value, field);
	const bare = withoutTrunkZero(written).replace(PUNCTUATION, '');
	const digits = bare.replace(/^\+?(?:00)?/, '');
	if (!/^[+(\d]/.test(written) || !/^\d+$/.test(digits)) throw notAPhone(value, field);
	if (digits.length < MIN_DIGITS || digits.length > MAX_DIGITS || isTwo(written))
		throw notAPhone(value, field);
	return { digits, written, isInternational: bare.length > digits.length };
}

/** Phone apps put marks of the writing direction around numbers, and web pages put invisible spaces within. */
const INVISIBLE = /\p{Cf}/gu;
/** What may stand between the digits of a number; a line break parts two. */
const PUNCTUATION = /[^\S\n\r\u2028\u2029]|[().\-/\u2010-\u2015\u2212]/gu;
/** Full-width and Arabic digits and signs. */
const WIDE = /[\uff0b\uff08\uff09\uff0d\uff0e\uff0f\uff10-\uff19]/g;
const ARABIC = /[\u0660-\u0669\u06f0-\u06f9]/g;

/** A number as the user sees it, in plain digits. */
function asText(value: unknown, field: string): string {
	if (typeof value === 'number') return fromNumber(value, field);
	if (typeof value !== 'string' || value.length > MAX_LENGTH) throw notAPhone(value, field);
	return value
		.replace(INVISIBLE, '')
		.replace(WIDE, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
		.replace(ARABIC, (digit) => String(digit.charCodeAt(0) & 0xf))
		.trim()
		.replace(/^(tel|whatsapp|sms):\s*/i, '');
}

/** From five zeros on, a number is more likely a rounded one, such as 5.51199E+12, than a phone's. */
const isRounded = (number: number): boolean => number % 1e5 === 0;

function fromNumber(value: number, field: string): string {
	if (!Number.isSafeInteger(value) || value <= 0) throw notAPhone(value, field);
	if (isRounded(value)) throw rounded(value, field);
	return String(value);
}

/** A spreadsheet's floating-point number: what is certain to be nothing but that is taken off. */
function unfloated(text: string, value: unknown, field: string): string {
	if (/^\+?\d+(?:[.,]\d+)?e\+?\d+$/i.test(text)) throw rounded(value, field);
	const [whole = '', fraction, ...more] = text.split('.');
	if (fraction === undefined || more.length > 0) return text;
	if (/^\+?\d{7,}$/.test(whole)) {
		if (!/^0+$/.test(fraction)) throw notAPhone(value, field);
		if (isRounded(Number(whole))) throw rounded(value, field);
		return whole;
	}
	// In 55 11 99999-8888.0 nobody can tell.
	if (/^0{1,2}$/.test(fraction)) throw notAPhone(value, field);
	return text;
}

/** A trunk zero is written in brackets after the country code, and dialled with it only where the plan has none. */
function withoutTrunkZero(text: string): string {
	const [, before = '', code = ''] = /^(\(?(?:\+|00)?\s?(\d{1,3})\)?[\s.-]*)\(0\)/.exec(text) ?? [];
	return before === '' || CODES_BEFORE_ZERO.has(code)
		? text
		: before + text.slice(before.length + '(0)'.length);
}

/** A stroke stands behind an area code, as in 030/123456. Other strokes part two numbers, as in 5123456/7. */
function isTwo(text: string): boolean {
	const [before = 0, after, ...more] = text
		.split('/')
		.map((part) => part.replace(/\D/g, '').length);
	if (after === undefined) return false;
	return more.length > 0 || before > MAX_AREA_DIGITS || after < MIN_LOCAL_DIGITS;
}

/** Country code and area code, 00 included; and the shortest number behind an area code. */
const MAX_AREA_DIGITS = 9;
const MIN_LOCAL_DIGITS = 5;

function checkCountry(digits: string, value: unknown, field: string): void {
	// Also behind +: no country code begins with 0.
	if (digits.startsWith('0')) {
		throw itemError(
			`"${field}" has no country code: ${quoted(value)}`,
			'Put the country code before the number, without its leading zero, such as 5519900001111',
		);
	}
	const code = callingCodeOf(digits);
	const next = digits[code.length];
	if (code === '1' && (next === '0' || next === '1')) {
		throw itemError(
			`"${field}" has no country code, or a wrong one: ${quoted(value)}`,
			`Put the country code before the number. After 1 (United States, Canada), no number begins with ${next}`,
		);
	}
	if (next !== '0' || CODES_BEFORE_ZERO.has(code)) return;
	throw itemError(
		`"${field}" has a zero after the country code ${code}: ${quoted(value)}`,
		'Remove the zero that is dialled only within the country: +55 11, not 011',
	);
}

const rounded = (value: unknown, field: string): ItemError =>
	itemError(
		`"${field}" is a number that a spreadsheet has rounded: ${quoted(value)}`,
		'Format the column as text in the spreadsheet and export it again. If the number does end in zeros, make it a text',
	);

const notAPhone = (value: unknown, field: string): ItemError =>
	itemError(
		`"${field}" is not a phone number: ${quoted(value)}`,
		'Use one number with country code and area code, such as +55 19 90000-1111',
	);
