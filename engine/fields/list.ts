import { isBlank } from './blank';
import { itemError, quoted } from './itemError';
import { isObject, readJson } from './json';
import { requiredText } from './text';

/**
 * A list of texts: a list, JSON text of a list (as AI agents write it), or one text with commas between the entries.
 * Blanks around entries and entries that are blank are dropped.
 *
 * @param field the parameter's name as the user sees it
 * @throws ItemError where it is an object, or an entry is not a text or a number
 */
export function optionalList(value: unknown, field: string): string[] {
	if (isBlank(value)) return [];
	const entries = entriesOf(value, field);
	const nameOf = (i: number) => (entries.length > 1 ? `${field}, entry ${i + 1}` : field);
	return entries.flatMap((entry, i) =>
		isBlank(entry) ? [] : [requiredText(entry, nameOf(i)).trim()],
	);
}

/** As `optionalList`, for a list that must have an entry. */
export function requiredList(value: unknown, field: string): string[] {
	const list = optionalList(value, field);
	if (list.length > 0) return list;
	throw itemError(
		`"${field}" is empty`,
		`Enter at least one value in "${field}"; separate several with commas`,
	);
}

function entriesOf(value: unknown, field: string): unknown[] {
	if (Array.isArray(value)) return value;
	if (typeof value !== 'string') return [value];
	const text = value.trim();
	if (!isJson(text)) return text.split(',');
	const read = readJson(text, field);
	if (Array.isArray(read)) return read;
	throw itemError(
		`"${field}" is not a list: ${quoted(isObject(read) ? read : text)}`,
		`Set "${field}" to a list such as ["one", "two"], or to texts separated by commas`,
	);
}

const isJson = (text: string): boolean =>
	(text.startsWith('[') && text.endsWith(']')) || (text.startsWith('{') && text.endsWith('}'));
