import type { Operation } from '../../../../engine/operation';
import {
	contactInput,
	contactReader,
	type HubContact,
	hubPath,
	hubProperty,
} from '../../automation';

/** "Few contacts" a call; no number is documented (uContact 5.6). */
const MAX_LEADS = 50;

/** uContact 5.6: contacts that are to be reached at once; the response comes when all are stored. */
export const create: Operation<HubContact> = {
	resource: 'lead',
	value: 'create',
	name: 'Create',
	description: 'Hand fresh leads to a running outbound hub, which contacts them at once',
	action: 'Create a lead',
	properties: [hubProperty, ...contactInput.properties],
	batching: {
		maxEntries: MAX_LEADS,
		maxBytes: Number.POSITIVE_INFINITY,
		envelopeBytes: 0,
		keys: 'none',
	},
	// A lead that comes twice is called twice.
	idempotent: false,
	read(parameters) {
		const contactOf = contactReader(parameters);
		return (item) => {
			const data = contactOf(item);
			return { item, key: '', group: data.hub, data, bytes: 0 };
		};
	},
	request: (batch) => ({
		method: 'POST',
		path: hubPath(batch[0]!.data.hub, 'freshLeads'),
		body: Buffer.from(JSON.stringify({ list: batch.map(({ data }) => data.contact) })),
	}),
	parseResponse: (batch) =>
		batch.map(({ data: { hub, contact } }) => ({
			accepted: true,
			result: { accepted: true, hub, contact },
		})),
};
