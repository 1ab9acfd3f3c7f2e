import type { IDataObject } from 'n8n-workflow';

/** What separates columns in files that are called CSV, and how n8n's Extract From File is told. */
const SEPARATORS: Array<[separator: string, name: string]> = [
	[';', 'semicolons'],
	['\t', 'tabs'],
	['|', 'vertical bars'],
	[',', 'commas'],
];

/** Stands where a character could not be read (U+FFFD). */
const UNREADABLE = '\ufffd';

/** More fields than this do not come of a list that was read wrongly. */
const MAX_FIELDS = 1000;

/**
 * Why a value may be missing: the list was read so that its columns are not told apart, or have other names than
 * those that are seen.
 *
 * @param json the item as it came in
 * @returns how to put it right; undefined where the names of its fields are as they should be
 */
export function adviceOnColumns(json: IDataObject): string | undefined {
	const names = Object.keys(json);
	if (names.length === 0 || names.length > MAX_FIELDS) return undefined;
	const [first] = names as [string];
	const separator = SEPARATORS.find(([one]) => first.includes(one));
	if (separator && names.length === 1) {
		const [sign, name] = separator;
		const delimiter = sign === '\t' ? 'a tab' : sign;
		return (
			`The columns of the list are not told apart, since ${name} separate them: where the file ` +
			`is read, add the option Delimiter and set it to ${delimiter}`
		);
	}
	if (names.some((one) => one.includes(UNREADABLE))) {
		return (
			'The names of the columns are damaged, since the file is not in UTF-8: where it is read, ' +
			'add the option Encoding and choose the one that it was saved in, such as Windows-1252, ' +
			'or save it as "CSV UTF-8"'
		);
	}
	const odd = names.find((one) => one !== bare(one));
	if (odd === undefined) return undefined;
	return (
		`The field "${bare(odd)}" of the item has characters in its name that are not seen, such ` +
		'as a space: map it from the list of fields on the left, or mend the header of the list'
	);
}

/** A name without what is not seen at its ends: spaces of every kind, a byte order mark. */
const bare = (name: string): string => name.replace(/^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu, '');
