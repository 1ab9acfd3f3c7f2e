import fc from 'fast-check';

import { ItemError } from '../../../engine/fields/itemError';
import { readPhone, readPhoneAsWritten } from '../../../engine/fields/phone';
import { blank, composite } from './given.mts';
import { valid } from './numberingPlans.mts';

const both = [readPhone, readPhoneAsWritten];

describe('a phone number', () => {
	it.each([
		['5519900001111', '5519900001111'],
		['+55(19) 900001111', '5519900001111'],
		['+55 19 90000-1111', '5519900001111'],
		['0055 19 90000 1111', '5519900001111'],
		['+44 (0)20 7946 0958', '442079460958'],
		['(+44) (0)20 7946 0958', '442079460958'],
		['44(0)20 7946 0958', '442079460958'],
		['+39 (0)6 698 12345', '390669812345'],
		['+39 06 698 12345', '390669812345'],
		['+225 07 01 23 45 67', '2250701234567'],
		['tel:+46-70-413.45.61', '46704134561'],
		['whatsapp:+46704134561', '46704134561'],
		['sms: 46704134561', '46704134561'],
		['\u202a+46\u00a070\u2011413 45 61\u202c', '46704134561'],
		['+46 70\u2212413\u200b45\u00ad61', '46704134561'],
		['＋４６７０４１３４５６１', '46704134561'],
		['（＋４６）７０－４１３４５６１', '46704134561'],
		['+٩٦٦٥٠١٢٣٤٥٦٧', '966501234567'],
		['+۹۸۹۱۲۳۴۵۶۷۸۹', '989123456789'],
		['  46704134561\n', '46704134561'],
		['+33.1.23.45.67.00', '33123456700'],
		['5.511.999.998.888', '5511999998888'],
		['+49 30/123456', '4930123456'],
		['+55 11/99999-8888', '5511999998888'],
		['5511990000000', '5511990000000'],
		[46_704_134_561, '46704134561'],
		[5511999998888, '5511999998888'],
	])('%p is read', (given, expected) => {
		expect(readPhone(given, 'To')).toBe(expected);
	});

	it.each([
		['', 'is empty'],
		[null, 'is empty'],
		['070-413 45 61', 'no country code'],
		['(011) 99999-8888', 'no country code'],
		['11999998888', 'no country code, or a wrong one'],
		['+55 (011) 99999-8888', 'zero after the country code 55'],
		['55 011 99999 8888', 'zero after the country code 55'],
		['+372 05123456', 'zero after the country code 372'],
		['+46 070 413 45 61', 'zero after the country code 46'],
		['5.51999E+12', 'spreadsheet'],
		['5,51999E+12', 'spreadsheet'],
		['4.6704134561e10', 'spreadsheet'],
		['5E12', 'spreadsheet'],
		[5.51199e12, 'spreadsheet'],
		[46_700_000_000, 'spreadsheet'],
		['5511990000000.0', 'spreadsheet'],
		['5511999998888.5', 'not a phone number'],
		['55 11 99999-8888.0', 'not a phone number'],
		['+372 5123456/7', 'not a phone number'],
		['+372 512 3456/57', 'not a phone number'],
		['+46704134561/+46704134562', 'not a phone number'],
		['3725123456/3725123', 'not a phone number'],
		['3725123\n3725124', 'not a phone number'],
		['+55 11 99999-8888; +55 11 99999-7777', 'not a phone number'],
		['5511999998888 / 5511999997777', 'not a phone number'],
		['46704134561, 46704134562', 'not a phone number'],
		['+46704134561+46704134562', 'not a phone number'],
		['12345', 'not a phone number'],
		['1234567890123456', 'not a phone number'],
		['call me', 'not a phone number'],
		['n/a 0', 'not a phone number'],
		['+46 70 413 45 61 ext. 5', 'not a phone number'],
		['+46 70 413 45 61 x5', 'not a phone number'],
		['+46 70 413 45 6²', 'not a phone number'],
		['-108843299', 'not a phone number'],
		["'5511999998888", 'not a phone number'],
		['="5511999998888"', 'not a phone number'],
		['5511999998888@c.us', 'not a phone number'],
		['5511999998888,0', 'not a phone number'],
		[12.5, 'not a phone number'],
		[-46704134561, 'not a phone number'],
		[Number.NaN, 'not a phone number'],
		[{ a: 1 }, 'not a phone number'],
		[['46704134561'], 'not a phone number'],
		[true, 'not a phone number'],
	])('%p is rejected', (given, expected) => {
		expect(() => readPhone(given, 'To')).toThrow(expected);
	});

	it('is the same however it is grouped', () => {
		const gap = fc.constantFrom('', ' ', '-', '.', '\u2011', '\u00a0', ' - ', '\u200b');
		const gaps = fc.array(gap, { minLength: 15, maxLength: 15 });
		fc.assert(
			fc.property(
				valid,
				gaps,
				fc.constantFrom('', '+', '00', '+ '),
				({ code, national }, between, prefix) => {
					const digits = code + national;
					const spelled =
						prefix + [...digits].map((digit, i) => (i === 0 ? '' : between[i]) + digit).join('');
					// One point before the last digits may be that of a number with decimals.
					fc.pre(spelled.length <= 64 && (spelled.match(/\./g) ?? []).length !== 1);
					expect(readPhone(spelled, 'To')).toBe(digits);
				},
			),
			{ numRuns: 500 },
		);
	});

	it('of a spreadsheet has lost its .0, or its digits', () => {
		fc.assert(
			fc.property(
				valid,
				fc.integer({ min: 1, max: 3 }),
				fc.integer({ min: 0, max: 5 }),
				({ code, national }, zeros, precision) => {
					const digits = code + national;
					fc.pre(!digits.endsWith('00000'));
					for (const read of both) {
						expect(read(`${digits}.${'0'.repeat(zeros)}`, 'To')).toBe(digits);
						expect(read(Number(digits), 'To')).toBe(digits);
						const rounded = Number(digits).toExponential(precision);
						for (const form of [rounded, rounded.toUpperCase(), rounded.replace('.', ',')])
							expect(() => read(form, 'To')).toThrow('rounded');
						if (digits.length - precision > 5)
							expect(() => read(Number(rounded), 'To')).toThrow('rounded');
					}
				},
			),
		);
	});

	it('has one text: of two, neither is called', () => {
		const sign = fc.constantFrom(', ', ';', ' / ', '\n', ' or ', '|', ' & ', '+', '\r\n');
		fc.assert(
			fc.property(valid, valid, sign, (one, other, between) => {
				const text = `${one.code}${one.national}${between}${other.code}${other.national}`;
				// Two of seven digits could be an area code and a number.
				fc.pre(text.replace(/\D/g, '').length > 15 || !between.includes('/'));
				for (const read of both) expect(() => read(text, 'To')).toThrow(ItemError);
			}),
		);
	});

	it('is nothing that is no text or number', () => {
		fc.assert(
			fc.property(composite, (given) => {
				for (const read of both) expect(() => read(given, 'To')).toThrow('is not a phone number');
			}),
		);
		fc.assert(
			fc.property(blank, (given) => expect(() => readPhone(given, 'To')).toThrow('"To" is empty')),
		);
	});

	it.each(['+0703980123', '+0 70-413 45 61', '00 070 413 45 61'])(
		'%s has a plus, and no country code',
		(given) => {
			expect(() => readPhone(given, 'To')).toThrow('has no country code');
			expect(() => readPhoneAsWritten(given, 'To')).toThrow('has no country code');
		},
	);

	it('is digits or rejected, whatever the text', () => {
		const text = fc.oneof(
			fc.string({ unit: 'grapheme' }),
			fc.string({ unit: fc.constantFrom(...'+0123456789 ()-./eE,') }),
		);
		fc.assert(
			fc.property(text, (given) => {
				try {
					expect(readPhone(given, 'To')).toMatch(/^[1-9]\d{6,14}$/);
				} catch (error) {
					if (!(error instanceof ItemError)) throw error;
				}
			}),
			{ numRuns: 3000 },
		);
	});

	it('of any length costs nothing, and is not repeated in full', () => {
		for (const text of [
			`a${'\u0300\u0316'.repeat(500_000)}`,
			'5'.repeat(1_000_000),
			' '.repeat(1_000_000) + '5',
		]) {
			const started = process.cpuUsage();
			for (let i = 0; i < 20; i++) {
				try {
					readPhone(text, 'To');
				} catch (error) {
					expect((error as Error).message.length).toBeLessThan(500);
				}
			}
			const { user, system } = process.cpuUsage(started);
			// A quadratic normalisation takes minutes; twenty linear looks at a million characters, milliseconds.
			expect(user + system).toBeLessThan(5_000_000);
		}
	});
});

describe('a phone number as it is written', () => {
	it.each([
		['+1 (555) 123-4567', '+1 (555) 123-4567'],
		['555-123-4567', '555-123-4567'],
		['070-413 45 61', '070-413 45 61'],
		[' 5511999998888.0 ', '5511999998888'],
		[5551234567, '5551234567'],
	])('%p stays', (given, expected) => {
		expect(readPhoneAsWritten(given, 'Phone')).toBe(expected);
	});

	it.each([
		'5.51199E+12',
		5.51199e12,
		'+55 11 99999-8888; +55 11 99999-7777',
		'n/a 0',
		'+55 (011) 99999-8888',
		'12345',
	])('%p is rejected', (given) => {
		expect(() => readPhoneAsWritten(given, 'Phone')).toThrow(ItemError);
	});
});
