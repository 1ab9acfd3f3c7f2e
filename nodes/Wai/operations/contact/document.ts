import { z } from 'zod';

import { isObject, readJson } from '../../../../engine/json';
import type { Field, Parameters } from '../../../../engine/parameters';
import { refusal } from '../../../../engine/refusal';

const SECTIONS = ['personal', 'general'] as const;
export type Section = (typeof SECTIONS)[number];

/** A contact's document (001, Send a contact); maps, so that a field of any name is kept, `__proto__` included. */
type Contact = Record<Section, Map<string, unknown>>;

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
		const parsed = contactSchema.safeParse(readJson(json(item), 'Contact (JSON)'));
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

/**
 * Writes contacts as JSON. JSON.stringify would lose a field called `__proto__`, and put names of digits
 * first. Names are written once a run: there are few of them, and each stands in every contact.
 */
function contactWriter(): (contact: Contact) => string {
	const written = new Map<string, string>();
	const nameJson = (name: string) => {
		let json = written.get(name);
		if (json === undefined) written.set(name, (json = JSON.stringify(name)));
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

/**
 * How an item becomes the JSON of a contact's document, by the mapping that the user has chosen.
 *
 * @returns what writes the document of item i; throws ItemRefusal where it cannot be written
 */
export function documentReader(parameters: Parameters): (item: number) => string {
	const readers = {
		auto: automatic,
		fields: chosen,
		json: (p: Parameters) => given(p.field('contactJson')),
	};
	const contactOf = readers[parameters.fixed<keyof typeof readers>('mapping')](parameters);
	const write = contactWriter();
	return (item) => write(contactOf(item));
}
