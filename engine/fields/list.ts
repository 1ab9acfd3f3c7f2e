import { bare, isBlank } from './blank';
import { blankValue, itemError, quoted } from './itemError';
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
		isBlank(entry) ? [] : [bare(requiredText(entry, nameOf(i)))],
	);
}

/** As `optionalList`, for a list that must have an entry. */
export function requiredList(value: unknown, field: string): string[] {
	const list = optionalList(value, field);
	if (list.length > 0) return list;
	throw blankValue(
		`"${field}"`,
		`Enter at least one value in "${field}"; separate several with commas`,
	);
}

function entriesOf(value: unknown, field: string): unknown[] {
	if (Array.isArray(value)) return value;
	if (typeof value !== 'string') return [value];
	const text = bare(value);
	if (!isJson(text)) return separated(text, field);
	const read = readJson(text, field);
	if (Array.isArray(read)) return read;
	throw itemError(
		`"${field}" is not a list: ${quoted(isObject(read) ? read : text)}`,
		`Set "${field}" to a list such as ["one", "two"], or to texts separated by commas`,
	);
}

/** Exports of several choices, and lines of one cell, would become one entry. */
function separated(text: string, field: string): string[] {
	const entries = text.split(',').map(bare);
	const [found] = entries.flatMap((entry) => /[;\t\n\r\u2028\u2029]/.exec(entry) ?? []);
	if (found === undefined) return entries;
	throw itemError(
		`"${field}" is separated by something other than commas: ${quoted(text)}`,
		`Put commas in the place of ${SEPARATORS[found] ?? 'the line breaks'}, or map a list`,
	);
}

const SEPARATORS: Record<string, string> = { ';': 'the semicolons', '\t': 'the tabs' };

/** Also what has been cut off. */
const isJson = (text: string): boolean =>
	(text.startsWith('[') && text.endsWith(']')) ||
	(text.startsWith('{') && text.endsWith('}')) ||
	/^(?:\[\s*["{[]|\{\s*")/.test(text);
