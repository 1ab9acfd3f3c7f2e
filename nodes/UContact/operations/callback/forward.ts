import omit from 'lodash/omit';
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { isBlank } from '../../../../engine/fields/blank';
import { itemError, quoted } from '../../../../engine/fields/itemError';
import { isObject, readJson } from '../../../../engine/fields/json';
import type { Entry, Operation } from '../../../../engine/operation';
import { path } from '../../../../engine/path';

type Kind = 'message' | 'status';

interface Forwarded {
	kind: Kind;
	/** JSON of the entries of `data[]`, as Wavy sent them. */
	entries: string[];
	/** JSON of what tells the account apart (wavy 1.4); empty where Wavy sent none. */
	clientInfo: string;
}

const properties: INodeProperties[] = [
	{
		displayName: 'Callback',
		name: 'callback',
		type: 'json',
		required: true,
		default: '={{ $json.raw }}',
		description:
			'What Wavy sent: an entry as the Wavy Trigger outputs it in "raw", or a whole callback with its "data"',
	},
	{
		displayName: 'Kind',
		name: 'kind',
		type: 'options',
		default: 'auto',
		description: 'Which of the two addresses of uContact it is for',
		options: [
			{ name: 'Detect From the Callback', value: 'auto' },
			{ name: 'Message', value: 'message', description: 'A customer has written' },
			{ name: 'Status', value: 'status', description: 'What became of a message' },
		],
	},
];

export const forward: Operation<Forwarded> = {
	resource: 'callback',
	value: 'forward',
	name: 'Forward',
	description: 'Pass on a Wavy callback, so that n8n and uContact can share one number',
	action: 'Forward a callback',
	properties,
	batching: { maxEntries: 100, maxBytes: Number.POSITIVE_INFINITY, envelopeBytes: 0, keys: 'none' },
	// Not documented that uContact knows a repeat (uContact 5.2): an agent might see a message twice.
	idempotent: false,
	read(parameters) {
		const callback = parameters.field('callback');
		const chosen = parameters.field('kind', 'auto');
		return (item) => {
			const { entries, clientInfo } = partsOf(readCallback(callback(item)));
			const kind = kindOf(chosen(item), entries);
			const data = { kind, entries: entries.map((entry) => JSON.stringify(entry)), clientInfo };
			return { item, key: '', group: `${kind} ${clientInfo}`, data, bytes: 0 };
		};
	},
	request: (batch) => ({
		method: 'POST',
		// The addresses that Wavy itself is given; they take its own payload (uContact 5.2).
		path: path`/Integra/resources/Wavy/${batch[0]!.data.kind}`,
		body: callbackBody(batch),
	}),
	parseResponse: (batch) =>
		batch.map(({ data: { kind, entries } }) => ({
			accepted: true,
			result: { accepted: true, kind, entries: entries.length },
		})),
};

/** The callback as Wavy sends it: its entries, and what tells the account apart. */
function callbackBody(batch: Array<Entry<Forwarded>>): Buffer {
	const entries = batch.flatMap(({ data }) => data.entries);
	const { clientInfo } = batch[0]!.data;
	const client = clientInfo === '' ? '' : `,"clientInfo":${clientInfo}`;
	return Buffer.from(`{"total":${entries.length},"data":[${entries.join(',')}]${client}}`);
}

/** What a customer has written is passed on whatever it looks like. */
function readCallback(value: unknown): IDataObject {
	const callback = readJson(value, 'Callback');
	if (isObject(callback)) return callback as IDataObject;
	throw itemError('"Callback" is not an object', 'Map the "raw" field of the Wavy Trigger to it');
}

function partsOf(callback: IDataObject): { entries: IDataObject[]; clientInfo: string } {
	const given: unknown[] = Array.isArray(callback.data) ? callback.data : [callback];
	if (given.length === 0 || !given.every(isObject)) {
		throw itemError('"Callback" holds no entries', 'Map the "raw" field of the Wavy Trigger to it');
	}
	// The trigger puts it into each entry; Wavy sends it once, beside them.
	const clients = [callback, ...(given as IDataObject[])]
		.map(({ clientInfo }) => clientInfo)
		.filter(isObject);
	const entries = (given as IDataObject[]).map((entry) => omit(entry, 'clientInfo'));
	return { entries, clientInfo: clients[0] ? JSON.stringify(clients[0]) : '' };
}

const has = (entry: IDataObject, name: string): boolean => !isBlank(entry[name]);

/** A reply has a message and its source, a status has neither (wavy 1.6); Wavy may write null for what is not there. */
function kindOf(chosen: unknown, entries: IDataObject[]): Kind {
	if (chosen === 'message' || chosen === 'status') return chosen;
	if (!isBlank(chosen) && chosen !== 'auto') {
		throw itemError(
			`"Kind" has an unknown value: ${quoted(chosen)}`,
			'Use one of: auto, message, status',
		);
	}
	const kinds = new Set(
		entries.map((entry) => (has(entry, 'message') || has(entry, 'source') ? 'message' : 'status')),
	);
	const [kind] = kinds;
	const known = entries.every((entry) =>
		['message', 'source', 'sentStatusCode', 'destination'].some((name) => has(entry, name)),
	);
	if (kinds.size === 1 && kind && known) return kind as Kind;
	throw itemError(
		kinds.size > 1
			? '"Callback" holds messages and statuses together'
			: '"Callback" is neither a message nor a status of Wavy',
		'Map the "raw" field of the Wavy Trigger to it, or choose the kind',
	);
}
