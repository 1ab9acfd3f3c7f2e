import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../../../engine/operation';
import { path } from '../../../../engine/path';
import {
	contactAnswers,
	type ContactEndpoint,
	contactEntry,
	contactRequest,
	oncePerContact,
	readContactId,
} from '../../api';
import { contactIdProperty } from '../../contactId';
import { documentReader, EXAMPLE, type Section } from '../../contactDocument';
import { GENERAL_FIELDS, PERSONAL_FIELDS } from '../../names';

const endpoint: ContactEndpoint = { method: 'PUT', suffix: path``, arrays: false };

function fieldsProperty(section: Section, hint: string): INodeProperties {
	const title = section === 'personal' ? 'Personal' : 'General';
	return {
		displayName: `${title} Fields`,
		name: section,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: `Add ${section} field`,
		default: {},
		displayOptions: { show: { mapping: ['fields'] } },
		description: hint,
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
						placeholder: section === 'personal' ? 'e.g. givenName' : 'e.g. city',
						description: 'Name of the field in WAI',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						description: 'Value of the field. Drag a field of the input here.',
					},
				],
			},
		],
	};
}

function namesProperty(
	displayName: string,
	name: string,
	names: string,
	description: string,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'string',
		default: names,
		displayOptions: { show: { mapping: ['auto'] } },
		description,
	};
}

const properties: INodeProperties[] = [
	contactIdProperty,
	{
		displayName: 'Mapping',
		name: 'mapping',
		type: 'options',
		noDataExpression: true,
		default: 'auto',
		description: 'How the fields of the input become the document of the contact',
		options: [
			{
				name: 'Map Automatically',
				value: 'auto',
				description: 'Send every field of the item, under its own name',
			},
			{
				name: 'Map Each Field',
				value: 'fields',
				description: 'Choose the fields one by one',
			},
			{
				name: 'JSON',
				value: 'json',
				description: 'Give the whole document as JSON',
			},
		],
	},
	namesProperty(
		'Personal Field Names',
		'personalFields',
		PERSONAL_FIELDS.join(', '),
		'Names of the fields that identify a person, separated by commas. WAI clears them when the project ends.',
	),
	namesProperty(
		'General Field Names',
		'generalFields',
		GENERAL_FIELDS.join(', '),
		'Names of the fields that identify nobody, separated by commas. WAI may keep them.',
	),
	{
		displayName: 'Unlisted Fields',
		name: 'unlistedFields',
		type: 'options',
		default: 'personal',
		displayOptions: { show: { mapping: ['auto'] } },
		description: 'What to do with fields that are in neither list',
		options: [
			{
				name: 'Send as Personal',
				value: 'personal',
				description: 'WAI clears them when the project ends',
			},
			{ name: 'Send as General', value: 'general', description: 'WAI may keep them' },
			{ name: 'Leave Out', value: 'drop', description: 'They are not sent' },
		],
	},
	fieldsProperty(
		'personal',
		'Fields that identify a person. WAI clears them when the project ends.',
	),
	fieldsProperty('general', 'Fields that identify nobody. WAI may keep them.'),
	{
		displayName: 'Contact (JSON)',
		name: 'contactJson',
		type: 'json',
		default: JSON.stringify(EXAMPLE, undefined, 2),
		displayOptions: { show: { mapping: ['json'] } },
		description: 'The document of the contact: an object with the objects "personal" and "general"',
	},
];

export const upsert: Operation<string> = {
	resource: 'contact',
	value: 'upsert',
	name: 'Create or Update',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	action: 'Create or update a contact',
	properties,
	batching: oncePerContact,
	// A full replace: an update is the whole contact again (wai 4.4).
	idempotent: true,
	read(parameters, facts) {
		const contactId = parameters.field('contactId');
		const document = documentReader(parameters, facts);
		return (item) => contactEntry(item, readContactId(contactId(item)), document(item));
	},
	request: (batch) => contactRequest(endpoint, batch),
	parseResponse: (batch, body) =>
		contactAnswers(endpoint, batch, body, ({ key }, receiptId) => ({
			contactId: key,
			accepted: true,
			receiptId,
		})),
};
