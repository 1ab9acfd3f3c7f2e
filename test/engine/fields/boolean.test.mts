import fc from 'fast-check';

import { readBoolean } from '../../../engine/fields/boolean';
import { ItemError } from '../../../engine/fields/itemError';
import { blank } from './given.mts';

const YES = [
	'true',
	't',
	'yes',
	'y',
	'on',
	'1',
	'1.0',
	'wahr',
	'ja',
	'sim',
	'verdadeiro',
	'sí',
	'si',
	'oui',
	'vrai',
	'sant',
	'kyllä',
];
const NO = [
	'false',
	'f',
	'no',
	'n',
	'off',
	'0',
	'0.0',
	'falsch',
	'nein',
	'não',
	'nao',
	'falso',
	'non',
	'faux',
	'nej',
	'fałsz',
];

const spellings: Array<(word: string) => string> = [
	(word) => word,
	(word) => word.toUpperCase(),
	(word) => ` ${word[0]!.toUpperCase()}${word.slice(1)}\n`,
	(word) => word.normalize('NFD'),
];
const spelled = (words: string[]) =>
	fc
		.tuple(fc.constantFrom(...words), fc.constantFrom(...spellings))
		.map(([word, spell]) => spell(word));

it('yes and no are read in the words of spreadsheets, whatever a blank means', () => {
	fc.assert(
		fc.property(spelled(YES), spelled(NO), fc.boolean(), (yes, no, fallback) => {
			expect(readBoolean(yes, 'Upload', fallback)).toBe(true);
			expect(readBoolean(no, 'Upload', fallback)).toBe(false);
		}),
		{ numRuns: 500 },
	);
	for (const fallback of [true, false]) {
		expect([true, 1].map((value) => readBoolean(value, 'Upload', fallback))).toEqual([true, true]);
		expect([false, 0].map((value) => readBoolean(value, 'Upload', fallback))).toEqual([
			false,
			false,
		]);
	}
});

it('a blank means what the parameter says', () => {
	fc.assert(
		fc.property(blank, fc.boolean(), (given, fallback) =>
			expect(readBoolean(given, 'Upload', fallback)).toBe(fallback),
		),
	);
});

it('anything else is rejected: nothing is true just because it is something', () => {
	const word = fc
		.string({ unit: 'grapheme' })
		.filter(
			(text) =>
				!/^\s*(?:[tyfn01]|true|yes|on|ja|si|no|off|non|nie|nei|tak|sim|oui)?\s*$/i.test(text),
		);
	const other = fc.oneof(
		word,
		fc.integer({ min: 2 }),
		fc.integer({ max: -1 }),
		fc.array(fc.boolean()),
		fc.object(),
		fc.constantFrom(0.5, Number.NaN, 1n),
	);
	fc.assert(
		fc.property(other, (given) => {
			fc.pre(typeof given !== 'string' || /[^\s\p{Cf}]/u.test(given));
			expect(() => readBoolean(given, 'Upload', false)).toThrow(ItemError);
		}),
	);
	for (const given of ['maybe', 'x', 'nope', '2', '-1', 'truethy', 'y'.repeat(1000)]) {
		expect(() => readBoolean(given, 'Upload', true)).toThrow('"Upload" is neither yes nor no');
	}
});
