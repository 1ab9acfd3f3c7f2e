import { isBlank } from './blank';
import { itemError, quoted } from './itemError';

/** What spreadsheets, databases and people write, in the languages in which Excel writes TRUE and FALSE. */
const TRUE =
	'true t yes y on 1 1.0 wahr ja sim verdadeiro sí si verdadero oui vrai vero ' +
	'sant sand sann waar kyllä tosi tak prawda';
const FALSE =
	'false f no n off 0 0.0 falsch nein não nao falso non faux ' +
	'falskt nej falsk usann nei onwaar nee ei epätosi nie fałsz';

const WORDS = new Map<string, boolean>([
	...TRUE.split(' ').map((word) => [word, true] as const),
	...FALSE.split(' ').map((word) => [word, false] as const),
]);
const MAX_LENGTH = 20;

/**
 * Reads yes/no: true and false, 1 and 0, and the words for them in the languages of `docs/values.md`.
 *
 * @param field the parameter's name as the user sees it
 * @param fallback what a blank value means
 * @throws ItemError where it is anything else
 */
export function readBoolean(value: unknown, field: string, fallback: boolean): boolean {
	if (typeof value === 'boolean') return value;
	if (isBlank(value)) return fallback;
	const known =
		typeof value === 'number' || typeof value === 'string' ? WORDS.get(wordOf(value)) : undefined;
	if (known !== undefined) return known;
	throw itemError(
		`"${field}" is neither yes nor no: ${quoted(value)}`,
		`Set "${field}" to true or false`,
	);
}

/** Accents may come in two forms (NFD from a Mac), of which one is kept here. */
function wordOf(value: number | string): string {
	const text = String(value).trim();
	return text.length > MAX_LENGTH ? '' : text.normalize('NFC').toLowerCase();
}
