import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import {
	type Entry,
	type EntryResult,
	type Operation,
	type Batching,
	type RunFacts,
	UnexpectedResponseError,
} from '../../engine/operation';
import type { Parameters } from '../../engine/fields/parameters';
import { readPhone } from '../../engine/fields/phone';
import { optionalText } from '../../engine/fields/text';
import { path } from '../../engine/path';
import { MAX_DESTINATIONS, DEFAULT_DESTINATIONS } from './api';
import { messageOptions, tieOptions } from './options';

/** One recipient of a WhatsApp message. */
export interface Destination {
	/** Digits with the country code. */
	to: string;
	correlationId: string;
	/** JSON of all that recipients must have in common to share a request: message and options. */
	common: string;
}

/** The recipient of every message. */
export const toProperty: INodeProperties = {
	displayName: 'To',
	name: 'to',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. +55 19 90000-1111',
	description: 'Phone number of the recipient, with its country code. Any usual spelling will do.',
};

/** Shown where a message reaches only those who have written; Wavy accepts it for anybody, and drops it. */
export const windowNotice: INodeProperties = {
	displayName:
		'This arrives only if the recipient has written to you on WhatsApp in the last 24 ' +
		'hours. Otherwise use Send Template. Wavy accepts it either way: whether it was ' +
		'delivered comes to a Wavy Trigger as a status.',
	name: 'windowNotice',
	type: 'notice',
	default: '',
};

/** No size is documented for requests; one that is rejected as too large (413) is bisected. */
const batching: Batching = {
	maxEntries: MAX_DESTINATIONS,
	defaultBatchSize: DEFAULT_DESTINATIONS,
	maxBytes: Number.POSITIVE_INFINITY,
	envelopeBytes: 0,
	keys: 'none',
};

/** What Wavy sends back with whatever it says of a message. */
export interface Tie {
	correlationId: string;
	extraInfo?: string;
}

/** What is particular to one kind of message. */
export interface MessageKind
	extends Pick<Operation, 'kind' | 'value' | 'name' | 'description' | 'action' | 'properties'>,
		Partial<Pick<Operation, 'afterRun' | 'options' | 'readOnce'>> {
	/** Whether it reaches only recipients who have written in the last 24 hours. */
	needsWindow?: boolean;
	/** @returns what makes the `message` object of item i */
	message(parameters: Parameters): (item: number) => object;
	/** What comes back with statuses and replies, and ties them to the item; the user's options unless given. */
	tie?(parameters: Parameters, facts: RunFacts): (item: number) => Tie;
}

/**
 * An operation that sends one kind of WhatsApp message. Recipients of the same message with the same
 * options share a request wherever they stand in the input (wavy 1.2: one message, many `destinations`).
 */
export function messageOperation({
	message,
	tie = byOptions,
	needsWindow = false,
	options = [],
	...kind
}: MessageKind): Operation<Destination> {
	return {
		resource: 'message',
		...kind,
		properties: [...(needsWindow ? [windowNotice] : []), toProperty, ...kind.properties],
		options: [...messageOptions, ...(tie === byOptions ? tieOptions : []), ...options],
		batching,
		// Nothing is documented by which Wavy would know a repeated message (wavy 1.2).
		idempotent: false,
		read(parameters, facts) {
			const to = parameters.field('to');
			const messageOf = message(parameters);
			const tieOf = tie(parameters, facts);
			const optionsOf = readOptions(parameters);
			return (item) => {
				const { correlationId, extraInfo } = tieOf(item);
				const common = JSON.stringify({
					message: messageOf(item),
					defaultExtraInfo: extraInfo,
					...optionsOf(item),
				});
				return destinationEntry(item, { to: readPhone(to(item), 'To'), correlationId, common });
			};
		},
		request: (batch) => ({
			method: 'POST',
			path: path`/v1/whatsapp/send`,
			body: requestBody(batch),
		}),
		parseResponse: destinationAnswers,
	};
}

/** The user's own correlation id, or one that stays the same when n8n tries the item again. */
const byOptions: NonNullable<MessageKind['tie']> = (parameters, { reference }) => {
	const correlationId = parameters.field('options.correlationId');
	const extraInfo = parameters.field('options.extraInfo');
	return (item) => ({
		correlationId: optionalText(correlationId(item), 'Correlation ID') ?? reference(item),
		extraInfo: optionalText(extraInfo(item), 'Extra Info'),
	});
};

/** Options that hold for the whole request (wavy 1.2). */
function readOptions(parameters: Parameters) {
	const campaignAlias = parameters.field('options.campaignAlias');
	const flowId = parameters.field('options.flowId');
	return (item: number) => ({
		campaignAlias: optionalText(campaignAlias(item), 'Campaign Alias'),
		flowId: optionalText(flowId(item), 'Flow ID'),
	});
}

function destinationEntry(item: number, data: Destination): Entry<Destination> {
	return { item, key: data.correlationId, group: data.common, data, bytes: 0 };
}

function requestBody(batch: Array<Entry<Destination>>): Buffer {
	const destinations = batch.map(({ data: { to, correlationId } }) => ({
		destination: to,
		correlationId,
	}));
	return Buffer.from(
		`{"destinations":${JSON.stringify(destinations)},${batch[0]!.data.common.slice(1)}`,
	);
}

/**
 * The answer's rows. Wavy's page prints `destination` and `Id`, others remember `destinations`;
 * either is taken (wavy 1.2).
 */
const rowSchema = z.object({
	id: z.string().nullish(),
	correlationId: z.string().nullish(),
	destination: z.union([z.string(), z.number()]).nullish(),
});
const answerSchema = z
	.object({
		destinations: z.array(rowSchema).optional(),
		destination: z.array(rowSchema).optional(),
	})
	.refine(({ destinations, destination }) => destinations ?? destination);

const UNNAMED = {
	accepted: false,
	kind: 'unknown',
	retry: false,
	message: 'Wavy accepted the request, but its response does not name this recipient',
	hint: 'Check in Wavy whether the message was sent before you send it again',
} as const;

/**
 * Ties each row of the response to the recipient with its correlation id; numbers may come back as WhatsApp knows
 * them (wavy 1.6). Only where several recipients have the same one, the number tells them apart.
 *
 * @throws UnexpectedResponseError for what is not documented
 */
export function destinationAnswers(
	batch: Array<Entry<Destination>>,
	body: unknown,
): Array<EntryResult<Destination>> {
	const parsed = answerSchema.safeParse(body);
	if (!parsed.success) throw new UnexpectedResponseError();
	const rows = parsed.data.destinations ?? parsed.data.destination ?? [];
	const repeated = repeatedIn(batch.map(({ data }) => data.correlationId));
	const nameOf = (correlationId: string, destination: string) =>
		repeated.has(correlationId) ? rowName(correlationId, destination) : correlationId;
	const idsOf = new Map<string, Array<string | null>>();
	for (const { id, correlationId, destination } of rows) {
		const name = nameOf(correlationId ?? '', String(destination ?? ''));
		const ids = idsOf.get(name);
		if (ids) ids.push(id ?? null);
		else idsOf.set(name, [id ?? null]);
	}
	return batch.map(({ data: { to, correlationId } }) => {
		const messageId = idsOf.get(nameOf(correlationId, to))?.shift();
		if (messageId === undefined) return UNNAMED;
		const result: IDataObject = { to, accepted: true, messageId, correlationId };
		return { accepted: true, result };
	});
}

function repeatedIn(values: string[]): Set<string> {
	const seen = new Set<string>();
	return new Set(values.filter((value) => seen.size === seen.add(value).size));
}

/** The sample number on Wavy's page ends in a full stop (wavy 1.2): only digits are compared. */
const rowName = (correlationId: string, destination: string) =>
	`${destination.replace(/\D/g, '')} ${correlationId}`;
