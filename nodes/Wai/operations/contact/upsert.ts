import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import type { Operation } from '../../../../engine/operation';
import type { Field, Parameters } from '../../../../engine/parameters';
import { refusal } from '../../../../engine/refusal';
import {
	contactAnswers,
	type ContactEndpoint,
	contactEntry,
	contactRequest,
	oncePerContact,
	readContactId,
} from '../../api';
import { contactIdProperty } from '../../contactId';

const endpoint: ContactEndpoint = { method: 'PUT', suffix: '', arrays: false };

/** The example fields of 001, by which the two lists are prefilled. */
const PERSONAL_FIELDS = 'phoneNumber, givenName, surName, title, gender, birthDate';
const GENERAL_FIELDS =
	'city, county, country, timeOfRegistration, postCode, accountStatus, forgotPasswdTimes, latestClientDetailUpdate, nrLogins, latestLogin';

const SECTIONS = ['personal', 'general'] as const;
type Section = (typeof SECTIONS)[number];

/** A contact's document; maps, so that a field of any name is kept, `__proto__` included. */
type Contact = Record<Section, Map<string, unknown>>;

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

function namesProperty(displayName: string, name: string, names: string, description: string): INodeProperties {
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
		PERSONAL_FIELDS,
		'Names of the fields that identify a person, separated by commas. WAI clears them when the project ends.',
	),
	namesProperty(
		'General Field Names',
		'generalFields',
		GENERAL_FIELDS,
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
			{ name: 'Send as Personal', value: 'personal', description: 'WAI clears them when the project ends' },
			{ name: 'Send as General', value: 'general', description: 'WAI may keep them' },
			{ name: 'Leave Out', value: 'drop', description: 'They are not sent' },
		],
	},
	fieldsProperty('personal', 'Fields that identify a person. WAI clears them when the project ends.'),
	fieldsProperty('general', 'Fields that identify nobody. WAI may keep them.'),
	{
		displayName: 'Contact (JSON)',
		name: 'contactJson',
		type: 'json',
		default: '{\n  "personal": {},\n  "general": {}\n}',
		displayOptions: { show: { mapping: ['json'] } },
		description: 'The document of the contact: an object with the objects "personal" and "general"',
	},
];

function names(list: string): string[] {
	return list.split(',').map((name) => name.trim()).filter(Boolean);
}

/** Every field of the item goes to the section that lists it; ready-made sections are kept. */
function automatic(parameters: Parameters): (item: number) => Contact {
	const unlisted = parameters.fixed<Section | 'drop'>('unlistedFields');
	const sectionOf = new Map<string, Section | 'drop'>();
	for (const name of names(parameters.fixed('generalFields', ''))) sectionOf.set(name, 'general');
	// A name in both lists is personal: what identifies somebody must not outlive the project.
	for (const name of names(parameters.fixed('personalFields', ''))) sectionOf.set(name, 'personal');
	const idFields = parameters.fieldsNamedIn('contactId');
	if (idFields.length === 1) sectionOf.set(idFields[0]!, 'drop');
	return (item) => {
		const contact: Contact = { personal: new Map(), general: new Map() };
		for (const [name, value] of Object.entries(parameters.json(item))) {
			if ((name === 'personal' || name === 'general') && isObject(value)) {
				for (const [inner, innerValue] of Object.entries(value)) contact[name].set(inner, innerValue);
				continue;
			}
			const section = sectionOf.get(name) ?? unlisted;
			if (section !== 'drop' && !contact[section].has(name)) contact[section].set(name, value);
		}
		return contact;
	};
}

/** The fields that the user named one by one; what the item lacks is left out. */
function chosen(parameters: Parameters): (item: number) => Contact {
	const rows = SECTIONS.flatMap((section) =>
		parameters.rows(`${section}.field`, ['name', 'value']).map((row) => ({ section, ...row })),
	);
	return (item) => {
		const contact: Contact = { personal: new Map(), general: new Map() };
		for (const row of rows) {
			const name = row.name(item);
			if (typeof name !== 'string' || name.trim() === '') {
				throw refusal(
					`A field under "${row.section === 'personal' ? 'Personal' : 'General'} Fields" has no name`,
					'Give every field the name that it has in WAI, or remove it',
				);
			}
			const value = row.value(item);
			if (value !== undefined) contact[row.section].set(name, value);
		}
		return contact;
	};
}

const contactSchema = z
	.object({
		personal: z.custom<object>(isObject, 'must be an object').optional(),
		general: z.custom<object>(isObject, 'must be an object').optional(),
	})
	.strict();

/** A whole document, as an object or as JSON text. */
function given(json: Field): (item: number) => Contact {
	return (item) => {
		const value = json(item);
		let document = value;
		try {
			if (typeof value === 'string') document = JSON.parse(value) as unknown;
		} catch {
			throw refusal(
				'"Contact (JSON)" is not valid JSON',
				'Correct it; texts need double quotes, and no comma may follow the last field',
			);
		}
		const parsed = contactSchema.safeParse(document);
		if (!parsed.success) {
			const [issue] = parsed.error.issues;
			throw refusal(
				`"Contact (JSON)" is not a contact: ${[...(issue?.path ?? []), issue?.message].join(' ')}`,
				'Give it the two objects "personal" and "general", and put all fields into them',
			);
		}
		const { personal = {}, general = {} } = parsed.data;
		return { personal: new Map(Object.entries(personal)), general: new Map(Object.entries(general)) };
	};
}

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Writes contacts as JSON. JSON.stringify would lose a field called `__proto__`, and put names of digits
 * first. Names are written once a run: there are few of them, and each stands in every contact.
 */
function contactWriter(): (contact: Contact) => string {
	const written = new Map<string, string>();
	const nameJson = (name: string) => {
		const json = written.get(name) ?? JSON.stringify(name);
		written.set(name, json);
		return json;
	};
	return (contact) => {
		const sections = SECTIONS.map((section) => {
			const members: string[] = [];
			for (const [name, value] of contact[section]) {
				const json = valueJson(name, value);
				if (json !== undefined) members.push(`${nameJson(name)}:${json}`);
			}
			return `"${section}":{${members.join(',')}}`;
		});
		return `{${sections.join(',')}}`;
	};
}

function valueJson(name: string, value: unknown): string | undefined {
	try {
		return JSON.stringify(value);
	} catch {
		throw refusal(
			`The field "${name}" cannot be written as JSON`,
			'Map a text, a number, yes/no, a list or a plain object to it',
		);
	}
}

export const upsert: Operation<string> = {
	resource: 'contact',
	value: 'upsert',
	name: 'Create or Update',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	action: 'Create or update a contact',
	properties,
	packing: oncePerContact,
	// A full replace: "simply send in the entire contact again with the same ID" (001).
	idempotent: true,
	read(parameters) {
		const contactId = parameters.field('contactId');
		const mapping = parameters.fixed<'auto' | 'fields' | 'json'>('mapping');
		const readers = {
			auto: automatic,
			fields: chosen,
			json: (p: Parameters) => given(p.field('contactJson')),
		};
		const contactOf = readers[mapping](parameters);
		const json = contactWriter();
		return (item) => contactEntry(item, readContactId(contactId(item)), json(contactOf(item)));
	},
	request: (batch) => contactRequest(endpoint, batch),
	answer: (batch, body) => contactAnswers(batch, body, ({ key }) => ({ contactId: key })),
};
