import { optional } from '../../../../engine/fields/blank';
import { readName } from '../../../../engine/fields/id';
import type { Operation } from '../../../../engine/operation';
import {
	contactInput,
	contactReader,
	type HubContact,
	hubPath,
	hubProperty,
} from '../../automation';

interface ListContact extends HubContact {
	fileName: string;
}

/** uContact 5.6: the list is loaded after the response, and stays inactive until somebody starts it. */
export const upload: Operation<ListContact> = {
	resource: 'list',
	value: 'upload',
	name: 'Upload',
	description:
		'Upload all items as a list of an outbound hub, where it waits until somebody starts it',
	action: 'Upload a list',
	properties: [
		hubProperty,
		{
			displayName: 'List Name',
			name: 'listName',
			type: 'string',
			default: 'n8n list',
			description: 'Name of the list in the hub. Items of several names make a list for each.',
		},
		...contactInput.properties,
	],
	// A list for each hub and name, however long it is: in two requests it would be two lists.
	batching: {
		maxEntries: Number.MAX_SAFE_INTEGER,
		maxBytes: Number.POSITIVE_INFINITY,
		envelopeBytes: 0,
		keys: 'none',
	},
	itemsOnly: 'A list is one request, which is made in memory as a whole',
	// A list that is uploaded twice is called twice.
	idempotent: false,
	read(parameters) {
		const contactOf = contactReader(parameters);
		const listName = parameters.field('listName');
		return (item) => {
			const fileName =
				optional(listName(item), (value) => readName(value, 'List Name')) ?? 'n8n list';
			const data = { ...contactOf(item), fileName };
			return { item, key: '', group: JSON.stringify([data.hub, fileName]), data, bytes: 0 };
		};
	},
	request(batch) {
		const { hub, fileName: filename } = batch[0]!.data;
		const list = batch.map(({ data }) => data.contact);
		return {
			method: 'POST',
			path: hubPath(hub, 'lists'),
			body: Buffer.from(JSON.stringify({ filename, list })),
		};
	},
	parseResponse: (batch) =>
		batch.map(({ data: { hub, fileName, contact } }) => ({
			accepted: true,
			result: { accepted: true, hub, listName: fileName, contact, active: false },
		})),
};
