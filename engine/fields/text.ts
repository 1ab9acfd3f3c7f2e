import { isBlank } from './blank';
import { damageIn } from './damage';
import { isoOfDateObject } from './date';
import { blankValue, itemError, quoted } from './itemError';

/** Length as vendors count it: characters, of which an emoji may be several code units. */
export function lengthOf(text: string): number {
	let { length } = text;
	for (let i = 1; i < text.length; i++) {
		const isPair =
			(text.charCodeAt(i) & 0xfc00) === 0xdc00 && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800;
		if (isPair) length--;
	}
	return length;
}

/**
 * A parameter's value as text. A number is written as JSON writes it, and a date object as ISO 8601.
 *
 * @param field the parameter's name as the user sees it
 * @param max characters that it may have
 * @returns undefined where it is blank
 * @throws ItemError where it is anything else, or would not arrive as it is, or is too long
 */
export function optionalText(value: unknown, field: string, max?: number): string | undefined {
	if (isBlank(value)) return undefined;
	const text = textOf(value, field);
	if (max === undefined || text.length <= max) return text;
	const length = lengthOf(text);
	if (length <= max) return text;
	throw itemError(
		`"${field}" has ${length.toLocaleString('en-US')} characters, and may have ${max.toLocaleString('en-US')}`,
		`Shorten "${field}"`,
	);
}

/** As `optionalText`, for what must be given. */
export function requiredText(value: unknown, field: string, max?: number): string {
	const text = optionalText(value, field, max);
	if (text !== undefined) return text;
	throw blankValue(
		`"${field}"`,
		`Enter a text in "${field}", or map a field that has one for this item`,
	);
}

function textOf(value: unknown, field: string): string {
	if (typeof value === 'string') return intact(value, field);
	if (typeof value === 'number') return exactNumber(value, field);
	if (typeof value === 'bigint') return String(value);
	const date = isoOfDateObject(value);
	if (date !== undefined) return date;
	throw itemError(
		`"${field}" is not a text: ${quoted(value)}`,
		`Map a single text or number to "${field}", not a list, an object or yes/no`,
	);
}

/** A number by its digits, none of which may have been lost. */
function exactNumber(value: number, field: string): string {
	// JSON has no minus zero either.
	if (Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value)))
		return String(value);
	throw itemError(
		`"${field}" is a number that cannot be kept exactly: ${value}`,
		'Make it a text in the data, so that no digit is lost',
	);
}

function intact(text: string, field: string): string {
	const damage = damageIn(text);
	if (damage === undefined) return text;
	throw itemError(`"${field}" ${damage.what}: ${quoted(text)}`, damage.hint);
}
