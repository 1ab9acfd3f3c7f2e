import fc from 'fast-check';
import { DateTime } from 'luxon';

import { isDateObject, isoUtc, readDate, readDay } from '../../../engine/fields/date';
import { ItemError } from '../../../engine/fields/itemError';
import { blank, composite } from './given.mts';

const ZONES = ['America/Sao_Paulo', 'America/New_York', 'Europe/Stockholm', 'Asia/Kolkata', 'Pacific/Auckland', 'Pacific/Honolulu', 'UTC'];
const zone = fc.constantFrom(...ZONES);
const read = (value: unknown, inZone = 'America/Sao_Paulo') => readDate(value, 'At', inZone).toMillis();

/** Whole seconds, in which every form can be written. */
const seconds = (from: string, to: string) =>
	fc.integer({ min: Date.parse(from) / 1000, max: Date.parse(to) / 1000 }).map((s) => DateTime.fromSeconds(s, { zone: 'utc' }));
const moment = seconds('1902-01-01', '2099-12-30');
const recent = seconds('2001-09-10', '2099-12-30');

describe('a point in time', () => {
	it('is the same in every form that names its zone', () => {
		fc.assert(
			fc.property(moment, zone, zone, (at, zoneWritten, zoneOfWorkflow) => {
				const written = at.setZone(zoneWritten);
				// Offsets of whole minutes: before standard times, zones were seconds off.
				fc.pre(Number.isInteger(written.offset));
				const forms = [
					at.toISO(),
					written.toISO({ suppressMilliseconds: true }),
					written.toFormat('yyyy-MM-dd HH:mm:ssZZ'),
					written.toFormat("kkkk-'W'WW-c'T'HH:mm:ssZZ"),
					written.toFormat("yyyyMMdd'T'HHmmssZZZ"),
					at.toFormat("yyyyMMddHHmmss'Z'"),
					written.toRFC2822(),
					at.toHTTP(),
					at.toJSDate(),
					written,
				];
				for (const form of forms) expect([form, read(form, zoneOfWorkflow)]).toEqual([form, at.toMillis()]);
			}),
		);
	});

	it('without a zone is in the zone of the workflow', () => {
		fc.assert(
			fc.property(moment, zone, (at, inZone) => {
				const there = at.setZone(inZone);
				// An hour that comes twice in autumn is one of the two.
				fc.pre(DateTime.fromISO(there.toFormat("yyyy-MM-dd'T'HH:mm:ss"), { zone: inZone }).equals(there));
				const forms = ["yyyy-MM-dd'T'HH:mm:ss", 'yyyy-MM-dd HH:mm:ss', 'yyyyMMddHHmmss', "yyyyMMdd'T'HHmmss"].map((form) => there.toFormat(form));
				for (const form of [...forms, Number(there.toFormat('yyyyMMddHHmmss'))]) {
					expect([form, read(form, inZone)]).toEqual([form, at.toMillis()]);
				}
				const minute = there.startOf('minute');
				for (const form of [minute.toFormat('yyyyMMddHHmm'), Number(minute.toFormat('yyyyMMddHHmm'))]) expect(read(form, inZone)).toBe(minute.toMillis());
				const day = there.startOf('day');
				for (const form of [there.toISODate(), there.toFormat('yyyyMMdd'), Number(there.toFormat('yyyyMMdd'))]) expect(read(form, inZone)).toBe(day.toMillis());
			}),
		);
	});

	it('may be given in seconds and milliseconds since 1970, as a number, as text and as a spreadsheet writes it', () => {
		const isHours = (text: string) => DateTime.fromFormat(text, 'yyyyMMddHH').isValid;
		fc.assert(
			fc.property(recent, fc.integer({ min: 0, max: 999 }), zone, (at, ms, inZone) => {
				const s = String(at.toSeconds());
				fc.pre(!isHours(s));
				const exact = at.toMillis();
				for (const form of [Number(s), s, ` ${s}\n`, `${s}.0`, exact, String(exact), `${exact}.0`]) expect([form, read(form, inZone)]).toEqual([form, exact]);
				expect(read(`${s}.${String(ms).padStart(3, '0')}`, inZone)).toBe(exact + ms);
				expect(read(exact + ms, inZone)).toBe(exact + ms);
			}),
		);
	});

	it('is never guessed from other digits', () => {
		const isSeconds = (text: string) => text.length === 9 && text >= '631152000';
		const digits = fc
			.stringMatching(/^[1-9]\d{0,20}$/)
			.filter((text) => ![8, 10, 12, 13, 14].includes(text.length) && !isSeconds(text));
		fc.assert(
			fc.property(digits, fc.boolean(), (text, asNumber) => {
				expect(() => read(asNumber ? Number(text) : text)).toThrow('"At" is not a date');
			}),
		);
	});

	it.each<[number, string]>([
		[631_152_000, '1990-01-01T00:00:00Z'],
		[788_918_400, '1995-01-01T00:00:00Z'],
		[788_918_400_000, '1995-01-01T00:00:00Z'],
		[999_999_999_999, '2001-09-09T01:46:39.999Z'],
	])('%d is of the years from 1990', (epoch, iso) => {
		for (const form of [epoch, String(epoch)]) expect(read(form)).toBe(Date.parse(iso));
		expect(() => read(631_151_999)).toThrow('"At" is not a date');
	});

	it('in whole hours is not taken for seconds', () => {
		fc.assert(
			fc.property(seconds('2000-01-02', '2099-12-30'), (at) => {
				const hours = at.toFormat('yyyyMMddHH');
				for (const form of [hours, Number(hours)]) {
					const error = errorOf(() => read(form));
					expect(error.hint).toContain('Add the minutes');
				}
			}),
		);
	});

	it('lies within the years 1900 to 2100', () => {
		const year = fc.oneof(fc.integer({ min: 0, max: 1899 }), fc.integer({ min: 2101, max: 6000 })).map((y) => String(y).padStart(4, '0'));
		fc.assert(
			fc.property(year, (y) => {
				for (const form of [`${y}-06-15`, `${y}-06-15T12:00:00Z`, `${y}-06-15 12:00`, `${y}0615`, `${y}06151200`, `${y}0615120000`, new Date(`${y}-06-15T12:00:00Z`)]) {
					expect(() => read(form)).toThrow('"At" is not a date');
				}
			}),
		);
		expect(() => read('+012026-11-21T00:00:00Z')).toThrow(ItemError);
		expect(() => read(new Date(Number.NaN))).toThrow(ItemError);
		expect(() => read(DateTime.invalid('test'))).toThrow(ItemError);
	});

	it.each<[unknown, string]>([
		['21/11/2026', 'Day and month'],
		['11/21/2026', 'Day and month'],
		['1.2.2026', 'Day and month'],
		['03-04-26', 'Day and month'],
		['21/11/2026 09:30', 'Day and month'],
		[46347, 'spreadsheet'],
		['46347.396', 'spreadsheet'],
		['0000-00-00', 'database'],
		['0000-00-00 00:00:00', 'database'],
		[1763717400000000, 'without smaller fractions'],
		['1763717400000000000', 'without smaller fractions'],
		['12:30', 'as well as the time'],
		['T09:30:00Z', 'as well as the time'],
		['9:30', 'as well as the time'],
		['2026', 'Give the day'],
		[2026, 'Give the day'],
		['2026-11', 'Give the day'],
		['2026-W47', 'Give the day'],
		['2026W47', 'Give the day'],
		['1230', 'Give the day'],
	])('%p comes with advice', (given, hint) => {
		expect(errorOf(() => read(given)).hint).toContain(hint);
	});

	it.each(['12', 'W47', '2026-13-01', '2026-02-30', '20261321', '202611312500', '2026-11-21T25:00', '2026-11-21Tx', '2026-11-21 morning', '2026-1-5', 'tomorrow', '21 Nov 2026', '+046347', '1e9', '0x7ea', `2026-11-21${' '.repeat(60)}x`])(
		'%p is not a date',
		(given) => {
			expect(() => read(given)).toThrow('"At" is not a date');
		},
	);

	it('is nothing that is no text, number or date object', () => {
		fc.assert(fc.property(composite, (given) => expect(() => read(given)).toThrow('"At" is not a date')));
		fc.assert(fc.property(blank, (given) => expect(() => read(given)).toThrow('"At" is empty')));
	});

	it('any other text is a date of luxon or rejected', () => {
		const text = fc.oneof(fc.string(), fc.stringMatching(/^[-\d:TWZ ./+]{1,20}$/));
		fc.assert(
			fc.property(text, (given) => {
				try {
					const { year } = readDate(given, 'At', 'UTC');
					expect(year).toBeGreaterThanOrEqual(1899);
					expect(year).toBeLessThanOrEqual(2101);
				} catch (error) {
					if (!(error instanceof ItemError)) throw error;
				}
			}),
			{ numRuns: 3000 },
		);
	});

	it('is sent in UTC', () => {
		expect(isoUtc(readDate('2026-11-21T09:30:00.120+01:00', 'At', 'UTC'))).toBe('2026-11-21T08:30:00.120Z');
		expect(isoUtc(readDate(1795253400, 'At', 'America/New_York'))).toBe('2026-11-21T09:30:00Z');
	});
});

describe('a day', () => {
	const day = fc.date({ min: new Date('1900-01-02'), max: new Date('2099-12-30'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
	const offset = fc.integer({ min: -12 * 4, max: 14 * 4 }).map((quarters) => {
		const minutes = Math.abs(quarters) * 15;
		return `${quarters < 0 ? '-' : '+'}${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
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
				for (const form of forms) expect([form, readDay(form, 'dob', inZone)]).toEqual([form, given]);
			}),
			{ numRuns: 300 },
		);
	});

	it('may be given as a midnight since 1970, or before it', () => {
		fc.assert(
			fc.property(day, zone, (given, inZone) => {
				for (const midnight of [DateTime.fromISO(given, { zone: 'utc' }), DateTime.fromISO(given, { zone: inZone })]) {
					const s = midnight.toSeconds();
					for (const form of [s, String(s), midnight.toMillis(), String(midnight.toMillis())]) {
						const days = Math.abs(midnight.diff(DateTime.fromMillis(0), 'days').days);
						const year = midnight.year;
						// Seconds near 1970 have too few digits, some of 1976 and of 2030 to 2036 spell another date, and some are
						// a midnight in milliseconds, too.
						const isOpen = days > 1200 && year !== 1976 && (year < 2030 || year > 2036) && !isMidnightInMs(s, inZone);
						const error = errorOf(() => readDay(form, 'dob', inZone), false);
						if (isOpen) expect([form, error]).toEqual([form, undefined]);
						if (!error) expect([form, readDay(form, 'dob', inZone)]).toEqual([form, given]);
					}
				}
			}),
			{ numRuns: 1000 },
		);
	});

	it('is the one that is written beside a time of day', () => {
		const time = fc.tuple(fc.integer({ min: 1, max: 22 }), fc.integer({ min: 1, max: 14 })).map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
		fc.assert(
			fc.property(day, time, offset, zone, (given, at, written, inZone) => {
				for (const form of [`${given}T${at}`, `${given} ${at}:00`, `${given}T${at}:00${written}`, `${given}T${at}Z`, `${compact(given)}${at.replace(':', '')}`]) {
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
		expect(readDay(new Date('2018-11-04T03:00:00Z'), 'dob', 'America/Sao_Paulo')).toBe('2018-11-04');
	});

	it('is not guessed where twelve digits are two midnights', () => {
		// 12 May 1976 in milliseconds, and midnight of 20 July 2007.
		expect(() => readDay(200707200000, 'dob', 'UTC')).toThrow(ItemError);
		expect(readDay('198503070000', 'dob', 'UTC')).toBe('1985-03-07');
	});

	it.each(['07/03/1985', '1985', '1985-03', '0000-00-00', '12', 31113, 'yesterday', true, [], '1899-12-30', '2101-01-01', '07031985', 7031985])('%p is rejected', (given) => {
		expect(() => readDay(given, 'dob', 'America/Sao_Paulo')).toThrow('"dob" is not a date');
	});
});

it('date objects are known whatever class they are of', () => {
	expect([new Date(0), DateTime.now(), DateTime.invalid('test')].map(isDateObject)).toEqual([true, true, true]);
	expect([{}, [], null, '2026-11-21', 5, { isLuxonDateTime: true }].map(isDateObject)).toEqual([false, false, false, false, false, false]);
});

function isMidnightInMs(milliseconds: number, inZone: string): boolean {
	return ['utc', inZone].some((one) => {
		const date = DateTime.fromMillis(milliseconds, { zone: one });
		return date.startOf('day').equals(date);
	});
}

function errorOf(attempt: () => unknown, mustFail?: true): ItemError;
function errorOf(attempt: () => unknown, mustFail: false): ItemError | undefined;
function errorOf(attempt: () => unknown, mustFail = true): ItemError | undefined {
	try {
		const value = attempt();
		if (mustFail) throw new Error(`read as ${String(value)}`);
		return undefined;
	} catch (error) {
		if (!(error instanceof ItemError)) throw error;
		return error;
	}
}
