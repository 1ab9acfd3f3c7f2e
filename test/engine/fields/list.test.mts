import fc from 'fast-check';

import { ItemError } from '../../../engine/fields/itemError';
import { optionalList, requiredList } from '../../../engine/fields/list';
import { blank, unsafe } from './given.mts';

const entry = fc
	.stringMatching(/^[^\s,[\]{}]([^,[\]{}]{0,10}[^\s,[\]{}])?$/)
	// Other separators, and what no text can mean, are tried on their own.
	.filter(
		(text) =>
			/[^\s\p{Cf}]/u.test(text) && !/[;\t\n\r\u2028\u2029\ufffd#]|^\p{Cf}|\p{Cf}$/u.test(text),
	);
const entries = fc.array(entry, { minLength: 1, maxLength: 5 });

it('a list is the same given as a list, as JSON text and with commas', () => {
	fc.assert(
		fc.property(entries, fc.constantFrom(',', ', ', ' ,\n'), (given, comma) => {
			expect(requiredList(given, 'Tags')).toEqual(given);
			expect(requiredList(JSON.stringify(given), 'Tags')).toEqual(given);
			expect(requiredList(` ${JSON.stringify(given, null, 2)}\n`, 'Tags')).toEqual(given);
			expect(requiredList(given.join(comma), 'Tags')).toEqual(given);
		}),
	);
});

it('blank entries are left out, and a list without entries is empty', () => {
	fc.assert(
		fc.property(entries, fc.array(blank), (given, blanks) => {
			expect(requiredList([...blanks, ...given, ...blanks], 'Tags')).toEqual(given);
			expect(optionalList(blanks, 'Tags')).toEqual([]);
			expect(() => requiredList(blanks, 'Tags')).toThrow('"Tags" is empty');
		}),
	);
	for (const given of ['', ' ', null, undefined, [], '[]', ' , ,', '[null, ""]']) {
		expect(optionalList(given, 'Tags')).toEqual([]);
		expect(() => requiredList(given, 'Tags')).toThrow('"Tags" is empty');
	}
});

it('commas within an entry of a list part nothing', () => {
	expect(requiredList(['a, b', 'c'], 'Tags')).toEqual(['a, b', 'c']);
	expect(requiredList('["a, b", "c"]', 'Tags')).toEqual(['a, b', 'c']);
});

it('numbers become texts while they are exact', () => {
	fc.assert(
		fc.property(fc.maxSafeInteger(), (number) =>
			expect(requiredList([number, 'a'], 'Tags')).toEqual([String(number), 'a']),
		),
	);
	fc.assert(
		fc.property(fc.maxSafeInteger(), (number) =>
			expect(requiredList(`[${number}]`, 'Tags')).toEqual([String(number)]),
		),
	);
	fc.assert(
		fc.property(unsafe, (number) =>
			expect(() => requiredList([number], 'Tags')).toThrow('cannot be kept exactly'),
		),
	);
	expect(() => requiredList('[12345678901234567890]', 'Tags')).toThrow('would lose digits at 0');
});

it('objects, yes/no and lists in lists are no texts', () => {
	const wrong = fc.oneof(
		fc.boolean(),
		fc.array(fc.string()),
		fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }),
	);
	fc.assert(
		fc.property(entries, wrong, (given, other) => {
			expect(() => requiredList([...given, other], 'Tags')).toThrow(
				`"Tags, entry ${given.length + 1}" is not a text`,
			);
			expect(() => requiredList(JSON.stringify([other, ...given]), 'Tags')).toThrow(
				'"Tags, entry 1" is not a text',
			);
		}),
	);
	for (const given of [
		{ reference: 'X' },
		true,
		'{"reference":"X"}',
		'{}',
		'[vip, gold]',
		"['vip']",
		'[',
	]) {
		if (given === '[') expect(requiredList(given, 'Tags')).toEqual(['[']);
		else expect(() => requiredList(given, 'Tags')).toThrow(ItemError);
	}
});

it.each([
	'vip;gold',
	'vip; gold; new',
	'vip\ngold',
	'vip\r\ngold\r\nnew',
	'vip\tgold',
	'vip, gold; new',
])('%j is separated by something other than commas', (given) => {
	expect(() => requiredList(given, 'Tags')).toThrow('something other than commas');
	// In a list, nothing needs to be told apart.
	expect(requiredList([given], 'Tags')).toEqual([given]);
});

it.each(['["vip"', '["vip","gold"', '[{"a":1}', '{"a":1', "['vip', 'gold']"])(
	'%s is no list',
	(given) => {
		expect(() => requiredList(given, 'Tags')).toThrow(ItemError);
	},
);

it('marks that are not seen around an entry are dropped', () => {
	expect(requiredList('\u200bvip\u200b, \u202agold\u202c', 'Tags')).toEqual(['vip', 'gold']);
	expect(requiredList(['\ufeffvip'], 'Tags')).toEqual(['vip']);
	expect(requiredList('[VIP] members', 'Tags')).toEqual(['[VIP] members']);
});
