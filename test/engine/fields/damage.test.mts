import { damageIn } from '../../../engine/fields/damage';
import { readId, readName } from '../../../engine/fields/id';
import { checkedValue, readJsonObject } from '../../../engine/fields/json';
import { unfloatedPhone } from '../../../engine/fields/phone';
import { requiredText } from '../../../engine/fields/text';

const readers = [
	(value: unknown) => requiredText(value, 'Note'),
	(value: unknown) => readId(value, 'contact', 'Note'),
	(value: unknown) => readName(value, 'Note'),
	(value: unknown) => checkedValue(value, 'Note'),
	(value: unknown) => checkedValue({ list: [value] }, 'Note'),
	(value: unknown) => readJsonObject(JSON.stringify({ a: { b: value } }), 'Note'),
];

describe('a text that nobody can have meant', () => {
	it.each([
		['#N/A', 'a cell without a value'],
		['#REF!', 'a cell without a value'],
		[' #value! ', 'a cell without a value'],
		['#¿NOMBRE?', 'a cell without a value'],
		['#SAKNAS!', 'a cell without a value'],
		['#######', 'a cell without a value'],
		['6.03200123456789E+18', 'rounded'],
		['5,51199E+12', 'rounded'],
		['1e+21', 'rounded'],
		['-2E+15', 'rounded'],
		['Jos\ufffd', 'wrong encoding'],
		['Dear [object Object]', 'an object in the place of a text'],
		['Ana \ud83d', 'half of a character'],
	])('%j is rejected by every reader', (text, why) => {
		for (const read of readers) expect(() => read(text)).toThrow(why);
	});

	it.each([
		'#1',
		'#VIP',
		'#SALE!',
		'# N/A',
		'###',
		'N/A',
		'E+18',
		'1E5',
		'12E+15',
		'1E-05',
		'Type 1.5E+12',
		'José',
		'object Object',
		'1.0',
		'5.5',
	])('%j may be meant', (text) => {
		expect(damageIn(text)).toBeUndefined();
		for (const read of readers) expect(() => read(text)).not.toThrow();
	});
});

it('a document takes whatever JSON can hold exactly', () => {
	for (const given of [
		true,
		null,
		undefined,
		12.5,
		-3,
		'Ana',
		[1, 'a'],
		{ a: { b: [null] } },
		new Date(0),
	]) {
		expect(checkedValue(given, 'city')).toBe(given);
	}
	expect(() => checkedValue(9007199254740994, 'card')).toThrow('"card" holds a number');
	expect(() => checkedValue({ card: [9007199254740994] }, 'data')).toThrow('card.0');
	expect(() => checkedValue(Number.NaN, 'points')).toThrow('is not a number');
});

it('a phone number of a document loses only what a spreadsheet has added', () => {
	for (const given of [
		'+46701',
		'+46 70-413 45 61',
		'0704134561',
		46704134561,
		{ any: 1 },
		null,
		'n/a',
		'Ext. 5',
	]) {
		expect(unfloatedPhone(given, 'phoneNumber')).toBe(given);
	}
	expect(unfloatedPhone('46704134561.0', 'phoneNumber')).toBe('46704134561');
	for (const given of ['5.51199E+12', '5,51199e+12', 5511990000000, '5511990000000.0']) {
		expect(() => unfloatedPhone(given, 'phoneNumber')).toThrow('rounded');
	}
});
