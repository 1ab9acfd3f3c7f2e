/** An item that cannot be sent as it is: what is wrong, and how to put it right. */
export class ItemError extends Error {
	override readonly name = 'ItemError';

	/**
	 * @param message what is wrong, naming the field
	 * @param hint how to put it right
	 */
	constructor(
		message: string,
		readonly hint: string,
	) {
		super(message);
	}
}

/** An ItemError to throw: what is wrong, naming the field, and how to put it right. */
export function itemError(message: string, hint: string): ItemError {
	return new ItemError(message, hint);
}

/** Nothing is there where something must be. That may be because the columns of a list were read wrongly. */
export class BlankValueError extends ItemError {}

/** @param subject what is empty, as the message begins, such as `"Phone Number"` in quotes */
export function blankValue(subject: string, hint: string): BlankValueError {
	return new BlankValueError(`${subject} is empty`, hint);
}

/** A message names a value; what else the item holds is nobody's business, least of all a log's. */
const MAX_QUOTED = 60;

/** What is not seen on a screen, or turns the text around it: shown by its code instead. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A value as messages show it: a text in quotes, cut after 60 characters; of lists and objects no content. */
export function quoted(value: unknown): string {
	if (typeof value === 'string') return JSON.stringify(shortened(value)).replace(INVISIBLE, codeOf);
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object' && value !== null) return 'an object';
	if (typeof value === 'function') return 'a function';
	return shortened(String(value));
}

/** The beginning of a text, with a mark where something is left out. */
export function shortened(text: string, max = MAX_QUOTED): string {
	if (text.length <= max) return text;
	// Half of an emoji at the cut would be shown as a code.
	return `${text.slice(0, max).replace(/[\ud800-\udbff]$/, '')}…`;
}

const codeOf = (character: string): string => {
	const code = character.codePointAt(0)!.toString(16);
	return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
};
