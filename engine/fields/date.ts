import isDate from 'lodash/isDate';
import { DateTime } from 'luxon';

import { isBlank } from './blank';
import { blankValue, itemError, quoted } from './itemError';

/** Dates outside these years are something else that was taken for a date. */
const MIN_YEAR = 1900;
const MAX_YEAR = 2100;

/** The longest text that is tried: an ISO date with its zone's name, or an e-mail's date with a comment. */
const MAX_LENGTH = 64;

/**
 * Reads a point in time: a date object, a text in ISO 8601, SQL or RFC 2822 form, `yyyyMMdd` with or without
 * `HHmm[ss]`, or the seconds or milliseconds since 1970 (of the years 1990 to 2100). A date without a zone is taken to
 * be in the workflow's time zone, as everywhere in n8n.
 *
 * @param field the parameter's name as the user sees it
 * @param zone IANA name of the workflow's time zone
 * @throws ItemError where it is anything else, or ambiguous, or not within the years 1900 to 2100
 */
export function readDate(value: unknown, field: string, zone: string): DateTime {
	return checked(parse(value, zone, instantOfDigits), value, field).date.setZone(zone);
}

/**
 * Reads a day of the calendar, such as a birthday, which no time zone may move.
 *
 * Midnight names the day that begins with it: midnight in the zone that is written, in UTC, or in the workflow's
 * zone. Any other time of day counts for the day in the zone that is written, else in the workflow's zone.
 *
 * @returns the day as `yyyy-MM-dd`
 * @throws ItemError as `readDate` does; seconds and milliseconds since 1970 may have a minus, and fewer digits
 */
export function readDay(value: unknown, field: string, zone: string): string {
	return dayOf(checked(parse(value, zone, dayOfDigits), value, field), zone);
}

/** ISO 8601 in UTC, as `2016-04-11T09:11:43Z` or with milliseconds. */
export function isoUtc(date: DateTime): string {
	return date.toUTC().toISO({ suppressMilliseconds: true }) as string;
}

/** Whether a value is a date object, of whichever realm: expressions are evaluated in one of their own. */
export function isDateObject(value: unknown): boolean {
	return isDate(value) || isLuxon(value) || isTransferred(value);
}

/** A date object as ISO 8601 text; undefined for anything else, and for a date object that holds no date. */
export function isoOfDateObject(value: unknown): string | undefined {
	if (isDate(value)) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
	if (isLuxon(value)) return value.toISO() ?? undefined;
	return isTransferred(value) ? value.__isoString : undefined;
}

/** n8n may hold another copy of luxon, of whose class this module's DateTime knows nothing. */
function isLuxon(value: unknown): value is DateTime {
	return (
		typeof value === 'object' && value !== null && 'isLuxonDateTime' in value && 'toISO' in value
	);
}

/** The form in which n8n 2.41 moves a DateTime out of the isolate of its expressions, before it is rebuilt. */
function isTransferred(value: unknown): value is { __isoString: string } {
	return (
		typeof value === 'object' &&
		value !== null &&
		'__n8nType' in value &&
		value.__n8nType === 'DateTime' &&
		'__isoString' in value &&
		typeof value.__isoString === 'string'
	);
}

/** What is read of a value. */
interface Reading {
	/** In the zone that is written, else in the workflow's. */
	date: DateTime;
	/** Whether it is the day and the time of a calendar and a clock on the wall, of which no other zone need know. */
	isLocal: boolean;
}

/** Reads a text of digits only, perhaps with a minus or a fraction. */
type DigitReader = (digits: Digits, zone: string) => Reading | undefined;

function parse(value: unknown, zone: string, readDigits: DigitReader): Reading | undefined {
	if (isDate(value)) return sinceEpoch(value.getTime(), zone);
	const text = typeof value === 'number' ? String(value) : (isoOfDateObject(value) ?? value);
	if (typeof text !== 'string' || text.length > MAX_LENGTH) return undefined;
	const bare = text.trim();
	const digits = DIGITS.exec(bare)?.groups as Digits | undefined;
	if (digits) return readDigits(digits, zone);
	return fromText(bare, zone);
}

/** A full date must begin it, or luxon would take bare times, years and months for dates. */
const ISO = /^\d{4}-(?:\d\d-\d\d|W\d\d-\d|\d{3})(?:T|$)/i;
const SQL = /^\d{4}-\d\d-\d\d \d/;
const RFC_2822 = /^(?:[a-z]{3},\s*)?\d{1,2}\s+[a-z]{3}\s+\d{4}\s/i;
const COMPACT =
	/^(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(?:(\d\d)(\.\d{1,9})?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

function fromText(text: string, zone: string): Reading | undefined {
	const options = { zone, setZone: true };
	if (ISO.test(text)) return asWritten(DateTime.fromISO(text, options));
	if (SQL.test(text)) return asWritten(DateTime.fromSQL(text, options));
	if (RFC_2822.test(text)) return asWritten(DateTime.fromRFC2822(text, options));
	return fromCompact(text, zone);
}

/** An offset that is written becomes a fixed zone; the workflow's has a name, and UTC is the same by both. */
function asWritten(date: DateTime): Reading | undefined {
	return isInRange(date) ? { date, isLocal: date.zone.type !== 'fixed' } : undefined;
}

/** `yyyyMMdd`, `yyyyMMddHHmm`, `yyyyMMddHHmmss`, with or without a T before the time and a zone after it. */
function fromCompact(text: string, zone: string): Reading | undefined {
	const match = COMPACT.exec(text);
	if (!match) return undefined;
	const [
		,
		year,
		month,
		day,
		hour = '00',
		minute = '00',
		second = '00',
		fraction = '',
		offset = '',
	] = match;
	const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${offset}`;
	return asWritten(DateTime.fromISO(iso, { zone, setZone: true }));
}

const DIGITS = /^(?<minus>-?)(?<whole>\d+)(?:\.(?<fraction>\d+))?$/;
interface Digits {
	minus: string;
	whole: string;
	fraction?: string;
}

/** Seconds and milliseconds since 1970 by their number of digits, from 2001 to 2286. */
const SECONDS_DIGITS = 10;
const MILLISECONDS_DIGITS = 13;

/** 1990: before it, fewer digits are more likely something else. */
const MIN_EPOCH_MS = Date.UTC(1990, 0);

/** Before September 2001, both have a digit less. */
const isEpoch = (milliseconds: number, whole: string, digits: number): boolean =>
	whole.length === digits || (whole.length === digits - 1 && milliseconds >= MIN_EPOCH_MS);

function instantOfDigits(
	{ minus, whole, fraction = '' }: Digits,
	zone: string,
): Reading | undefined {
	const number = Number(`${whole}.${fraction}`);
	if (minus !== '' || (isHours(whole) && whole >= '2000')) return undefined;
	if (isEpoch(number, whole, MILLISECONDS_DIGITS)) return sinceEpoch(number, zone);
	if (isEpoch(number * 1000, whole, SECONDS_DIGITS)) return sinceEpoch(number * 1000, zone);
	return isZero(fraction) ? fromCompact(whole, zone) : undefined;
}

/**
 * Birthdays lie before 2001 and before 1970: seconds of 9 digits, milliseconds of 11, or a minus. What can be
 * read in two ways is read in the first; but where the other makes it a midnight, nobody can tell.
 */
function dayOfDigits({ minus, whole, fraction = '' }: Digits, zone: string): Reading | undefined {
	const number = Number(`${minus}${whole}.${fraction}`);
	if (minus === '' && isHours(whole)) return undefined;
	const has = (min: number, max: number) => whole.length >= min && whole.length <= max;
	const [first, ...others] = [
		minus === '' && isZero(fraction) ? fromCompact(whole, zone) : undefined,
		has(SECONDS_DIGITS - 1, SECONDS_DIGITS) ? sinceEpoch(number * 1000, zone) : undefined,
		has(SECONDS_DIGITS - 1, MILLISECONDS_DIGITS) ? sinceEpoch(number, zone) : undefined,
	].filter((reading) => reading !== undefined);
	return others.some(({ date }) => isMidnight(date) || isMidnight(date.toUTC()))
		? undefined
		: first;
}

/** A time in whole hours, yyyyMMddHH, would be taken for seconds of the years 2030 to 2036. */
const isHours = (whole: string): boolean =>
	HOURS.test(whole) && fromCompact(`${whole}00`, 'utc') !== undefined;
const HOURS = /^\d{4}(?:0\d|1[0-2])[0-3]\d[0-2]\d$/;

function sinceEpoch(milliseconds: number, zone: string): Reading | undefined {
	const date = DateTime.fromMillis(Math.round(milliseconds), { zone });
	return isInRange(date) ? { date, isLocal: false } : undefined;
}

const isZero = (fraction: string): boolean => /^0*$/.test(fraction);

function dayOf({ date, isLocal }: Reading, zone: string): string {
	const midnight = isLocal ? undefined : [date, date.toUTC(), date.setZone(zone)].find(isMidnight);
	return (midnight ?? date).toISODate()!;
}

/** Where the clocks go forward at midnight, a day begins later. */
const isMidnight = (date: DateTime): boolean => +date.startOf('day') === +date;

const isInRange = (date: DateTime): boolean =>
	date.isValid && date.year >= MIN_YEAR && date.year <= MAX_YEAR;

function checked(reading: Reading | undefined, value: unknown, field: string): Reading {
	if (reading) return reading;
	const example = `Set "${field}" to a date such as 2026-11-21 or 2026-11-21T09:30:00Z`;
	if (isBlank(value)) throw blankValue(`"${field}"`, example);
	const text =
		typeof value === 'string' || typeof value === 'number'
			? String(value).trim().slice(0, MAX_LENGTH)
			: '';
	const [, advice] = MISTAKES.find(([form]) => form.test(text)) ?? [];
	throw itemError(`"${field}" is not a date: ${quoted(value)}`, advice ?? example);
}

/** What is often taken for a date, and what to do about it. */
const MISTAKES: Array<[RegExp, string]> = [
	[
		/^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}/,
		'Day and month cannot be told apart. Write the date as year-month-day, such as 2026-11-21',
	],
	[
		/^0000-00-00/,
		'Databases write this where there is no date. Leave the field blank, or leave the item out',
	],
	[
		/^-?\d{5}(?:\.\d+)?$/,
		'This is how spreadsheets count days. Format the column as text or as yyyy-mm-dd, and export it again',
	],
	[
		HOURS,
		'It can be read as a date with its hour, and as seconds since 1970. Add the minutes, or write 2026-11-21T09:00',
	],
	[/^\d{15,}(?:\.\d+)?$/, 'Use seconds or milliseconds since 1970, without smaller fractions'],
	[/^T?\d{1,2}:\d\d/i, 'Include the date as well as the time, such as 2026-11-21T09:30'],
	[/^\d{4}(?:-\d\d|-?W\d\d)?$/i, 'Include the day as well, such as 2026-11-21'],
];
