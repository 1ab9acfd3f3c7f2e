import {
	anyOf,
	type Column,
	column,
	type Empty,
	exponent,
	NO_CELL,
	NO_VALUE,
	type Writing,
} from '../cells.mts';
import type { Random } from '../random.mts';

/** How shops, tills and CRMs name customers, orders and campaigns; the number keeps them apart. */
const FORMS: ReadonlyArray<(random: Random, nth: number) => string> = [
	(_, nth) => String(100_000 + nth),
	(_, nth) => String(nth).padStart(10, '0'),
	(random, nth) => `${random.digits(10)}${nth}`,
	(_, nth) => `C-${nth}`,
	(_, nth) => `00Q5g0000${nth}EAA`,
	(random, nth) => `${random.digits(8)}-${nth}-4a1b-9c3d-${random.digits(12)}`,
	(_, nth) => `ana.luz+${nth}@example.com`,
	(_, nth) => `Größe/${nth}?#%&=`,
	(_, nth) => `顧客${nth}`,
	(_, nth) => `عميل-${nth}`,
	(_, nth) => `ลูกค้า ${nth}`,
	(_, nth) => `José ${nth}`,
	(_, nth) => `_bulk${nth}`,
	(random, nth) => `6032${random.digits(12)}${String(nth).padStart(3, '0')}`,
];

/** An id that no other row has. */
export const newId = (random: Random, row: number): string => random.pick(FORMS)(random, row);

/** What a spreadsheet holds as a number without loss: it keeps 15 digits, and no leading zeros. */
const asNumber: Writing<string> = (id) => (/^[1-9]\d{0,14}$/.test(id) ? Number(id) : undefined);

const DAMAGES: ReadonlyArray<Writing<string>> = [
	anyOf(NO_CELL),
	anyOf(NO_VALUE),
	anyOf(['undefined', 'null', 'NaN', '[object Object]', 'NULL', 'nan', '<NA>', '(null)', 'NaT']),
	// Read as numbers, long card and order numbers collide.
	(_, random) => Number(`${random.digits(18)}`),
	(_, random) => exponent(random.digits(random.int(12, 19)), random),
	(_, random) => Number(`${random.digits(4)}.5`),
	// A column with an empty cell is one of floating-point numbers in pandas.
	(_, random) => `${random.digits(random.int(5, 12))}.0`,
	(id) => `${id}\ud83d`,
	(id) => `${id}\n${id}`,
	(id) => `${id}\t2`,
	(id) => `${id}\u200b${id}`,
	(id) => `\u202a${id}\u202c;${id}`,
	// Read with the wrong encoding.
	(id) => `${id}Jos\ufffd`,
];

const PADDINGS = [' ', '  ', '\u00a0', '\ufeff', '\u200b', '\u202a', '\r\n', '\t'];

/** What stands around a cell that was copied from a web page or an e-mail. */
const padded: Writing<string> = (id, random) =>
	random.chance(0.5) ? `${random.pick(PADDINGS)}${id}` : `${id}${random.pick(PADDINGS)}`;

/** What an id can be given as. */
interface Ids {
	/** The ids that there are; a new one for each row unless given. */
	of?: readonly string[];
	/** Whether it becomes a part of an address. */
	isPath?: boolean;
}

const meantOf =
	({ of }: Ids) =>
	(random: Random, row: number): string =>
		of ? random.pick(of) : newId(random, row);

const inPath: ReadonlyArray<Writing<string>> = [anyOf(['.', '..'])];

/** Ids of customers, which are kept exactly as they are. */
export const ids = (of: Ids = {}): Column =>
	column<string>({
		meant: meantOf(of),
		right: (id) => id,
		writings: [(id) => id, (id) => id, asNumber],
		damages: [...DAMAGES, ...(of.isPath ? inPath : [])],
	});

/** Names and references, around which blanks do not count. */
export const names = (of: Ids & { empty?: Empty } = {}): Column =>
	column<string>({
		meant: meantOf(of),
		right: (id) => id,
		writings: [(id) => id, asNumber, padded],
		damages: [...DAMAGES, ...(of.isPath ? inPath : [])],
		empty: of.empty,
	});

/** Each once, in the order of the rows: for what can be done only once to each. */
export function eachOnce(of: readonly string[], kind: (ids: Ids) => Column = names): Column {
	const sure = of.map((id) => kind({ of: [id] }));
	return {
		right: (random, row) => sure[row]!.right(random, row),
		wrong: (random, row) => sure[row]!.wrong!(random, row),
	};
}
