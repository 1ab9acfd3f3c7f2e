import { DateTime } from 'luxon';
import { z } from 'zod/v4';

/** Fields inside a section are the customer's own (wai 4.4). */
const section = z.custom<Record<string, unknown>>(
	(value) => typeof value === 'object' && value !== null && !Array.isArray(value),
	'must be an object',
);

/** A contact is its two sections and nothing else (wai 4.4). */
export const contact = z.object({ personal: section, general: section }).strict();

/** `iteration` may be left out, as the bulk sample does (wai 4.5). */
export const membership = z
	.object({ campaign: z.string().min(1), iteration: z.string().min(1).optional() })
	.strict();

/** Any text is taken as `at`, because WAI replaces what it cannot parse by the current time (wai 4.6). */
export const event = z.object({ name: z.string().min(1), at: z.string().optional() }).strict();

/** `2016-04-11T09:11:43Z` or `2016-04-11T09:11:43.573921Z` (wai 4.1) */
const utcDate = z.iso.datetime();

export const metric = z
	.object({
		received: utcDate,
		periodStart: utcDate,
		periodEnd: utcDate,
		metrics: z
			.array(
				z.object({ name: z.string().min(1), value: z.number(), unit: z.string().min(1) }).strict(),
			)
			.min(1),
	})
	.strict();

export type Contact = z.infer<typeof contact>;
export type Membership = z.infer<typeof membership>;
export type Event = z.infer<typeof event>;
export type Metric = z.infer<typeof metric>;

/**
 * When an event happened, as WAI keeps it, in ms since 1970: parsed as UTC where no zone is given; undefined when it
 * cannot be parsed, for which WAI takes the current time (wai 4.6).
 */
export function eventTime(at: string | undefined): number | undefined {
	if (at === undefined) return undefined;
	const time = DateTime.fromISO(at, { zone: 'utc' });
	return time.isValid ? time.toMillis() : undefined;
}

/** What is wrong with an entry, in one sentence. */
export function problemOf(error: z.ZodError): string {
	return error.issues
		.map(({ path, message }) => `${path.join('.') || 'entry'}: ${message}`)
		.join('; ');
}
