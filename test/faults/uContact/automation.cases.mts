import type { INodeParameters } from 'n8n-workflow';

import { phone } from '../../support/wavy.mts';
import { holdAgainstLedger, nameOf, timesIn } from '../balance.mts';
import type { FaultCase, Finished } from '../vendor.mts';

interface LeadRow {
	hub: string;
	list: string | null;
	contact: { name: string; clientIds: string[] };
}

const HUBS = ['Calls', 'Reminders', 'Texts'];

const item = (i: number) => ({
	name: nameOf(i),
	phone: phone(i),
	hub: HUBS[i % HUBS.length]!,
	list: `List ${i % 25}`,
});

const contact = (resource: string, operation: string, more: INodeParameters): INodeParameters => ({
	resource,
	operation,
	hubName: '={{ $json.hub }}',
	contactInput: 'fields',
	to: '={{ $json.phone }}',
	contactFields: { field: [{ name: 'name', value: '={{ $json.name }}' }] },
	...more,
});

/** Each contact once, in the hub of its item, by its number. */
async function holdContacts(
	{ claims, items, tenant }: Finished,
	placeOf: (row: LeadRow) => string,
): Promise<void> {
	const rows = await tenant.rows<LeadRow>('uContact/leads');
	holdAgainstLedger(claims, timesIn(rows.map(({ contact: { name } }) => name)));
	const meant = new Map(
		(items as Array<ReturnType<typeof item>>).map((one) => [
			one.name,
			placeOf({ ...one, contact: { name: one.name, clientIds: [one.phone] } }),
		]),
	);
	for (const row of rows) {
		const { name } = row.contact;
		if (placeOf(row) !== meant.get(name))
			throw new Error(`${name} is in the hub as ${placeOf(row)}, and was to be ${meant.get(name)}`);
	}
}

/** A contact as JSON, for `test/conformance`. */
const further = { contactJson: '{ "clientIds": ["59891111111"], "name": "Ana" }' };

export const cases: FaultCase[] = [
	{
		name: 'lists uploaded',
		parameters: (options) => contact('list', 'upload', { listName: '={{ $json.list }}', options }),
		further,
		item,
		check: async (finished) =>
			await holdContacts(
				finished,
				({ hub, list, contact: { clientIds } }) => `${hub}, ${list}: ${clientIds.join()}`,
			),
	},
	{
		name: 'fresh leads',
		parameters: (options) => contact('lead', 'create', { options }),
		further,
		item,
		check: async (finished) =>
			await holdContacts(
				finished,
				({ hub, contact: { clientIds } }) => `${hub}: ${clientIds.join()}`,
			),
	},
];
