import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { readJsonObject } from '../../../../engine/fields/json';
import type { Entry, Operation } from '../../../../engine/operation';
import { itemError } from '../../../../engine/fields/itemError';

type Kind = 'message' | 'status';

interface Forwarded {
	kind: Kind;
	/** JSON of the entries of `data[]`, as Wavy sent them. */
	entries: string[];
}

const properties: INodeProperties[] = [
	{
		displayName: 'Callback',
		name: 'callback',
		type: 'json',
		required: true,
		default: '={{ $json.raw }}',
		description: 'What Wavy sent: an entry as the Wavy Trigger puts it out in "raw", or a whole callback with its "data"',
	},
	{
		displayName: 'Kind',
		name: 'kind',
		type: 'options',
		default: 'auto',
		description: 'Which of the two addresses of uContact it is for',
		options: [
			{ name: 'As the Callback Tells', value: 'auto' },
			{ name: 'Message', value: 'message', description: 'A customer has written' },
			{ name: 'Status', value: 'status', description: 'What became of a message' },
		],
	},
];

export const forward: Operation<Forwarded> = {
	resource: 'callback',
	value: 'forward',
	name: 'Forward',
	description: 'Pass a callback of Wavy on, so that n8n and uContact share one number',
	action: 'Forward a callback',
	properties,
	batching: { maxEntries: 100, maxBytes: Number.POSITIVE_INFINITY, envelopeBytes: 0, keys: 'none' },
	// Not documented that uContact knows a repeat: an agent might see a message twice.
	idempotent: false,
	read(parameters) {
		const callback = parameters.field('callback');
		const chosen = parameters.field('kind', 'auto');
		return (item) => {
			const entries = entriesOf(readJsonObject(callback(item), 'Callback'));
			const kind = kindOf(chosen(item), entries);
			return { item, key: '', group: kind, data: { kind, entries: entries.map((entry) => JSON.stringify(entry)) }, bytes: 0 };
		};
	},
	request: (batch) => ({
		method: 'POST',
		// The addresses that Wavy itself is given (002); they take its own payload.
		path: `/Integra/resources/Wavy/${batch[0]!.data.kind}`,
		body: callbackBody(batch),
	}),
	parseResponse: (batch) =>
		batch.map(({ data: { kind, entries } }) => ({
			accepted: true,
			result: { accepted: true, kind, entries: entries.length },
		})),
};

function callbackBody(batch: Array<Entry<Forwarded>>): Buffer {
	const entries = batch.flatMap(({ data }) => data.entries);
	return Buffer.from(`{"total":${entries.length},"data":[${entries.join(',')}]}`);
}

function entriesOf(callback: Record<string, unknown>): IDataObject[] {
	const entries: unknown[] = Array.isArray(callback.data) ? callback.data : [callback];
	if (entries.length > 0 && entries.every((entry) => typeof entry === 'object' && entry !== null)) return entries as IDataObject[];
	throw itemError('"Callback" holds no entries', 'Map the "raw" field of the Wavy Trigger to it');
}

/** A reply has a message or its source, a status has neither (CONTRACTS 1.6). */
function kindOf(chosen: unknown, entries: IDataObject[]): Kind {
	if (chosen === 'message' || chosen === 'status') return chosen;
	const kinds = new Set(entries.map((entry) => (entry.message !== undefined || entry.source !== undefined ? 'message' : 'status')));
	const [kind] = kinds;
	const known = entries.every((entry) => 'message' in entry || 'source' in entry || 'sentStatusCode' in entry || 'destination' in entry);
	if (kinds.size === 1 && kind && known) return kind as Kind;
	throw itemError(
		kinds.size > 1 ? '"Callback" holds messages and statuses together' : '"Callback" is neither a message nor a status of Wavy',
		'Map the "raw" field of the Wavy Trigger to it, or choose the kind',
	);
}
