import { z } from 'zod';

import { isObject, readJson } from '../../engine/fields/json';
import type { Field, Parameters } from '../../engine/fields/parameters';
import { itemError } from '../../engine/fields/itemError';

const SECTIONS = ['personal', 'general'] as const;
export type Section = (typeof SECTIONS)[number];

/** A contact's document (001, Send a contact). */
type Contact = Record<Section, Record<string, unknown>>;

/** Sets a field of any name; assigning to `__proto__` would set no field. */
function setField(fields: Record<string, unknown>, name: string, value: unknown): void {
	if (name !== '__proto__') fields[name] = value;
	else Object.defineProperty(fields, name, { value, enumerable: true, configurable: true, writable: true });
}

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
		const contact: Contact = { personal: {}, general: {} };
		for (const [name, value] of Object.entries(parameters.json(item))) {
			if ((name === 'personal' || name === 'general') && isObject(value)) {
				for (const [inner, innerValue] of Object.entries(value)) setField(contact[name], inner, innerValue);
				continue;
			}
			const section = sectionOf.get(name) ?? unlisted;
			if (section !== 'drop' && !Object.hasOwn(contact[section], name)) setField(contact[section], name, value);
		}
		return contact;
	};
}

/** The fields that the user named one by one; what the item lacks is undefined, which JSON leaves out. */
function chosen(parameters: Parameters): (item: number) => Contact {
	const rows = SECTIONS.flatMap((section) =>
		parameters.rows(`${section}.field`, ['name', 'value']).map((row) => ({ section, ...row })),
	);
	// Names are mostly the same for all items: then one object serves them all.
	let contact: Contact = { personal: {}, general: {} };
	let known: string[] = [];
	let repeats: boolean[] = [];
	return (item) => {
		if (rows.some(({ name }, i) => name(item) !== known[i])) {
			known = rows.map(({ name, section }) => readName(name(item), section));
			repeats = rows.map(({ section }, i) => rows.some((row, j) => j < i && row.section === section && known[j] === known[i]));
			contact = { personal: {}, general: {} };
		}
		for (let i = 0; i < rows.length; i++) {
			const { section, value } = rows[i]!;
			const read = value(item);
			// What an earlier row of the same name has given stands where a later one has nothing.
			if (read !== undefined || !repeats[i]) setField(contact[section], known[i]!, read);
		}
		return contact;
	};
}

function readName(name: unknown, section: Section): string {
	if (typeof name === 'string' && name.trim() !== '') return name;
	throw itemError(
		`A field under "${section === 'personal' ? 'Personal' : 'General'} Fields" has no name`,
		'Give every field the name that it has in WAI, or remove it',
	);
}

const contactSchema = z
	.object({
		personal: z.custom<Record<string, unknown>>(isObject, 'must be an object').default({}),
		general: z.custom<Record<string, unknown>>(isObject, 'must be an object').default({}),
	})
	.strict();

/** A whole document, as an object or as JSON text. */
function given(json: Field): (item: number) => Contact {
	return (item) => {
		const parsed = contactSchema.safeParse(readJson(json(item), 'Contact (JSON)'));
		if (!parsed.success) {
			const [issue] = parsed.error.issues;
			throw itemError(
				`"Contact (JSON)" is not a contact: ${[...(issue?.path ?? []), issue?.message].join(' ')}`,
				'Give it the two objects "personal" and "general", and put all fields into them',
			);
		}
		return parsed.data;
	};
}

function contactJson(contact: Contact): string {
	try {
		return JSON.stringify(contact);
	} catch {
		const [name = ''] = [...Object.entries(contact.personal), ...Object.entries(contact.general)].find(([, value]) => !canBeWritten(value)) ?? [];
		throw itemError(
			`The field "${name}" cannot be written as JSON`,
			'Map a text, a number, yes/no, a list or a plain object to it',
		);
	}
}

function canBeWritten(value: unknown): boolean {
	try {
		JSON.stringify(value);
		return true;
	} catch {
		return false;
	}
}

/**
 * How an item becomes the JSON of a contact's document, by the mapping that the user has chosen.
 *
 * @returns what writes the document of item i; throws ItemError where it cannot be written
 */
export function documentReader(parameters: Parameters): (item: number) => string {
	const readers = {
		auto: automatic,
		fields: chosen,
		json: (p: Parameters) => given(p.field('contactJson')),
	};
	const contactOf = readers[parameters.fixed<keyof typeof readers>('mapping')](parameters);
	return (item) => contactJson(contactOf(item));
}
