import { z } from 'zod/v4';
import { phone } from './schemas.mts';

const text = z.string().min(1);
const whole = z.number().int();
const positive = whole.positive();
/** `yyyy-MM-dd'T'HH:mm:ss`, in `timeZone`; a zone of its own is taken as well. */
const date = z.iso.datetime({ local: true, offset: true });

/** At most one of these may be given. */
const EXCLUSIVE = [
	['expiresAt', 'expiresInMinutes', 'expiresDate'],
	['scheduledAt', 'scheduledDate', 'delayedInMinutes'],
];

const options = {
	correlationId: z.string().max(64).optional(),
	extraInfo: z.string().max(255).optional(),
	expiresAt: positive.optional(),
	expiresInMinutes: positive.optional(),
	expiresDate: date.optional(),
	scheduledAt: positive.optional(),
	scheduledDate: date.optional(),
	delayedInMinutes: positive.optional(),
	campaignAlias: text.optional(),
	/** a sample has it as a text */
	flashSMS: z.union([z.boolean(), z.enum(['true', 'false'])]).optional(),
	params: z.record(z.string(), z.unknown()).optional(),
};

/** What may stand at the root of a request. */
const rootOptions = {
	timeZone: text.optional(),
	timeWindow: z.array(whole.min(0).max(23)).min(1).optional(),
	flowId: text.optional(),
	templateId: whole.optional(),
	templateName: text.optional(),
	campaignAlias: text.optional(),
	scheduledDate: date.optional(),
	scheduledAt: positive.optional(),
	/** for administrators only, who cannot send */
	subAccount: z.never('can only be used by administrators').optional(),
};

const messageText = z.string().min(1).max(1280);
const isExclusive = (given: object): boolean =>
	EXCLUSIVE.every((names) => names.filter((name) => name in given).length <= 1);
const exclusive = 'the fields for one moment are mutually exclusive';

/** Where the text comes from: the message itself, a template or a flow. */
const hasText = (given: object): boolean =>
	['messageText', 'templateId', 'templateName', 'flowId'].some((name) => name in given);

export const smsBody = z
	.object({ destination: phone, messageText: messageText.optional(), ...options, ...rootOptions })
	.strict()
	.refine(isExclusive, exclusive)
	.refine(hasText, 'messageText is required');

const bulkMessage = z
	.object({ destination: phone, messageText: messageText.optional(), ...options })
	.strict()
	.refine(isExclusive, exclusive);

/** At most 1,000 messages (wavy 1.7); a message without text takes that of `defaultValues`. */
export const bulkSmsBody = z
	.object({
		messages: z.array(bulkMessage).min(1).max(1000),
		defaultValues: z
			.object({ messageText: messageText.optional(), ...options })
			.strict()
			.optional(),
		...rootOptions,
	})
	.strict()
	.refine(
		({ messages, defaultValues, ...root }) =>
			hasText(root) || hasText(defaultValues ?? {}) || messages.every(hasText),
		'a message has no text',
	);

export const statusSearchBody = z
	.object({ ids: z.array(text).default([]), correlationIds: z.array(text).default([]) })
	.strict()
	.refine(
		({ ids, correlationIds }) => ids.length + correlationIds.length > 0,
		'give ids or correlationIds',
	);

export const lookupBody = z.object({ destinations: z.array(phone).min(1) }).strict();

/** The query string of a single message; all its values are texts. */
export function smsOfQuery(query: Readonly<Record<string, string | string[]>>): object {
	const numbers = [
		'expiresAt',
		'expiresInMinutes',
		'scheduledAt',
		'delayedInMinutes',
		'templateId',
	];
	const value = ([name, given]: [string, string | string[]]): unknown => {
		if (name === 'timeWindow') return [given].flat().flatMap((part) => part.split(',').map(Number));
		return numbers.includes(name) ? Number(given) : given;
	};
	return Object.fromEntries(Object.entries(query).map((entry) => [entry[0], value(entry)]));
}
