import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import {
	type Entry,
	type EntryResult,
	type Operation,
	UnexpectedResponseError,
} from '../../../../engine/operation';
import { isBlank, optional } from '../../../../engine/fields/blank';
import { readBoolean } from '../../../../engine/fields/boolean';
import { readWholeNumber } from '../../../../engine/fields/number';
import type { Parameters } from '../../../../engine/fields/parameters';
import { readPhone } from '../../../../engine/fields/phone';
import { itemError } from '../../../../engine/fields/itemError';
import { optionalText, requiredText } from '../../../../engine/fields/text';
import { isoUtc, readDate } from '../../../../engine/fields/date';
import { path } from '../../../../engine/path';
import { LIMITS, MAX_SMS } from '../../api';
import { smsOptions } from '../../options';
import { toProperty } from '../../send';

/** One message of a bulk request. */
interface Sms {
	to: string;
	correlationId: string;
	json: string;
	/** JSON of what holds for a whole request. */
	common: string;
}

const properties: INodeProperties[] = [
	toProperty,
	{
		displayName: 'Message Text',
		name: 'messageText',
		type: 'string',
		typeOptions: { rows: 4 },
		required: true,
		default: '',
		description: `What to send, up to ${LIMITS.smsText} characters`,
	},
];

export const send: Operation<Sms> = {
	resource: 'sms',
	value: 'send',
	name: 'Send',
	description: 'Send text messages in bulk',
	action: 'Send an SMS',
	properties,
	options: smsOptions,
	batching: {
		maxEntries: MAX_SMS,
		maxBytes: Number.POSITIVE_INFINITY,
		envelopeBytes: 0,
		keys: 'none',
	},
	// SMS have a limit of their own (wavy 1.3).
	limitGroup: 'sms',
	// Nothing is documented by which Wavy would know a repeated message (wavy 1.2).
	idempotent: false,
	read(parameters, { reference, timezone }) {
		const to = parameters.field('to');
		const messageText = parameters.field('messageText');
		const ownOf = readOwn(parameters);
		const commonOf = readCommon(parameters, timezone);
		return (item) => {
			const { correlationId = reference(item), ...own } = ownOf(item);
			const destination = readPhone(to(item), 'To');
			const text = requiredText(messageText(item), 'Message Text', LIMITS.smsText);
			const json = JSON.stringify({ destination, messageText: text, correlationId, ...own });
			const common = JSON.stringify(commonOf(item));
			return {
				item,
				key: correlationId,
				group: common,
				data: { to: destination, correlationId, json, common },
				bytes: 0,
			};
		};
	},
	request: (batch) => ({ method: 'POST', path: path`/v1/send-bulk-sms`, body: bulkBody(batch) }),
	parseResponse: smsAnswers,
};

function bulkBody(batch: Array<Entry<Sms>>): Buffer {
	const { common } = batch[0]!.data;
	const messages = batch.map(({ data }) => data.json).join(',');
	return Buffer.from(
		`{"messages":[${messages}]${common === '{}' ? '' : `,${common.slice(1, -1)}`}}`,
	);
}

/**
 * Options of one message; documented for the single call, which a bulk call's messages are taken to share (wavy 1.7).
 */
function readOwn(parameters: Parameters) {
	const campaignAlias = parameters.field('options.campaignAlias');
	const correlationId = parameters.field('options.correlationId');
	const extraInfo = parameters.field('options.extraInfo');
	const expiresInMinutes = parameters.field('options.expiresInMinutes');
	const flashSms = parameters.field('options.flashSms', false);
	return (item: number) => ({
		campaignAlias: optionalText(campaignAlias(item), 'Campaign Alias'),
		correlationId: optionalText(correlationId(item), 'Correlation ID', LIMITS.smsCorrelationId),
		extraInfo: optionalText(extraInfo(item), 'Extra Info', LIMITS.smsExtraInfo),
		expiresInMinutes: minutes(expiresInMinutes(item)),
		flashSMS: readBoolean(flashSms(item), 'Flash SMS', false) || undefined,
	});
}

/** Options that stand beside the messages of a bulk call (wavy 1.7). */
function readCommon(parameters: Parameters, timezone: string) {
	const flowId = parameters.field('options.flowId');
	const scheduledDate = parameters.field('options.scheduledDate');
	return (item: number) => ({
		flowId: optionalText(flowId(item), 'Flow ID'),
		scheduledDate: schedule(scheduledDate(item), timezone),
	});
}

function minutes(value: unknown): number | undefined {
	return (
		optional(value, (given) => readWholeNumber(given, 'Expires In (Minutes)', { min: 0 })) ||
		undefined
	);
}

/** How far ahead a message has to be scheduled, at least (wavy 1.7). */
const MIN_AHEAD_MS = 30 * 60_000;

function schedule(value: unknown, timezone: string): string | undefined {
	if (isBlank(value)) return undefined;
	const date = readDate(value, 'Scheduled Date', timezone);
	if (date.toMillis() - Date.now() > MIN_AHEAD_MS) return isoUtc(date);
	throw itemError(
		'"Scheduled Date" is less than 30 minutes ahead',
		'Choose a later time, or leave it out to send at once',
	);
}

/** `{id, messages:[{id}]}` (wavy 1.7); a correlation id beside it is not documented, but taken where it stands. */
const answerSchema = z.object({
	messages: z.array(z.object({ id: z.string().nullish(), correlationId: z.string().nullish() })),
});

/**
 * Receipts by correlation id where Wavy gives it, else in the order sent.
 *
 * @throws UnexpectedResponseError where there are not as many as messages
 */
function smsAnswers(batch: Array<Entry<Sms>>, body: unknown): Array<EntryResult<Sms>> {
	const parsed = answerSchema.safeParse(body);
	if (!parsed.success || parsed.data.messages.length !== batch.length)
		throw new UnexpectedResponseError();
	const { messages } = parsed.data;
	const byId = new Map(messages.map(({ id, correlationId }) => [correlationId, id]));
	const isTied = byId.size === batch.length && batch.every(({ key }) => byId.has(key));
	return batch.map(({ data: { to, correlationId } }, i) => {
		const id = (isTied ? byId.get(correlationId) : messages[i]?.id) ?? null;
		const result: IDataObject = { to, accepted: true, messageId: id, correlationId };
		return { accepted: true, result };
	});
}
