import fc from 'fast-check';
import { DateTime } from 'luxon';

import { readDay } from '../../../engine/fields/date';
import { ItemError } from '../../../engine/fields/itemError';
import { errorOf, zone } from './given.mts';

describe('a day', () => {
	const day = fc
		.date({ min: new Date('1900-01-02'), max: new Date('2099-12-30'), noInvalidDate: true })
		.map((date) => date.toISOString().slice(0, 10));
	const offset = fc.integer({ min: -12 * 4, max: 14 * 4 }).map((quarters) => {
		const minutes = Math.abs(quarters) * 15;
		const [h, m] = [Math.floor(minutes / 60), minutes % 60].map((n) => String(n).padStart(2, '0'));
		return `${quarters < 0 ? '-' : '+'}${h}:${m}`;
	});
	const compact = (text: string) => text.replaceAll('-', '');

	it('is moved by no zone, whichever midnight it is given by', () => {
		fc.assert(
			fc.property(day, zone, offset, (given, inZone, written) => {
				const there = DateTime.fromISO(given, { zone: inZone });
				const utc = Date.parse(given);
				const forms = [
					given,
					compact(given),
					Number(compact(given)),
					`${given}T00:00:00`,
					`${given} 00:00:00`,
					`${given}T00:00:00.000Z`,
					`${given}T00:00:00${written}`,
					`${given} 00:00:00${written}`,
					`${compact(given)}T000000Z`,
					new Date(utc),
					there.toJSDate(),
					there.toUTC().toISO(),
					there,
					DateTime.fromISO(given, { zone: 'Asia/Tokyo' }),
				];
				for (const form of forms)
					expect([form, readDay(form, 'dob', inZone)]).toEqual([form, given]);
			}),
			{ numRuns: 300 },
		);
	});

	it('may be given as a midnight since 1970, or before it', () => {
		fc.assert(
			fc.property(day, zone, (given, inZone) => {
				for (const midnight of [
					DateTime.fromISO(given, { zone: 'utc' }),
					DateTime.fromISO(given, { zone: inZone }),
				]) {
					const s = midnight.toSeconds();
					for (const form of [s, String(s), midnight.toMillis(), String(midnight.toMillis())]) {
						const days = Math.abs(midnight.diff(DateTime.fromMillis(0), 'days').days);
						const year = midnight.year;
						// Seconds near 1970 have too few digits, some of 1976 and of 2030 to 2036 spell another date, and some are
						// a midnight in milliseconds, too.
						const isOpen =
							days > 1200 &&
							year !== 1976 &&
							(year < 2030 || year > 2036) &&
							!isMidnightInMs(s, inZone);
						const error = errorOf(() => readDay(form, 'dob', inZone));
						if (isOpen) expect([form, error]).toEqual([form, undefined]);
						if (!error) expect([form, readDay(form, 'dob', inZone)]).toEqual([form, given]);
					}
				}
			}),
			{ numRuns: 1000 },
		);
	});

	it('is the one that is written beside a time of day', () => {
		const time = fc
			.tuple(fc.integer({ min: 1, max: 22 }), fc.integer({ min: 1, max: 14 }))
			.map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
		fc.assert(
			fc.property(day, time, offset, zone, (given, at, written, inZone) => {
				for (const form of [
					`${given}T${at}`,
					`${given} ${at}:00`,
					`${given}T${at}:00${written}`,
					`${given}T${at}Z`,
					`${compact(given)}${at.replace(':', '')}`,
				]) {
					expect([form, readDay(form, 'dob', inZone)]).toEqual([form, given]);
				}
			}),
		);
	});

	it('of a date object is the one in its zone, else in the zone of the workflow', () => {
		const late = DateTime.fromISO('2026-11-21T23:30:01', { zone: 'America/Sao_Paulo' });
		expect(readDay(late, 'dob', 'Europe/Stockholm')).toBe('2026-11-21');
		expect(readDay(late.toJSDate(), 'dob', 'Europe/Stockholm')).toBe('2026-11-22');
		expect(readDay(late.toJSDate(), 'dob', 'America/New_York')).toBe('2026-11-21');
		expect(readDay(late.toMillis(), 'dob', 'America/New_York')).toBe('2026-11-21');
	});

	it('begins later where the clocks go forward at midnight', () => {
		expect(readDay(new Date('2018-11-04T03:00:00Z'), 'dob', 'America/Sao_Paulo')).toBe(
			'2018-11-04',
		);
	});

	it('is not guessed where twelve digits are two midnights', () => {
		// 12 May 1976 in milliseconds, and midnight of 20 July 2007.
		expect(() => readDay(200707200000, 'dob', 'UTC')).toThrow(ItemError);
		expect(readDay('198503070000', 'dob', 'UTC')).toBe('1985-03-07');
	});

	it.each([
		'07/03/1985',
		'1985',
		'1985-03',
		'0000-00-00',
		'12',
		31113,
		'yesterday',
		true,
		[],
		'1899-12-30',
		'2101-01-01',
		'07031985',
		7031985,
	])('%p is rejected', (given) => {
		expect(() => readDay(given, 'dob', 'America/Sao_Paulo')).toThrow('"dob" is not a date');
	});
});

function isMidnightInMs(milliseconds: number, inZone: string): boolean {
	return ['utc', inZone].some((one) => {
		const date = DateTime.fromMillis(milliseconds, { zone: one });
		return date.startOf('day').equals(date);
	});
}
