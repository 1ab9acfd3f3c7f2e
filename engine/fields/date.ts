import { DateTime } from 'luxon';

import { itemError } from './itemError';

/** Epoch seconds and milliseconds do not overlap for dates between 1973 and 5138. */
const LEAST_EPOCH_SECONDS = 1e8;
const LEAST_EPOCH_MILLISECONDS = 1e11;

/**
 * Reads a date the way a user writes it: ISO 8601, RFC 2822, SQL, epoch seconds or milliseconds, or a
 * date object. A date without a zone is taken to be in the workflow's time zone, as everywhere in n8n.
 *
 * @param field the parameter's name as the user sees it
 * @param zone IANA name of the workflow's time zone
 * @throws ItemError where it is not a date
 */
export function readDate(value: unknown, field: string, zone: string): DateTime {
	const date = parse(value, zone);
	if (date?.isValid) return date;
	const missing = value === undefined || value === null || value === '';
	throw itemError(
		missing ? `"${field}" is empty` : `"${field}" is not a date: ${JSON.stringify(value)}`,
		`Give "${field}" a date such as 2026-11-21T09:30:00Z`,
	);
}

function parse(value: unknown, zone: string): DateTime | undefined {
	if (DateTime.isDateTime(value)) return value;
	if (value instanceof Date) return DateTime.fromJSDate(value, { zone });
	if (typeof value === 'number') return fromEpoch(value, zone);
	if (typeof value !== 'string') return undefined;
	const text = value.trim();
	if (/^\d{9,}$/.test(text)) return fromEpoch(Number(text), zone);
	const options = { zone };
	return [DateTime.fromISO, DateTime.fromSQL, DateTime.fromRFC2822]
		.map((from) => from(text, options))
		.find(({ isValid }) => isValid);
}

function fromEpoch(value: number, zone: string): DateTime | undefined {
	if (value >= LEAST_EPOCH_MILLISECONDS) return DateTime.fromMillis(value, { zone });
	if (value >= LEAST_EPOCH_SECONDS) return DateTime.fromSeconds(value, { zone });
	return undefined;
}

/** ISO 8601 in UTC, as `2016-04-11T09:11:43Z` or with milliseconds. */
export function isoUtc(date: DateTime): string {
	return date.toUTC().toISO({ suppressMilliseconds: true }) as string;
}
