import type { Random } from './random.mts';

/** A cell of a spreadsheet as it reaches the node, and what must become of it. */
export interface Cell {
	/** Undefined where the item has no such field. */
	given: unknown;
	/** What must arrive at the vendor; undefined where the field must be left out. */
	right: unknown;
}

/** A column of a spreadsheet: what it means is chosen first, and damaged then. */
export interface Column {
	/** A cell whose meaning can still be told, however it is written. */
	right(random: Random, row: number): Cell;
	/** A cell of which nobody can tell any more what was meant: its item must be rejected. */
	wrong?(random: Random, row: number): unknown;
}

/** A way to write what is meant, or to damage it. */
export type Writing<Meant> = (meant: Meant, random: Random) => unknown;

/** What programs write where there is no value, or where a formula has failed. */
export const NO_VALUE: readonly unknown[] = [
	'#N/A',
	'#REF!',
	'#VALUE!',
	'#DIV/0!',
	'#NAME?',
	'#NUM!',
	'#NULL!',
	'#NV',
	'#WERT!',
	'#BEZUG!',
	'#¿NOMBRE?',
	'#¡VALOR!',
	'#VALOR!',
	'#N/D',
	'#VALEUR!',
	'#SAKNAS!',
	'########',
];

/** What stands in a cell only where JSON or an expression has put it. */
export const NO_CELL: readonly unknown[] = [true, false, {}, { id: 1 }, [], [{ a: 1 }], [[1]]];

/** Empty cells, as the readers of files hand them over. */
export const EMPTY: readonly unknown[] = [undefined, null, '', '  ', '\u00a0'];

/** What Excel makes of a number of more than 15 digits, or of any in a narrow column. */
export function exponent(digits: string, random: Random): string {
	const places = random.int(2, 6);
	const mantissa = `${digits[0]}${random.pick(['.', ','])}${digits.slice(1, 1 + places)}`;
	return `${mantissa}E+${String(digits.length - 1).padStart(2, '0')}`;
}

/**
 * What must arrive where the cell is empty. Unless given, empty cells are rejected; `none` where the node makes
 * something up in their place, which is not tried here.
 */
export type Empty = { right: unknown } | 'none';

/** A column of values that are written in some ways, and damaged in others. */
export function column<Meant>(of: {
	meant(random: Random, row: number): Meant;
	/** What must arrive of it. */
	right(meant: Meant): unknown;
	writings: ReadonlyArray<Writing<Meant>>;
	damages: ReadonlyArray<Writing<Meant>>;
	empty?: Empty;
}): Column {
	const { meant, right, writings, damages, empty } = of;
	return {
		right(random, row) {
			if (typeof empty === 'object' && random.chance(0.15))
				return { given: random.pick(EMPTY), right: empty.right };
			const value = meant(random, row);
			return { given: written(writings, value, random), right: right(value) };
		},
		wrong(random, row) {
			if (!empty && random.chance(0.1)) return random.pick(EMPTY);
			return written(damages, meant(random, row), random);
		},
	};
}

/** Tries ways until one applies: a way that does not is undefined. */
function written<Meant>(
	ways: ReadonlyArray<Writing<Meant>>,
	meant: Meant,
	random: Random,
): unknown {
	for (;;) {
		const given = random.pick(ways)(meant, random);
		if (given !== undefined) return given;
	}
}

/** Whatever is meant, one of these. */
export const anyOf =
	(values: readonly unknown[]): Writing<unknown> =>
	(_meant, random) =>
		random.pick(values);
