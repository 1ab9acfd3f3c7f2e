import fc from 'fast-check';

import { readPhone } from '../../../engine/fields/phone';

describe('readPhone', () => {
	it.each([
		['5519900001111', '5519900001111'],
		['+55(19) 900001111', '5519900001111'],
		['+55 19 90000-1111', '5519900001111'],
		['0055 19 90000 1111', '5519900001111'],
		['+44 (0)20 7946 0958', '442079460958'],
		['tel:+46-70-413.45.61', '46704134561'],
		['whatsapp:+46704134561', '46704134561'],
		['\u202a+46\u00a070\u2011413 45 61\u202c', '46704134561'],
		['＋４６７０４１３４５６１', '46704134561'],
		['  46704134561\n', '46704134561'],
		[46_704_134_561, '46704134561'],
	])('reads %p', (given, expected) => {
		expect(readPhone(given, 'To')).toBe(expected);
	});

	it.each([
		['', 'is empty'],
		[null, 'is empty'],
		['070-413 45 61', 'no country code'],
		['5.51999E+12', 'spreadsheet'],
		['12345', 'not a phone number'],
		['1234567890123456', 'not a phone number'],
		['call me', 'not a phone number'],
		['+46 70 413 45 61 ext. 5', 'not a phone number'],
		['46704134561, 46704134562', 'not a phone number'],
		[12.5, 'not a phone number'],
		[{ a: 1 }, 'not a phone number'],
		[['46704134561'], 'not a phone number'],
	])('refuses %p', (given, expected) => {
		expect(() => readPhone(given, 'To')).toThrow(expected);
	});

	it('reads a number the same however it is grouped', () => {
		const digits = fc.stringMatching(/^[1-9]\d{6,14}$/);
		const gap = fc.constantFrom('', ' ', '-', '.', '\u2011', '\u00a0', '/');
		fc.assert(
			fc.property(digits, fc.array(gap, { minLength: 15, maxLength: 15 }), fc.constantFrom('', '+', '00'), (number, gaps, prefix) => {
				const spelled = prefix + [...number].map((digit, i) => digit + gaps[i]).join('');
				expect(readPhone(spelled, 'To')).toBe(number);
			}),
		);
	});
});
