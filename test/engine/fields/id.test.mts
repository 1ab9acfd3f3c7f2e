import fc from 'fast-check';

import { readId, readName, readPathId, readPathName } from '../../../engine/fields/id';
import { ItemError } from '../../../engine/fields/itemError';
import { blank, composite, unsafe } from './given.mts';

const words = [
	'undefined',
	'null',
	'NaN',
	'[object Object]',
	'NULL',
	'(null)',
	'<NA>',
	'nan',
	'NaT',
];
const id = fc
	.oneof(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'binary', minLength: 1 }))
	.filter(
		(text) =>
			text.isWellFormed() &&
			/[^\s\p{Cf}]/u.test(text) &&
			!/[\p{Cc}\p{Cf}\ufffd]/u.test(text) &&
			!/^\s*#/.test(text) &&
			!words.includes(text.trim()),
	);
const readers = [
	(value: unknown) => readId(value, 'contact', 'Contact ID'),
	(value: unknown) => readPathId(value, 'contact', 'Contact ID'),
	(value: unknown) => readName(value, 'Contact ID'),
	(value: unknown) => readPathName(value, 'Contact ID'),
];

it('IDs are kept exactly, names without blanks around them', () => {
	fc.assert(
		fc.property(id, (given) => {
			expect(readId(given, 'contact', 'Contact ID')).toBe(given);
			expect(readName(given, 'Tag')).toBe(given.trim());
		}),
	);
});

it('whole numbers are taken while they are exact, and no two of them for one', () => {
	fc.assert(
		fc.property(fc.maxSafeInteger(), (number) => {
			for (const read of readers) expect(read(number)).toBe(String(number));
		}),
	);
	fc.assert(
		fc.property(unsafe, (number) => {
			for (const read of readers)
				expect(() => read(number)).toThrow('is not a whole number that can be kept exactly');
		}),
	);
	expect(readId(20261121000000001n, 'contact', 'Contact ID')).toBe('20261121000000001');
});

it('objects, lists, yes/no and decimals are no IDs', () => {
	const wrong = fc.oneof(
		composite,
		fc.double({ noInteger: true }),
		fc.constantFrom(Number.NaN, new Date(0), () => 1),
	);
	fc.assert(
		fc.property(wrong, (given) => {
			for (const read of readers) expect(() => read(given)).toThrow(ItemError);
		}),
	);
});

it('what stands for nothing is no ID', () => {
	fc.assert(
		fc.property(blank, (given) => {
			for (const read of readers) expect(() => read(given)).toThrow('is empty');
		}),
	);
	for (const word of words)
		for (const read of readers) expect(() => read(word)).toThrow('stands for a missing value');
});

it('an ID has no control character within, and no half of a character', () => {
	const control = fc.constantFrom('\n', '\r\n', '\t', '\0', '\u007f', '\u0085', '\u001b');
	fc.assert(
		fc.property(control, (character) => {
			for (const read of readers) expect(() => read(`a${character}b`)).toThrow('control character');
		}),
	);
	for (const read of readers) expect(() => read('a\ud83d')).toThrow('lone surrogate');
	expect(() => readId('12\n', 'contact', 'Contact ID')).toThrow('control character');
	expect(readName('12\r\n', 'Tag')).toBe('12');
});

it('an ID of dots is rejected where it goes into an address', () => {
	const dots = fc.tuple(
		fc.constantFrom('', ' ', '\u00a0', '\ufeff'),
		fc.integer({ min: 1, max: 4 }),
		fc.constantFrom('', ' '),
	);
	fc.assert(
		fc.property(dots, ([before, count, after]) => {
			const given = `${before}${'.'.repeat(count)}${after}`;
			expect(() => readPathId(given, 'wallet', 'Wallet ID')).toThrow(
				'cannot be used in an address',
			);
			expect(() => readPathName(given, 'Wallet ID')).toThrow('cannot be used in an address');
			if (before !== '\ufeff') expect(readId(given, 'wallet', 'Wallet ID')).toBe(given);
		}),
	);
});

it('messages name the ID and its field', () => {
	expect(() => readId('', 'contact', 'Contact ID')).toThrow(/^The contact ID is empty$/);
	expect(() => readId({}, 'contact', 'Contact ID')).toThrow(
		/^The contact ID is not a text or a number: an object$/,
	);
	expect(() => readName('', 'Identity Value')).toThrow(/^"Identity Value" is empty$/);
});

it.each(['12345.0', '6032001234567890.00', '1000.0'])(
	'%s is an ID that a program has made a number',
	(given) => {
		for (const read of readers) expect(() => read(given)).toThrow('written with decimals');
	},
);

it.each(['1.0', '2.0', '12.5', 'v1000.0', '1.2.0'])('%s may be an ID', (given) => {
	for (const read of readers) expect(read(given)).toBe(given);
});

it('marks that are not seen are dropped around a name, and rejected within it and in IDs', () => {
	for (const mark of ['\u200b', '\ufeff', '\u202a', '\u200e', '\u00ad', '\u2060']) {
		expect(readName(`${mark} VIP ${mark}`, 'Tag')).toBe('VIP');
		for (const read of readers)
			expect(() => read(`C-${mark}1`)).toThrow('a character that is not seen');
		expect(() => readId(`${mark}C-1`, 'contact', 'Contact ID')).toThrow(
			'a character that is not seen',
		);
	}
	// These join letters of Persian and Hindi, and people of an emoji.
	for (const given of ['می\u200cخواهم', 'क\u094d\u200dष', '👩\u200d👧']) {
		for (const read of readers) expect(read(given)).toBe(given);
	}
});
