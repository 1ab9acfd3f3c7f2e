import fc from 'fast-check';
import { DateTime } from 'luxon';

import { isDateObject, isoUtc, readDate } from '../../../engine/fields/date';
import { ItemError } from '../../../engine/fields/itemError';
import { blank, composite, errorOf, zone } from './given.mts';

const read = (value: unknown, inZone = 'America/Sao_Paulo') =>
	readDate(value, 'At', inZone).toMillis();

/** Whole seconds, in which every form can be written. */
const seconds = (from: string, to: string) =>
	fc
		.integer({ min: Date.parse(from) / 1000, max: Date.parse(to) / 1000 })
		.map((s) => DateTime.fromSeconds(s, { zone: 'utc' }));
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
				for (const form of forms)
					expect([form, read(form, zoneOfWorkflow)]).toEqual([form, at.toMillis()]);
			}),
		);
	});

	it('without a zone is in the zone of the workflow', () => {
		fc.assert(
			fc.property(moment, zone, (at, inZone) => {
				const there = at.setZone(inZone);
				// An hour that comes twice in autumn is one of the two.
				fc.pre(
					DateTime.fromISO(there.toFormat("yyyy-MM-dd'T'HH:mm:ss"), { zone: inZone }).equals(there),
				);
				const forms = [
					"yyyy-MM-dd'T'HH:mm:ss",
					'yyyy-MM-dd HH:mm:ss',
					'yyyyMMddHHmmss',
					"yyyyMMdd'T'HHmmss",
				].map((form) => there.toFormat(form));
				for (const form of [...forms, Number(there.toFormat('yyyyMMddHHmmss'))]) {
					expect([form, read(form, inZone)]).toEqual([form, at.toMillis()]);
				}
				const minute = there.startOf('minute');
				for (const form of [
					minute.toFormat('yyyyMMddHHmm'),
					Number(minute.toFormat('yyyyMMddHHmm')),
				])
					expect(read(form, inZone)).toBe(minute.toMillis());
				const day = there.startOf('day');
				for (const form of [
					there.toISODate(),
					there.toFormat('yyyyMMdd'),
					Number(there.toFormat('yyyyMMdd')),
				])
					expect(read(form, inZone)).toBe(day.toMillis());
			}),
		);
	});

	it('may be given in seconds and milliseconds since 1970, also as a spreadsheet writes them', () => {
		const isHours = (text: string) => DateTime.fromFormat(text, 'yyyyMMddHH').isValid;
		fc.assert(
			fc.property(recent, fc.integer({ min: 0, max: 999 }), zone, (at, ms, inZone) => {
				const s = String(at.toSeconds());
				fc.pre(!isHours(s));
				const exact = at.toMillis();
				for (const form of [Number(s), s, ` ${s}\n`, `${s}.0`, exact, String(exact), `${exact}.0`])
					expect([form, read(form, inZone)]).toEqual([form, exact]);
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
					expect(error?.hint).toContain('Add the minutes');
				}
			}),
		);
	});

	it('lies within the years 1900 to 2100', () => {
		const year = fc
			.oneof(fc.integer({ min: 0, max: 1899 }), fc.integer({ min: 2101, max: 6000 }))
			.map((y) => String(y).padStart(4, '0'));
		fc.assert(
			fc.property(year, (y) => {
				for (const form of [
					`${y}-06-15`,
					`${y}-06-15T12:00:00Z`,
					`${y}-06-15 12:00`,
					`${y}0615`,
					`${y}06151200`,
					`${y}0615120000`,
					new Date(`${y}-06-15T12:00:00Z`),
				]) {
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
		['0000-00-00', 'Databases'],
		['0000-00-00 00:00:00', 'Databases'],
		[1763717400000000, 'without smaller fractions'],
		['1763717400000000000', 'without smaller fractions'],
		['12:30', 'as well as the time'],
		['T09:30:00Z', 'as well as the time'],
		['9:30', 'as well as the time'],
		['2026', 'Include the day'],
		[2026, 'Include the day'],
		['2026-11', 'Include the day'],
		['2026-W47', 'Include the day'],
		['2026W47', 'Include the day'],
		['1230', 'Include the day'],
	])('%p comes with advice', (given, hint) => {
		expect(errorOf(() => read(given))?.hint).toContain(hint);
	});

	it.each([
		'12',
		'W47',
		'2026-13-01',
		'2026-02-30',
		'20261321',
		'202611312500',
		'2026-11-21T25:00',
		'2026-11-21Tx',
		'2026-11-21 morning',
		'2026-1-5',
		'tomorrow',
		'21 Nov 2026',
		'+046347',
		'1e9',
		'0x7ea',
		`2026-11-21${' '.repeat(60)}x`,
	])('%p is not a date', (given) => {
		expect(() => read(given)).toThrow('"At" is not a date');
	});

	it('is nothing that is no text, number or date object', () => {
		fc.assert(
			fc.property(composite, (given) => expect(() => read(given)).toThrow('"At" is not a date')),
		);
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
		expect(isoUtc(readDate('2026-11-21T09:30:00.120+01:00', 'At', 'UTC'))).toBe(
			'2026-11-21T08:30:00.120Z',
		);
		expect(isoUtc(readDate(1795253400, 'At', 'America/New_York'))).toBe('2026-11-21T09:30:00Z');
	});
});

it('date objects are known whatever class they are of', () => {
	expect([new Date(0), DateTime.now(), DateTime.invalid('test')].map(isDateObject)).toEqual([
		true,
		true,
		true,
	]);
	expect([{}, [], null, '2026-11-21', 5, { isLuxonDateTime: true }].map(isDateObject)).toEqual([
		false,
		false,
		false,
		false,
		false,
		false,
	]);
});
