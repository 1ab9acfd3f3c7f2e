import { isBlank } from './blank';
import { blankValue, itemError, quoted, shortened } from './itemError';

/** What a number may be, both ends included. */
export interface Range {
	min?: number;
	max?: number;
}

/**
 * Reads a number: a JSON number, or a text of plain decimal form such as `-12.5`.
 *
 * A text such as `1.000` is rejected, since it is one in some countries and a thousand in others, unless only
 * one of the two lies within the range.
 *
 * @param field the parameter's name as the user sees it
 * @throws ItemError where it is anything else, or cannot be held exactly, or lies outside the range
 */
export function readNumber(value: unknown, field: string, range: Range = {}): number {
	return within(
		range,
		decimal(value, field, range, 'Use a number such as 12.5, with a decimal point'),
		field,
	);
}

/** As `readNumber`, for an amount of money. */
export function readMoney(value: unknown, field: string, range: Range = {}): number {
	const hint = 'Use an amount such as 18.50, with a decimal point and no currency';
	return within(range, decimal(value, field, range, hint), field);
}

/** As `readNumber`, for a whole number such as points or days: as text, it may hold digits only. */
export function readWholeNumber(value: unknown, field: string, range: Range = {}): number {
	const hint = 'Use a whole number such as 1000, digits only';
	const whyNot = (text: string) => (/^-?\d+$/.test(text) ? undefined : 'only digits are allowed');
	const read = fromText(value, field, hint, whyNot);
	if (Number.isInteger(read)) return within(range, read, field);
	throw itemError(`"${field}" is not a whole number: ${quoted(value)}`, hint);
}

function decimal(value: unknown, field: string, range: Range, hint: string): number {
	return fromText(value, field, hint, (text) => {
		if (!/^-?\d+(?:\.\d+)?$/.test(text)) return whyNotDecimal(text);
		return isAmbiguous(text, range) ? 'it may be a decimal number or thousands' : undefined;
	});
}

/** @param whyNot what is wrong with the form of a text, undefined where nothing is */
function fromText(
	value: unknown,
	field: string,
	hint: string,
	whyNot: (text: string) => string | undefined,
): number {
	if (isBlank(value)) throw blankValue(`"${field}"`, hint);
	const text = typeof value === 'string' ? value.trim() : undefined;
	const reason = text === undefined ? undefined : whyNot(text);
	const isNumber =
		typeof value === 'number'
			? Number.isFinite(value)
			: typeof value === 'bigint' || text !== undefined;
	if (!isNumber || reason !== undefined) {
		throw itemError(
			`"${field}" is not a number: ${quoted(value)}${reason === undefined ? '' : ` (${reason})`}`,
			hint,
		);
	}
	const number = Number(text ?? value);
	if (
		(Number.isInteger(number) && !Number.isSafeInteger(number)) ||
		(text !== undefined && losesDigits(text, number))
	) {
		throw itemError(
			`"${field}" has more digits than a number can hold: ${quoted(value)}`,
			'Use fewer digits',
		);
	}
	// A minus zero is no other amount than zero.
	return number === 0 ? 0 : number;
}

function within({ min, max }: Range, number: number, field: string): number {
	if ((min === undefined || number >= min) && (max === undefined || number <= max)) return number;
	const allowed =
		max === undefined
			? `at least ${min}`
			: min === undefined
				? `at most ${max}`
				: `from ${min} to ${max}`;
	throw itemError(
		`"${field}" is ${number}, and must be ${allowed}`,
		`Set "${field}" to a number that is ${allowed}`,
	);
}

/** One to three digits, a point and three more: "1.000" is a thousand where the comma stands before the decimals. */
function isAmbiguous(
	text: string,
	{ min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: Range,
): boolean {
	if (!/^-?[1-9]\d{0,2}\.\d{3}$/.test(text)) return false;
	const fits = (number: number) => number >= min && number <= max;
	return fits(Number(text)) && fits(Number(text.replace('.', '')));
}

function whyNotDecimal(text: string): string {
	const known = shortened(text);
	if (/^[+-]?(?:nan|inf(?:inity)?)$/i.test(known)) return 'it stands for no number';
	if (/^[+-]?0[xob]/i.test(known)) return 'it is not decimal';
	if (/^[+-]?\d+(?:[.,]\d+)?e[+-]?\d+$/i.test(known))
		return 'it has an exponent; a spreadsheet may have rounded it';
	if (/\p{L}|\p{Sc}|%/u.test(known)) return 'it holds more than a number';
	if (/^[+-]?\d+,\d+$/.test(known)) return 'the comma may mark decimals or thousands';
	if (/^[+-]?\d[\d.,\s'’_]*\d$/.test(known)) return 'it has other characters between its digits';
	return 'it is not in plain decimal form';
}

/**
 * Whether a number that is written so means more digits than JavaScript holds of it.
 *
 * Programs print a fraction with up to 17 digits, the last of which may differ without being lost.
 *
 * @param source a number as JSON or a plain decimal text writes it
 * @param value what JavaScript made of it
 */
export function losesDigits(source: string, value: number): boolean {
	if (source.length <= 15 && !/e/i.test(source)) return false;
	if (!Number.isFinite(value)) return true;
	const written = significant(source);
	if (written.digits === '') return false;
	const held = significant(String(value));
	if (written.digits === held.digits && written.point === held.point) return false;
	const isFraction = written.digits.length > written.point;
	return held.digits === '' || !isFraction || written.digits.length > MAX_PRINTED_DIGITS;
}

const MAX_PRINTED_DIGITS = 17;

/** The digits of a number without zeros around them, and how many of them stand before the point. */
function significant(source: string): { digits: string; point: number } {
	const [mantissa = '', exponent = '0'] = source.toLowerCase().replace('-', '').split('e');
	const [whole = '', fraction = ''] = mantissa.split('.');
	const all = whole + fraction;
	const leading = all.length - all.replace(/^0+/, '').length;
	let end = all.length;
	while (end > leading && all.charCodeAt(end - 1) === 0x30) end--;
	return { digits: all.slice(leading, end), point: whole.length - leading + Number(exponent) };
}
