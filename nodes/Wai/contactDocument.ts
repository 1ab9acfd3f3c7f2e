import { z } from 'zod';

import { isBlank } from '../../engine/fields/blank';
import { choiceReader } from '../../engine/fields/choice';
import { itemError, quoted } from '../../engine/fields/itemError';
import { checkedValue, isObject, readJsonObject } from '../../engine/fields/json';
import { optionalList } from '../../engine/fields/list';
import type { Field, Parameters } from '../../engine/fields/parameters';
import { unfloatedPhone } from '../../engine/fields/phone';
import { requiredText } from '../../engine/fields/text';
import type { RunFacts } from '../../engine/operation';
import { DOCUMENTED_FIELDS } from './names';

const SECTIONS = ['personal', 'general'] as const;
export type Section = (typeof SECTIONS)[number];

/** A contact's document (wai 4.4). */
type Contact = Record<Section, Record<string, unknown>>;

/** Sets a field of any name; assigning to `__proto__` would set no field. */
function setField(fields: Record<string, unknown>, name: string, value: unknown): void {
	if (name !== '__proto__') fields[name] = value;
	else
		Object.defineProperty(fields, name, {
			value,
			enumerable: true,
			configurable: true,
			writable: true,
		});
}

/** A value as it is; of a phone number, only a spreadsheet's traces go. */
const checked = (name: string, value: unknown): unknown =>
	checkedValue(name === 'phoneNumber' ? unfloatedPhone(value, name) : value, name);

/** Where an item's fields go, by their names. */
interface Sorting {
	sectionOf: Map<string, Section | 'drop'>;
	unlisted: Section | 'drop';
}

/** A reader of the two lists of names, and of what becomes of fields in neither; mostly the same for all items. */
function sortingReader(parameters: Parameters): (item: number) => Sorting {
	const general = parameters.field('generalFields', '');
	const personal = parameters.field('personalFields', '');
	const unlisted = parameters.field('unlistedFields', 'personal');
	const idField = parameters.fieldOf('contactId');
	let known: { of: unknown[]; sorting: Sorting } | undefined;
	return (item) => {
		const of = [general(item), personal(item), unlisted(item)];
		if (known && of.every((value, i) => value === known?.of[i])) return known.sorting;
		const sectionOf = new Map<string, Section | 'drop'>();
		for (const name of optionalList(of[0], 'General Field Names')) sectionOf.set(name, 'general');
		// A name in both lists is personal: what identifies somebody must not outlive the project.
		for (const name of optionalList(of[1], 'Personal Field Names')) sectionOf.set(name, 'personal');
		// The ID itself is no part of the document, unless it is one of the fields that are.
		if (idField !== undefined && !sectionOf.has(idField)) sectionOf.set(idField, 'drop');
		const sorting = { sectionOf, unlisted: readUnlisted(of[2]) };
		known = { of, sorting };
		return sorting;
	};
}

function readUnlisted(value: unknown): Section | 'drop' {
	const known = (['personal', 'general', 'drop'] as const).find((one) => one === value);
	if (known) return known;
	throw itemError(
		`"Unlisted Fields" has an unknown value: ${quoted(value)}`,
		'Use one of: personal, general, drop',
	);
}

/** Every field of the item goes to the section that lists it; ready-made sections are kept. */
function automatic(parameters: Parameters): (item: number) => Contact {
	const sortingOf = sortingReader(parameters);
	return (item) => {
		const { sectionOf, unlisted } = sortingOf(item);
		const contact: Contact = { personal: {}, general: {} };
		for (const [name, value] of Object.entries(parameters.json(item))) {
			if ((name === 'personal' || name === 'general') && isObject(value)) {
				for (const [inner, innerValue] of Object.entries(value))
					setField(contact[name], inner, checked(inner, innerValue));
				continue;
			}
			const section = sectionOf.get(name) ?? unlisted;
			if (section !== 'drop' && !Object.hasOwn(contact[section], name))
				setField(contact[section], name, checked(name, value));
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
			known = rows.map(({ name, section }) => nameOf(name(item), section));
			repeats = rows.map(({ section }, i) =>
				rows.some((row, j) => j < i && row.section === section && known[j] === known[i]),
			);
			contact = { personal: {}, general: {} };
		}
		for (let i = 0; i < rows.length; i++) {
			const { section, value } = rows[i]!;
			const read = value(item);
			// What an earlier row of the same name has given stands where a later one has nothing.
			if (read !== undefined || !repeats[i])
				setField(contact[section], known[i]!, checked(known[i]!, read));
		}
		return contact;
	};
}

function nameOf(name: unknown, section: Section): string {
	const title = section === 'personal' ? 'Personal' : 'General';
	if (!isBlank(name)) return requiredText(name, `Name of a field under ${title} Fields`);
	throw itemError(
		`A field under "${title} Fields" has no name`,
		'Give every field the name that it has in WAI, or remove it',
	);
}

/** The prefilled example of the JSON parameter. */
export const EXAMPLE = { personal: {}, general: {} };

const contactSchema = z
	.object({
		personal: z.custom<Record<string, unknown>>(isObject, 'must be an object').default({}),
		general: z.custom<Record<string, unknown>>(isObject, 'must be an object').default({}),
	})
	.strict();

/** A whole document, as an object or as JSON text. */
function given(json: Field): (item: number) => Contact {
	return (item) => {
		const parsed = contactSchema.safeParse(readJsonObject(json(item), 'Contact (JSON)'));
		if (!parsed.success) {
			const [issue] = parsed.error.issues;
			throw itemError(
				`"Contact (JSON)" is not a contact: ${[...(issue?.path ?? []), issue?.message].join(' ')}`,
				'Use an object with the objects "personal" and "general", and put all fields into them',
			);
		}
		return parsed.data;
	};
}

function contactJson(contact: Contact): string {
	if (!hasValue(contact.personal) && !hasValue(contact.general)) {
		throw itemError(
			'No field of this item has a value: WAI would empty the contact',
			'Compare the names of the columns with the mapped fields: a renamed column, or a space ' +
				'before its name, maps nothing',
		);
	}
	try {
		return JSON.stringify(contact);
	} catch {
		const fields = [...Object.entries(contact.personal), ...Object.entries(contact.general)];
		const [name = ''] = fields.find(([, value]) => !canBeWritten(value)) ?? [];
		throw itemError(
			`The field "${name}" cannot be written as JSON`,
			'Map a text, a number, yes/no, a list or a plain object to it',
		);
	}
}

function hasValue(fields: Record<string, unknown>): boolean {
	for (const name in fields) if (!isBlank(fields[name])) return true;
	return false;
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
export function documentReader(
	parameters: Parameters,
	{ note }: Pick<RunFacts, 'note'>,
): (item: number) => string {
	const choice = { name: 'mapping', title: 'Mapping', fallback: 'auto' };
	const contactOf = choiceReader<Contact>(parameters, choice, {
		auto: automatic,
		fields: chosen,
		json: (p) => given(p.field('contactJson')),
	});
	const checkCase = caseChecker(note);
	return (item) => {
		const contact = contactOf(item);
		for (const name in contact.personal) checkCase(name);
		for (const name in contact.general) checkCase(name);
		return contactJson(contact);
	};
}

/** Names are case-sensitive, and one in other letters is accepted and never used (wai 4.4). */
function caseChecker(note: RunFacts['note']): (name: string) => void {
	const documented = new Map(DOCUMENTED_FIELDS.map((name) => [name.toLowerCase(), name]));
	const checked = new Set(DOCUMENTED_FIELDS);
	return (name) => {
		if (checked.has(name) || checked.size > MAX_CHECKED) return;
		checked.add(name);
		const meant = documented.get(name.toLowerCase());
		if (meant)
			note(`WAI knows the field "${meant}", but not "${name}": upper and lower case matter`);
	};
}

/** Names that are remembered as checked. */
const MAX_CHECKED = 10_000;
