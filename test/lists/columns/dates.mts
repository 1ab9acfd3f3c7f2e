import { DateTime } from 'luxon';

import {
	anyOf,
	type Column,
	column,
	type Empty,
	NO_CELL,
	NO_VALUE,
	type Writing,
} from '../cells.mts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The day that Excel's dates count from, its leap day of 1900 included. */
const EXCEL_EPOCH = Date.UTC(1899, 11, 30);

const iso = (ms: number): string => new Date(ms).toISOString();

/** Dates in forms that leave day and month, the century or the year open, or that say nothing. */
const DAMAGES: ReadonlyArray<Writing<number>> = [
	anyOf(NO_CELL),
	anyOf(NO_VALUE),
	anyOf([
		'0000-00-00',
		'0000-00-00 00:00:00',
		'00000000',
		'09:30',
		'12',
		12,
		2026,
		'2026',
		'2026-11',
		'2026-W47',
	]),
	anyOf(['yesterday', 'n/a', '-', '1/1/70', '31.02.2026', '2026-02-30', '2026-11-21T25:00']),
	(ms) => DateTime.fromMillis(ms, { zone: 'utc' }).toFormat('dd/MM/yyyy'),
	(ms) => DateTime.fromMillis(ms, { zone: 'utc' }).toFormat('M/d/yy'),
	(ms) => DateTime.fromMillis(ms, { zone: 'utc' }).toFormat('M/d/yyyy h:mm a'),
	(ms) => DateTime.fromMillis(ms, { zone: 'utc' }).toFormat('dd.MM.yyyy HH:mm'),
	(ms) => DateTime.fromMillis(ms, { zone: 'utc' }).toFormat('dd-MMM-yy'),
	(ms) => DateTime.fromMillis(ms, { zone: 'utc' }).toFormat('MMM d, yyyy'),
	(ms) => DateTime.fromMillis(ms, { zone: 'utc' }).toFormat('ddMMyyyy'),
	(ms) => DateTime.fromMillis(ms, { zone: 'utc' }).toFormat('yyyy年M月d日'),
	// A date as Excel counts it, and with a decimal comma.
	(ms) => Math.floor((ms - EXCEL_EPOCH) / DAY_MS),
	(ms) => (ms - EXCEL_EPOCH) / DAY_MS,
	(ms) => String(Math.floor((ms - EXCEL_EPOCH) / DAY_MS)),
	(ms) => `${((ms - EXCEL_EPOCH) / DAY_MS).toFixed(4).replace('.', ',')}`,
	// SAP's and Microsoft's JSON.
	(ms) => `/Date(${ms})/`,
];

/** What of a moment only cannot be told. */
const MOMENT_DAMAGES: ReadonlyArray<Writing<number>> = [
	(ms) => ms * 1000,
	(ms) => String(ms * 1000),
	(ms) => DateTime.fromMillis(ms, { zone: 'utc' }).toFormat('yyyyMMddHH'),
];

/** Writes a moment by the clock of the workflow's zone, where that clock shows it once only. */
const local =
	(zone: string, format: string): Writing<number> =>
	(ms) => {
		const there = DateTime.fromMillis(ms, { zone });
		const isOnce = [-60, -30, 30, 60].every(
			(minutes) =>
				there.plus({ minutes }).toFormat('yyyyMMddHHmm') !== there.toFormat('yyyyMMddHHmm'),
		);
		return isOnce ? there.toFormat(format) : undefined;
	};

/** What a moment can be, in years. */
interface Moments {
	from: number;
	to: number;
	empty?: Empty;
}

/** Points in time, to the minute; sent as ISO 8601 in UTC. */
export const moments = (zone: string, { from, to, empty }: Moments): Column =>
	column<number>({
		meant: (random) =>
			random.int(Date.UTC(from, 0) / MINUTE_MS, Date.UTC(to, 0) / MINUTE_MS) * MINUTE_MS,
		right: (ms) => iso(ms).replace('.000Z', 'Z'),
		writings: [
			iso,
			(ms) => iso(ms).replace(':00.000Z', 'Z'),
			(ms) => iso(ms).replace('.000Z', '+00:00'),
			(ms) => iso(ms).replace('.000Z', '.0000000Z'),
			(ms) => DateTime.fromMillis(ms, { zone: 'Asia/Kolkata' }).toISO(),
			(ms) => DateTime.fromMillis(ms, { zone: 'Asia/Kolkata' }).toFormat('yyyy-MM-dd HH:mm:ssZZ'),
			(ms) => DateTime.fromMillis(ms, { zone: 'America/Bogota' }).toRFC2822(),
			(ms) => ` ${DateTime.fromMillis(ms, { zone: 'utc' }).toHTTP()!} `,
			(ms) => DateTime.fromMillis(ms, { zone: 'utc' }).toFormat("yyyyMMdd'T'HHmmss'Z'"),
			(ms) => ms / 1000,
			(ms) => String(ms / 1000),
			(ms) => `${ms / 1000}.0`,
			(ms) => ms,
			(ms) => String(ms),
			local(zone, 'yyyy-MM-dd HH:mm:ss'),
			local(zone, 'yyyy-MM-dd HH:mm'),
			local(zone, "yyyy-MM-dd'T'HH:mm:ss"),
			local(zone, 'yyyyMMddHHmmss'),
			local(zone, 'yyyyMMddHHmm'),
			(ms, random) => Number(local(zone, 'yyyyMMddHHmmss')(ms, random)) || undefined,
		],
		damages: [...DAMAGES, ...MOMENT_DAMAGES],
		empty,
	});

/** Days of the calendar, such as birthdays, by the midnights of UTC and of the workflow's zone. */
export const days = (zone: string, empty?: Empty): Column => {
	const inZone = (ms: number) => DateTime.fromISO(iso(ms).slice(0, 10), { zone });
	return column<number>({
		meant: (random) => random.int(Date.UTC(1930, 0) / DAY_MS, Date.UTC(2012, 0) / DAY_MS) * DAY_MS,
		right: (ms) => iso(ms).slice(0, 10),
		writings: [
			(ms) => iso(ms).slice(0, 10),
			(ms) => iso(ms).slice(0, 10).replaceAll('-', ''),
			(ms) => Number(iso(ms).slice(0, 10).replaceAll('-', '')),
			iso,
			(ms) => `${iso(ms).slice(0, 10)} 00:00:00`,
			(ms) => `${iso(ms).slice(0, 10)}T00:00:00+09:00`,
			(ms) => `${iso(ms).slice(0, 10)} 23:59`,
			(ms) => inZone(ms).toUTC().toISO(),
			(ms) => inZone(ms).toISO(),
			// Days around 1970 have too few digits to be told from other numbers.
			(ms) => (Math.abs(ms) > 1500 * DAY_MS ? ms : undefined),
			(ms) => (Math.abs(ms) > 1500 * DAY_MS ? String(inZone(ms).toMillis()) : undefined),
		],
		damages: [...DAMAGES, anyOf([31_113, '31113', '07031985', '1985-3-7', '85-03-07'])],
		empty,
	});
};
