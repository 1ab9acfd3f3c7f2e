/** Names in their forms: `getByTag`, `GetByTag`, `Get by Tag`, `get by tag`. */

export const capital = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

export const small = (name: string): string => `${name.charAt(0).toLowerCase()}${name.slice(1)}`;

/** `getByTag` in words: `get by tag`. */
export const words = (name: string): string =>
	name
		.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
		.toLowerCase()
		.trim();

const SMALL_WORDS = new Set([
	'a',
	'an',
	'and',
	'as',
	'at',
	'by',
	'for',
	'in',
	'of',
	'on',
	'or',
	'the',
	'to',
	'with',
]);

/** `getByTag` as the title of a dropdown: `Get by Tag`. */
export const title = (name: string): string =>
	words(name)
		.split(' ')
		.map((word, i) => (i > 0 && SMALL_WORDS.has(word) ? word : capital(word)))
		.join(' ');

const RESERVED = new Set([
	'delete',
	'new',
	'void',
	'export',
	'import',
	'return',
	'default',
	'switch',
	'with',
]);

/** The constant of an operation: its own name, unless JavaScript has taken it. */
export const constantOf = (operation: string, resource: string): string =>
	RESERVED.has(operation) ? `${operation}${capital(resource)}` : operation;

/** @throws Error where it is none */
export function requireName(
	name: string | undefined,
	what: string,
	form: RegExp,
	example: string,
): string {
	if (name !== undefined && form.test(name)) return name;
	throw new Error(
		`${name === undefined ? 'There is no' : `"${name}" is no`} ${what}: give a name such as ${example}`,
	);
}
