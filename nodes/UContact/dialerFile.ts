import { itemError } from '../../engine/fields/itemError';
import { requiredText } from '../../engine/fields/text';

/**
 * A WhatsApp message of the dialer: `hsm:code:data1:data2` (002).
 *
 * The format has no way to write a colon, a semicolon or a line break within a value: what stands
 * behind them would become another parameter, column or row, so that such a value is refused.
 */
export function dialerMessage(code: unknown, values: unknown[]): string {
	const name = requiredText(code, 'HSM Code').trim();
	const parts = [name, ...values.map((value, i) => requiredText(value, `Parameter ${i + 1}`))];
	for (const [i, part] of parts.entries()) mustFit(part, i === 0 ? 'HSM Code' : `Parameter ${i}`, ':');
	return ['hsm', ...parts].join(':');
}

/** A row of the file (CONTRACTS 5): `campaign;phone;message;<fourth field>`, whose meaning is not documented. */
export function dialerRow(campaign: string, phone: string, message: string, fourth: string): string {
	mustFit(campaign, 'Campaign');
	mustFit(fourth, 'Fourth Field');
	mustFit(message, 'HSM');
	return [campaign, phone, message, fourth].join(';');
}

const NAMES: Record<string, string> = { ':': 'a colon', ';': 'a semicolon', '\n': 'a line break', '\r': 'a line break' };

function mustFit(value: string, field: string, also = ''): void {
	const found = [...`${also};\n\r`].find((character) => value.includes(character));
	if (found === undefined) return;
	throw itemError(
		`"${field}" holds ${NAMES[found]}: ${JSON.stringify(value)}`,
		found === ':'
			? 'The dialer would take what follows for the next parameter. Write times as 12.00 or 12h00, and leave out addresses of web pages'
			: 'The dialer would take what follows for another column or row. Remove it',
	);
}
