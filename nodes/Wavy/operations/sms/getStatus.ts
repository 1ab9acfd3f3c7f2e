import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { choiceReader } from '../../../../engine/fields/choice';
import { readName } from '../../../../engine/fields/id';
import {
	type Entry,
	type EntryResult,
	type Operation,
	UnexpectedResponseError,
} from '../../../../engine/operation';
import { path } from '../../../../engine/path';
import { MAX_SMS } from '../../api';
import { readEntry } from '../../callback';

const id = (
	displayName: string,
	name: string,
	by: string,
	description: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	required: true,
	default: '',
	displayOptions: { show: { searchBy: [by] } },
	description,
});

const properties: INodeProperties[] = [
	{
		displayName: 'Search By',
		name: 'searchBy',
		type: 'options',
		noDataExpression: true,
		default: 'messageId',
		options: [
			{ name: 'Correlation ID', value: 'correlationId', description: 'Your own ID of the message' },
			{ name: 'Message ID', value: 'messageId', description: 'The ID that Wavy gave the message' },
		],
		description: 'Which ID of the message you have',
	},
	id(
		'Message ID',
		'messageId',
		'messageId',
		'ID of the SMS, which SMS: Send puts out as messageId',
	),
	id(
		'Correlation ID',
		'correlationId',
		'correlationId',
		'Correlation ID that the SMS was sent with',
	),
];

/** Which SMS is asked for. */
interface Asked {
	by: 'messageId' | 'correlationId';
	id: string;
}

/**
 * The last status of each SMS, kept for three days (wavy 1.7). The name of the list in the answer is not documented,
 * so whatever list of objects it holds is taken.
 */
export const getStatus: Operation<Asked> = {
	resource: 'sms',
	value: 'getStatus',
	name: 'Get Status',
	description: 'Get what became of SMS that were sent in the last three days',
	action: 'Get the status of an SMS',
	properties,
	kind: 'get',
	// How many ids a request may have is not documented; a request a second is (wavy 1.3), so they share requests.
	batching: {
		maxEntries: MAX_SMS,
		defaultBatchSize: 100,
		maxBytes: Number.POSITIVE_INFINITY,
		envelopeBytes: 0,
		keys: 'none',
	},
	idempotent: true,
	read(parameters) {
		const choice = { name: 'searchBy', title: 'Search By', fallback: 'messageId' };
		const askedOf = choiceReader<Asked>(parameters, choice, {
			messageId(from) {
				const messageId = from.field('messageId');
				return (item) => ({ by: 'messageId', id: readName(messageId(item), 'Message ID') });
			},
			correlationId(from) {
				const correlationId = from.field('correlationId');
				return (item) => ({
					by: 'correlationId',
					id: readName(correlationId(item), 'Correlation ID'),
				});
			},
		});
		return (item) => {
			const data = askedOf(item);
			return { item, key: data.id, data, bytes: 0 };
		};
	},
	request(batch) {
		const idsBy = (by: Asked['by']) => [
			...new Set(batch.filter(({ data }) => data.by === by).map(({ data }) => data.id)),
		];
		const body = { ids: idsBy('messageId'), correlationIds: idsBy('correlationId') };
		return {
			method: 'POST',
			path: path`/v1/sms/status/search`,
			body: Buffer.from(JSON.stringify(body)),
		};
	},
	parseResponse: statusesOf,
};

const listSchema = z.array(
	z.custom<IDataObject>((one) => z.object({ id: z.string() }).safeParse(one).success),
);

function statusesOf(batch: Array<Entry<Asked>>, body: unknown): Array<EntryResult<Asked>> {
	const lists = typeof body === 'object' && body !== null ? Object.values(body) : [];
	const list = listSchema.safeParse(lists.find(Array.isArray));
	if (!list.success) throw new UnexpectedResponseError();
	return batch.map(({ data: { by, id: asked } }) => {
		const own = list.data.filter(
			(entry) => (by === 'messageId' ? entry.id : entry.correlationId) === asked,
		);
		return { accepted: true, result: resultOf({ [by]: asked }, own) };
	});
}

/** What stands in a status beside the ids; null for a message that Wavy does not know, or no longer. */
const UNKNOWN = {
	to: null,
	status: null,
	statusCode: null,
	final: false,
	delivered: false,
	reason: null,
	at: null,
};

function resultOf(asked: IDataObject, entries: IDataObject[]): IDataObject {
	// Of several, the delivery says more than the sending.
	const last =
		entries.find(({ deliveredStatusCode: code }) => code !== undefined && code !== null) ??
		entries.at(-1);
	if (!last) return { messageId: null, found: false, correlationId: null, ...UNKNOWN, ...asked };
	const { sentStatusAt: sentAt, sentStatusDate: sentDate } = last;
	// By the names that callbacks have for the same (wavy 1.7); it has a carrier, even where none is told.
	const entry = readEntry({ carrierName: 'not told', sentAt, sentDate, ...last });
	if (!entry) throw new UnexpectedResponseError();
	const { id: messageId, ...status } = entry;
	const told = [
		'correlationId',
		'to',
		'status',
		'statusCode',
		'final',
		'delivered',
		'reason',
		'at',
	].map((name) => [name, status[name]]);
	return { messageId, found: true, ...(Object.fromEntries(told) as IDataObject) } as IDataObject;
}
