import fc from 'fast-check';
import { parsePhoneNumber } from 'libphonenumber-js/max';

import { callingCodeOf, CODES_BEFORE_ZERO } from '../../../engine/fields/callingCodes';
import { ItemError } from '../../../engine/fields/itemError';
import { readPhone, readPhoneAsWritten } from '../../../engine/fields/phone';
import { firstDigits, type Plan, plans, valid, validOf } from './numberingPlans.mts';

const both = [readPhone, readPhoneAsWritten];

describe('as libphonenumber has them', () => {
	it('calling codes are told from the numbers behind them', () => {
		for (const { code } of plans) expect(callingCodeOf(`${code}5123456`)).toBe(code);
	});

	it('numbers may begin with 0 behind these calling codes only', () => {
		const begin = plans.filter(({ patterns }) =>
			patterns.some((pattern) => firstDigits(pattern).has('0')),
		);
		expect(new Set(begin.map(({ code }) => code))).toEqual(CODES_BEFORE_ZERO);
	});

	it('the first digits of a pattern are told from it', () => {
		expect([...firstDigits('[2-4]\\d{5}|0?7(?:1|2)')]).toEqual(['2', '3', '4', '0', '7']);
		expect([...firstDigits('(?:(?:5|6)?){0,2}8\\d')]).toEqual(['5', '6', '8']);
		for (const { patterns } of plans)
			for (const pattern of patterns) expect(firstDigits(pattern).size).toBeGreaterThan(0);
	});

	it('a valid number is read, in each of its spellings', () => {
		fc.assert(
			fc.property(valid, ({ code, national }) => {
				const digits = code + national;
				const number = parsePhoneNumber(`+${digits}`);
				expect(number.number).toBe(`+${digits}`);
				const spellings = [
					digits,
					`+${digits}`,
					`00${digits}`,
					number.formatInternational(),
					number.getURI(),
					`${digits}.0`,
					` +${code} (${national})`,
				];
				for (const spelling of spellings) {
					if (spelling.endsWith('.0') && digits.endsWith('00000')) continue;
					expect([spelling, readPhone(spelling, 'To')]).toEqual([spelling, digits]);
				}
				const zero = `+${code} (0) ${national}`;
				if (!CODES_BEFORE_ZERO.has(code)) expect(readPhone(zero, 'To')).toBe(digits);
				else if (national.startsWith('0')) {
					const kept = `+${code} (0)${national.slice(1)}`;
					expect(parsePhoneNumber(kept).number).toBe(`+${digits}`);
					expect(readPhone(kept, 'To')).toBe(digits);
				}
			}),
			{ numRuns: 3000 },
		);
	});

	it('the zero of the country itself is rejected behind the calling code', () => {
		fc.assert(
			fc.property(valid, fc.constantFrom('', ' ', ' ('), ({ code, national }, gap) => {
				fc.pre(!CODES_BEFORE_ZERO.has(code));
				const spelling = `+${code}${gap}0${national}${gap === ' (' ? ')' : ''}`;
				const digits = code.length + national.length + 1;
				for (const read of both)
					expect(() => read(spelling, 'To')).toThrow(
						digits > 15
							? ItemError
							: code === '1'
								? 'no country code, or a wrong one'
								: 'zero after',
					);
			}),
			{ numRuns: 1000 },
		);
	});

	it('a number of within the country, in its own spelling, has no country code', () => {
		const prefixed = validOf(
			plans.filter(
				({ nationalPrefix, code }) => nationalPrefix === '0' && !CODES_BEFORE_ZERO.has(code),
			),
		);
		fc.assert(
			fc.property(prefixed, ({ code, national }) => {
				const spelling = parsePhoneNumber(`+${code}${national}`).formatNational();
				fc.pre(spelling.startsWith('0') && !spelling.startsWith('00') && national.length > 6);
				expect(() => readPhone(spelling, 'To')).toThrow('no country code');
				expect(readPhoneAsWritten(spelling, 'Phone')).toBe(spelling);
			}),
		);
	});

	it('no number of the United States and Canada has an area code of 0 or 1', () => {
		const american = plans
			.filter(({ code }) => code === '1')
			.flatMap(({ patterns }: Plan) => patterns);
		for (const pattern of american)
			expect([...firstDigits(pattern)].filter((digit) => digit < '2')).toEqual([]);
		const paulista = fc.stringMatching(/^11(?:9[1-9]\d{7}|[2-5]\d{7})$/);
		fc.assert(
			fc.property(paulista, (national) =>
				expect(() => readPhone(national, 'To')).toThrow('no country code'),
			),
		);
	});
});
