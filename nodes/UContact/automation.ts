import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { isBlank } from '../../engine/fields/blank';
import { fieldsOrJson } from '../../engine/fields/fieldsOrJson';
import { readName, readPathName } from '../../engine/fields/id';
import { itemError } from '../../engine/fields/itemError';
import type { Parameters } from '../../engine/fields/parameters';
import { readPhone } from '../../engine/fields/phone';
import { optionalText } from '../../engine/fields/text';
import { path, type Path } from '../../engine/path';

/** The hub that every call of the Automation API names (uContact 5.6). */
export const hubProperty: INodeProperties = {
	displayName: 'Hub Name',
	name: 'hubName',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. Reminders',
	description: 'Name of the outbound hub in uContact. The credential must hold an API token.',
};

/** A contact of a hub: of which keys it may consist beside its address depends on the hub (uContact 5.6). */
export const contactInput = fieldsOrJson({
	name: 'contact',
	title: 'Contact',
	fields: [
		{
			displayName: 'Phone Number',
			name: 'to',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. +598 91 111 111',
			description: 'Phone number of the contact, with its country code. It is sent in "clientIds".',
		},
		{
			displayName: 'Contact Fields',
			name: 'contactFields',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true },
			placeholder: 'Add contact field',
			default: {},
			description: 'Further fields of the contact, by the names that the hub has for them',
			options: [
				{
					displayName: 'Field',
					name: 'field',
					values: [
						{
							displayName: 'Name',
							name: 'name',
							type: 'string',
							default: '',
							description: 'Name of the field in the hub',
						},
						{
							displayName: 'Value',
							name: 'value',
							type: 'string',
							default: '',
							description: 'Value of the field',
						},
					],
				},
			],
		},
	],
	jsonDefault: '{\n  "clientIds": ["59891111111"]\n}',
	isExample: true,
	texts: {
		input:
			'How to enter a contact. Which fields a WhatsApp contact has is not documented: ask ' +
			'uContact, and use JSON if the fields are not enough.',
		fields: 'Phone number and further fields one by one',
		json: 'The whole contact as the hub takes it',
		jsonBody:
			'The contact as the hub takes it, with "clientIds" (telephony, WhatsApp) or "clientId" (email)',
	},
});

/** A contact on its way into a hub. */
export interface HubContact {
	hub: string;
	contact: IDataObject;
}

/** A reader of each item's contact and hub. */
export function contactReader(parameters: Parameters): (item: number) => HubContact {
	const hub = parameters.field('hubName');
	const contactOf = contactInput.reader(parameters, { fields: guidedContact });
	return (item) => ({ hub: readPathName(hub(item), 'Hub Name'), contact: contactOf(item) });
}

function guidedContact(parameters: Parameters): (item: number) => IDataObject {
	const to = parameters.field('to');
	const rows = parameters.rows('contactFields.field', ['name', 'value']);
	return (item) => {
		const fields = rows.flatMap((row, i) => {
			const [name, value] = [row.name(item), row.value(item)];
			if (isBlank(name) && isBlank(value)) return [];
			if (isBlank(name)) {
				throw itemError(
					`Contact field ${i + 1} has no name`,
					'Give it the name that the hub has for it, or remove it',
				);
			}
			const text = optionalText(value, `Value of contact field ${i + 1}`);
			return text === undefined
				? []
				: [[readName(name, `Name of contact field ${i + 1}`), text] as const];
		});
		return { clientIds: [readPhone(to(item), 'Phone Number')], ...Object.fromEntries(fields) };
	};
}

/** Path of a call of the Automation API. */
export const hubPath = (hub: string, call: 'lists' | 'freshLeads'): Path =>
	path`/api/dialer/id/${hub}/${call}`;
