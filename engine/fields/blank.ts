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
