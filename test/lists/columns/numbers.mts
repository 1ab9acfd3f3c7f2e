import {
	anyOf,
	type Column,
	column,
	type Empty,
	NO_CELL,
	NO_VALUE,
	type Writing,
} from '../cells.mts';

/** Amounts as ledgers, tills and people write them, with something that can be read in two ways or in none. */
const DAMAGES: ReadonlyArray<Writing<number>> = [
	anyOf(NO_CELL),
	anyOf(NO_VALUE),
	anyOf(['n/a', '-', 'free', 'NaN', 'Infinity', 'null', '0x64', '1e3', '1.85E+01', '٣٫٥', '½']),
	(amount) => amount.toFixed(2).replace('.', ','),
	(amount) => `R$ ${amount.toFixed(2)}`,
	(amount) => `${amount.toFixed(2)} €`,
	(amount) => `$${amount.toFixed(2)}`,
	(amount) => `(${amount.toFixed(2)})`,
	// SAP puts the minus behind.
	(amount) => `${amount.toFixed(2)}-`,
	(amount) => `+${amount.toFixed(2)}`,
	(amount) => `${amount.toFixed(2)}%`,
	(_, random) => `${random.int(1, 999)}.${random.int(100, 999)},${random.int(10, 99)}`,
	(_, random) => `${random.int(1, 999)},${random.int(100, 999)}.${random.int(10, 99)}`,
	(_, random) => `${random.int(1, 999)}.${random.int(100, 999)}`,
	(_, random) => `${random.int(1, 999)},${random.int(100, 999)}`,
	(_, random) =>
		`${random.int(1, 999)}${random.pick([' ', '\u00a0', '\u202f', '’', '_'])}${random.int(100, 999)}`,
	(_, random) => Number(random.digits(18)),
	(_, random) => random.digits(18),
];

const spaced: Writing<number> = (amount) => ` ${amount} `;

/** Amounts of money. */
export const money = (more: { empty?: Empty; min?: number } = {}): Column =>
	column<number>({
		meant: (random) => random.int((more.min ?? 0) * 100, 99_999_99) / 100,
		right: (amount) => amount,
		writings: [
			(amount) => amount,
			(amount) => amount.toFixed(2),
			(amount) => ` ${amount.toFixed(2)}`,
			(amount) => `${amount.toFixed(2)}\u00a0`,
			(amount) => amount.toFixed(4),
		],
		damages: DAMAGES,
		empty: more.empty,
	});

/** Whole numbers, such as points and days. */
export const whole = (
	more: { min?: number; max?: number; limit?: number; isOpen?: boolean; empty?: Empty } = {},
): Column => {
	const { min = 1, limit, max = limit ?? 99_999, isOpen = false, empty } = more;
	return column<number>({
		meant: (random) => random.int(min, max),
		right: (count) => count,
		writings: [(count) => count, (count) => String(count), spaced],
		damages: [
			...DAMAGES,
			(count) => count + 0.5,
			(count) => `${count}.0`,
			(count) => `${count}.00`,
			...(isOpen ? [] : [() => min - 1, () => String(min - 1)]),
			...(limit === undefined ? [] : [() => limit + 1]),
		],
		empty,
	});
};

/** Latitudes and longitudes, of which three decimals are no thousands. */
export const degrees = (max: number): Column =>
	column<number>({
		meant: (random) => random.int(-max * 10_000, max * 10_000) / 10_000,
		right: (value) => value,
		writings: [(value) => value, (value) => String(value), spaced],
		damages: [
			anyOf(NO_CELL),
			anyOf(NO_VALUE),
			(value) => `${String(Math.abs(value)).replace('.', ',')}° N`,
			(value) => value.toFixed(4).replace('.', ','),
			() => max + 1,
			(_, random) => random.int(-230_000_000, -190_000_000),
		],
	});
