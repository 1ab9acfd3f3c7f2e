import { itemError } from './itemError';

/** Length as vendors count it: characters, of which an emoji may be several code units. */
export const lengthOf = (text: string): number => [...text].length;

/**
 * A parameter's value as text; numbers and yes/no as they are written.
 *
 * @param field the parameter's name as the user sees it
 * @returns undefined where it is empty
 * @throws ItemError where it is a list or an object, or longer than `most` characters
 */
export function optionalText(value: unknown, field: string, most = Number.POSITIVE_INFINITY): string | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
		throw itemError(`"${field}" is not a text`, `Map a single text or number to "${field}", not a list or an object`);
	}
	const text = String(value);
	const length = lengthOf(text);
	if (length <= most) return text;
	throw itemError(
		`"${field}" has ${length.toLocaleString('en-US')} characters, and may have ${most.toLocaleString('en-US')}`,
		`Shorten "${field}"`,
	);
}

/** As `optionalText`, for what must be given. */
export function requiredText(value: unknown, field: string, most?: number): string {
	const text = optionalText(value, field, most);
	if (text !== undefined && text.trim() !== '') return text;
	throw itemError(`"${field}" is empty`, `Give "${field}" a text, or map a field to it that has one for this item`);
}
