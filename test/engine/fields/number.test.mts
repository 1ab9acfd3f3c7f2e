import fc from 'fast-check';

import { ItemError } from '../../../engine/fields/itemError';
import { losesDigits, readMoney, readNumber, readWholeNumber } from '../../../engine/fields/number';
import { blank, composite, unsafe } from './given.mts';

const readers = [
	(value: unknown) => readNumber(value, 'Amount'),
	(value: unknown) => readMoney(value, 'Amount'),
	(value: unknown) => readWholeNumber(value, 'Amount'),
];
const padding = fc.constantFrom('', ' ', '\t', '\u00a0', '\n');
const whole = fc.integer({ min: -1e9, max: 1e9 });

it('numbers are taken as they are', () => {
	const number = fc.oneof(
		fc.maxSafeInteger(),
		fc.double({ noNaN: true, noDefaultInfinity: true, noInteger: true }),
	);
	fc.assert(
		fc.property(number, (given) => {
			expect(readNumber(given, 'Amount')).toBe(given === 0 ? 0 : given);
			expect(readMoney(given, 'Amount')).toBe(given === 0 ? 0 : given);
		}),
	);
	expect(readNumber(-0, 'Amount')).toBe(0);
});

it('a plain decimal text is the number that it writes', () => {
	const decimals = fc.oneof(
		fc.constant(''),
		fc.stringMatching(/^\.\d{1,2}$/),
		fc.stringMatching(/^\.\d{4,5}$/),
	);
	fc.assert(
		fc.property(padding, whole, decimals, padding, (before, number, fraction, after) => {
			const text = `${number}${fraction}`;
			expect(readNumber(before + text + after, 'Amount')).toBe(
				Number(text) === 0 ? 0 : Number(text),
			);
			expect(readMoney(before + text + after, 'Amount')).toBe(
				Number(text) === 0 ? 0 : Number(text),
			);
		}),
	);
	fc.assert(
		fc.property(padding, whole, padding, (before, number, after) => {
			expect(readWholeNumber(`${before}${number}${after}`, 'Points')).toBe(number);
		}),
	);
});

it('a text that may have thousands apart is rejected by all, whatever sets them apart', () => {
	const grouped = fc
		.tuple(
			fc.integer({ min: 1, max: 999 }),
			fc.array(fc.stringMatching(/^\d{3}$/), { minLength: 1, maxLength: 3 }),
			fc.constantFrom('.', ',', ' ', "'", '’', '\u00a0', '_'),
		)
		.map(([first, groups, sign]) => [first, ...groups].join(sign));
	fc.assert(
		fc.property(fc.constantFrom('', '-'), grouped, (sign, text) => {
			for (const read of readers)
				expect(() => read(sign + text)).toThrow('"Amount" is not a number');
		}),
	);
});

it('one reading of the two is taken where the other is out of range', () => {
	expect(readNumber('-22.895', 'Latitude', { min: -90, max: 90 })).toBe(-22.895);
	expect(readNumber('1.000', 'Longitude', { min: -180, max: 180 })).toBe(1);
	expect(readNumber('0.125', 'Share')).toBe(0.125);
	expect(() => readNumber('1.000', 'Amount', { min: 0, max: 5000 })).toThrow(
		'a decimal number or thousands',
	);
});

it.each([
	['19,00', 'comma'],
	['1,5', 'comma'],
	['1e3', 'exponent'],
	['5,5E+12', 'exponent'],
	['0x64', 'not decimal'],
	['0b1', 'not decimal'],
	['NaN', 'no number'],
	['-Infinity', 'no number'],
	['€ 19.00', 'more than a number'],
	['19.00 EUR', 'more than a number'],
	['5 %', 'more than a number'],
	['12 points', 'more than a number'],
	['+5', 'plain decimal'],
	['5.', 'plain decimal'],
	['.5', 'plain decimal'],
	['--5', 'plain decimal'],
	['١٢', 'plain decimal'],
])('%p is rejected for its %s', (given, reason) => {
	expect(() => readNumber(given, 'Amount')).toThrow(reason);
	expect(() => readMoney(given, 'Amount')).toThrow(reason);
	expect(() => readWholeNumber(given, 'Amount')).toThrow('is not a number');
});

it('what is no number is never 0', () => {
	fc.assert(
		fc.property(
			fc.oneof(composite, fc.constantFrom(Number.NaN, Number.NEGATIVE_INFINITY, new Date(0))),
			(given) => {
				for (const read of readers) expect(() => read(given)).toThrow('"Amount" is not a number');
			},
		),
	);
	fc.assert(
		fc.property(blank, (given) => {
			for (const read of readers) expect(() => read(given)).toThrow('"Amount" is empty');
		}),
	);
});

it('any text is read as what JavaScript makes of it, or rejected', () => {
	const text = fc.oneof(fc.string(), fc.stringMatching(/^[-+0-9.,e ]{1,12}$/));
	fc.assert(
		fc.property(text, (given) => {
			for (const read of readers) {
				try {
					expect(read(given)).toBe(Number(given) + 0);
				} catch (error) {
					if (!(error instanceof ItemError)) throw error;
				}
			}
		}),
		{ numRuns: 2000 },
	);
});

it('numbers whose digits would not all arrive are rejected', () => {
	fc.assert(
		fc.property(unsafe, (given) => {
			for (const read of readers) expect(() => read(given)).toThrow(ItemError);
		}),
	);
	fc.assert(
		fc.property(fc.bigInt({ min: 2n ** 53n, max: 10n ** 40n }), (given) => {
			for (const read of readers) {
				expect(() => read(String(given))).toThrow('more digits than a number can hold');
				expect(() => read(given)).toThrow('more digits');
			}
		}),
	);
	for (const given of [
		'123456789.123456789',
		`0.${'123'.repeat(8)}`,
		'9'.repeat(400),
		`0.${'0'.repeat(400)}1`,
	]) {
		expect(() => readMoney(given, 'Amount')).toThrow('more digits');
	}
});

it('whole numbers have no decimals', () => {
	fc.assert(
		fc.property(fc.double({ noNaN: true, noInteger: true }), (given) =>
			expect(() => readWholeNumber(given, 'Points')).toThrow(ItemError),
		),
	);
	for (const text of ['1.0', '100.00', '7.5'])
		expect(() => readWholeNumber(text, 'Points')).toThrow('only digits');
});

it('what is out of range is told so', () => {
	expect(readWholeNumber('30', 'Days', { min: 1, max: 30 })).toBe(30);
	expect(() => readWholeNumber(31, 'Days', { min: 1, max: 30 })).toThrow(
		'"Days" is 31, and must be from 1 to 30',
	);
	expect(() => readWholeNumber('0', 'Points', { min: 1 })).toThrow(
		'"Points" is 0, and must be at least 1',
	);
	expect(() => readMoney(-1, 'Tax', { min: 0 })).toThrow('must be at least 0');
	expect(() => readNumber(90.5, 'Latitude', { max: 90 })).toThrow('must be at most 90');
});

describe('losesDigits', () => {
	it('is false for whatever JavaScript writes itself', () => {
		const number = fc.double({ noNaN: true, noDefaultInfinity: true });
		fc.assert(
			fc.property(number, (given) => expect(losesDigits(JSON.stringify(given), given)).toBe(false)),
		);
		fc.assert(
			fc.property(number, (given) => expect(losesDigits(given.toExponential(), given)).toBe(false)),
		);
	});

	it('tells whole numbers that are not held exactly', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (given) => {
				const number = Number(given);
				// Written by JavaScript, or held to the last digit: either way nothing is lost.
				const isHeld = BigInt(Number.isSafeInteger(number) ? number : expanded(number)) === given;
				expect(losesDigits(String(given), number)).toBe(!isHeld);
			}),
		);
	});

	it.each<[string, boolean]>([
		['1e400', true],
		['1e-400', true],
		['0e5', false],
		['0.10000000000000001', false],
		['0.100000000000000012', true],
		['100000000000000000000000', false],
		['12345678901234567890', true],
		['1.50', false],
	])('%s: %p', (source, expected) => {
		expect(losesDigits(source, Number(source))).toBe(expected);
	});
});

/** The whole number that JavaScript's text of a number writes. */
function expanded(number: number): string {
	const [mantissa = '', exponent] = String(number).split('e+');
	if (exponent === undefined) return mantissa;
	const [head = '', tail = ''] = mantissa.split('.');
	return head + tail.padEnd(Number(exponent), '0');
}
