/** Whether a value is none: missing, null, or a text in which nothing is to be seen. */
export function isBlank(value: unknown): boolean {
	if (typeof value === 'string') return !isVisible(value);
	return value === undefined || value === null;
}

/** What a reader makes of a value; undefined where it is blank. */
export function optional<T>(value: unknown, read: (value: unknown) => T): T | undefined {
	return isBlank(value) ? undefined : read(value);
}

/** Nearly every text begins with a visible character: then no pattern is needed. */
function isVisible(text: string): boolean {
	const first = text.charCodeAt(0);
	return (first > 0x20 && first < 0x7f) || /[^\s\p{Cf}]/u.test(text);
}

/** Marks without width that come with texts copied from web pages, e-mails and dialogs of Windows, and mean nothing. */
const MARKS = '\\u00ad\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060\\u2066-\\u2069\\ufeff';
export const UNSEEN = new RegExp(`[${MARKS}]`);
const AROUND = new RegExp(`^[\\s${MARKS}]+|[\\s${MARKS}]+$`, 'g');

/** A text without blanks and such marks around it. */
export const bare = (text: string): string => text.replace(AROUND, '');
