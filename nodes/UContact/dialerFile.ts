import { optional } from '../../engine/fields/blank';
import { readName } from '../../engine/fields/id';
import { itemError, quoted } from '../../engine/fields/itemError';
import { requiredText } from '../../engine/fields/text';

/**
 * A WhatsApp message of the dialer: `hsm:code:data1:data2` (uContact 5.4).
 *
 * The format has no way to write a colon, a semicolon or a line break within a value: what stands
 * behind them would become another parameter, column or row, so such a value is rejected.
 */
export function dialerMessage(code: unknown, values: unknown[]): string {
	const name = readName(code, 'HSM Code');
	const parts = [name, ...values.map((value, i) => requiredText(value, `Parameter ${i + 1}`))];
	for (const [i, part] of parts.entries())
		mustFit(part, i === 0 ? 'HSM Code' : `Parameter ${i}`, ':');
	return ['hsm', ...parts].join(':');
}

/** A row of the file: `campaign;phone;message;<fourth field>`, whose meaning is not documented (uContact 5.4). */
export function dialerRow(
	campaign: string,
	phone: string,
	message: string,
	fourth: string,
): string {
	mustFit(campaign, 'Campaign');
	mustFit(fourth, 'Fourth Field');
	mustBePlain(campaign, 'Campaign');
	mustBePlain(fourth, 'Fourth Field');
	return [campaign, phone, message, fourth].join(';');
}

const DEFAULT_FILE_NAME = 'dialer.csv';

/** What some system takes for a folder, a drive or the end of a name. */
const NOT_IN_FILE_NAMES = /[\\/:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^\.+|^\s|[\s.]$/u;

/** Reads the name of a file, which must be no path. */
export function readFileName(value: unknown): string {
	const name = optional(value, (given) => readName(given, 'File Name')) ?? DEFAULT_FILE_NAME;
	if (!NOT_IN_FILE_NAMES.test(name)) return name;
	throw itemError(
		`"File Name" is not the name of a file: ${quoted(name)}`,
		'Use a name such as dialer.csv, without folders',
	);
}

const NAMES: Record<string, string> = { ':': 'a colon', ';': 'a semicolon' };

/** Line ends as Excel, Calc and the dialer may see them, and characters that end a text or turn it around. */
const INVISIBLE = /[\p{Cc}\u0085\u2028\u2029\ufeff]/u;

function mustFit(value: string, field: string, also = ''): void {
	const found = [...`${also};`].find((character) => value.includes(character));
	const what =
		found === undefined
			? INVISIBLE.test(value)
				? 'a line break or another invisible character'
				: undefined
			: NAMES[found];
	if (what === undefined) return;
	throw itemError(
		`"${field}" holds ${what}: ${quoted(value)}`,
		found === ':'
			? 'The dialer would take what follows for the next parameter. Write times as 12.00 or ' +
					'12h00, and leave out web addresses'
			: 'The dialer would take what follows for another column or row. Remove it',
	);
}

/** What stands first in a cell and makes a spreadsheet compute it, or take what follows for one cell. */
function mustBePlain(value: string, field: string): void {
	if (!/^\s*[=+\-@"\uff1d\uff0b\uff0d\uff20]/.test(value)) return;
	throw itemError(
		`"${field}" begins with a sign that a spreadsheet would take for a formula or a quotation: ${quoted(value)}`,
		'Begin it with a letter or a digit',
	);
}
