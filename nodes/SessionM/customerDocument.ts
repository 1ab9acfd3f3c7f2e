import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { isBlank } from '../../engine/fields/blank';
import { readDay } from '../../engine/fields/date';
import { readName } from '../../engine/fields/id';
import { checkedValue, isObject, readJsonObject } from '../../engine/fields/json';
import type { RunFacts } from '../../engine/operation';
import type { Parameters } from '../../engine/fields/parameters';
import { optionalText } from '../../engine/fields/text';
import { itemError } from '../../engine/fields/itemError';

/**
 * Fields of a customer at SessionM (sessionM 3.2); everything else is the account's own and goes into
 * `user_profile`.
 */
const STANDARD = new Set([
	'external_id',
	'external_id_type',
	'email',
	'first_name',
	'last_name',
	'gender',
	'dob',
	'opted_in',
	'address',
	'city',
	'state',
	'zip',
	'country',
	'locale',
	'phone_numbers',
	'user_profile',
]);

/** Those of them that are texts. */
const TEXTS = new Set(
	'email first_name last_name gender address city state zip country locale'.split(' '),
);

/** The prefilled example of the JSON parameter. */
const EXAMPLE = { email: '', first_name: '' };

/** The parameters that say what a customer's document is made of. */
export const documentProperties: INodeProperties[] = [
	{
		displayName: 'Mapping',
		name: 'mapping',
		type: 'options',
		noDataExpression: true,
		default: 'auto',
		description: 'How the fields of the input become the customer',
		options: [
			{
				name: 'Map Automatically',
				value: 'auto',
				description: 'Send every field of the item, under its own name',
			},
			{ name: 'Map Each Field', value: 'fields', description: 'Choose the fields one by one' },
			{ name: 'JSON', value: 'json', description: 'Give the whole customer as JSON' },
		],
	},
	{
		displayName: 'Other Fields',
		name: 'otherFields',
		type: 'options',
		noDataExpression: true,
		default: 'profile',
		displayOptions: { show: { mapping: ['auto', 'fields'] } },
		options: [
			{
				name: 'Send as Custom Profile',
				value: 'profile',
				description: 'Into user_profile, where SessionM keeps fields of your own',
			},
			{
				name: 'Send as Top-Level Fields',
				value: 'user',
				description: 'For fields that SessionM knows but this node does not',
			},
			{ name: 'Leave Out', value: 'drop', description: 'They are not sent' },
		],
		description: 'What to do with fields that are not among those that every SessionM account has',
	},
	{
		displayName: 'Customer Fields',
		name: 'customer',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add customer field',
		default: {},
		displayOptions: { show: { mapping: ['fields'] } },
		description: 'Only the fields that are named here change',
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
						placeholder: 'e.g. first_name',
						description: 'Name of the field in SessionM',
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
	},
	{
		displayName: 'Customer (JSON)',
		name: 'customerJson',
		type: 'json',
		default: JSON.stringify(EXAMPLE, undefined, 2),
		displayOptions: { show: { mapping: ['json'] } },
		description: 'The customer: the object that SessionM calls "user"',
	},
	{
		displayName: 'Empty Values',
		name: 'emptyValues',
		type: 'options',
		noDataExpression: true,
		default: 'leaveOut',
		displayOptions: { show: { mapping: ['auto', 'fields'] } },
		options: [
			{ name: 'Leave Out', value: 'leaveOut', description: 'What SessionM has of the field stays' },
			{
				name: 'Clear the Field',
				value: 'clear',
				description: 'What SessionM has of the field is deleted',
			},
		],
		description:
			'What to do with a field that is empty for an item, such as an empty cell of a spreadsheet',
	},
	{
		displayName: 'Phone Numbers',
		name: 'phoneNumbers',
		type: 'options',
		noDataExpression: true,
		default: 'keep',
		options: [
			{
				name: 'Add to Those on File',
				value: 'keep',
				description: 'The list on file is read first, and nothing of it is lost',
			},
			{
				name: 'Replace All',
				value: 'replace',
				description: 'Numbers that are not mapped are deleted; an empty list deletes all',
			},
		],
		description:
			'What happens to phone numbers on file when the item brings any. SessionM itself would replace the whole list.',
	},
];

/** A reader of each item's customer document, without its external id. */
export function documentReader(
	parameters: Parameters,
	{ timezone }: RunFacts,
): (item: number) => IDataObject {
	const mapping = parameters.fixed<'auto' | 'fields' | 'json'>('mapping', 'auto');
	const read = { auto: automatic, fields: chosen, json: given }[mapping](parameters);
	return (item) => {
		const document = read(item);
		if (mapping === 'json') return document;
		if (!isBlank(document.dob)) document.dob = readDay(document.dob, 'dob', timezone);
		for (const [name, value] of Object.entries(document)) document[name] = asSent(name, value);
		return document;
	};
}

/** A postcode and the like may be a number in a spreadsheet; SessionM takes it as a text only. */
const asSent = (name: string, value: IDataObject[string]): IDataObject[string] =>
	TEXTS.has(name) && !isBlank(value) ? optionalText(value, name) : checkedValue(value, name);

type Fields = Iterable<readonly [string, unknown]>;

/** Standard fields stay, others go where the user wants them. */
function sorted(parameters: Parameters): (fields: Fields) => IDataObject {
	const others = parameters.fixed<'profile' | 'user' | 'drop'>('otherFields', 'profile');
	const keepsEmpty = parameters.fixed<string>('emptyValues', 'leaveOut') === 'clear';
	return (fields) => {
		const document = new Map<string, unknown>();
		const profile = new Map<string, unknown>();
		for (const [name, value] of fields) {
			if (value === undefined || (isBlank(value) && !keepsEmpty)) continue;
			if (name === 'user_profile' && isObject(value)) {
				for (const [inner, innerValue] of Object.entries(value)) profile.set(inner, innerValue);
			} else if (STANDARD.has(name) || others === 'user') document.set(name, value);
			else if (others === 'profile') profile.set(name, value);
		}
		if (profile.size > 0) document.set('user_profile', Object.fromEntries(profile));
		return Object.fromEntries(document) as IDataObject;
	};
}

/** Every field of the item but the one that the id is read from. */
function automatic(parameters: Parameters): (item: number) => IDataObject {
	const documentOf = sorted(parameters);
	const idField = parameters.fieldOf('externalId');
	const isId = (name: string) => name === idField && !STANDARD.has(name);
	return (item) =>
		documentOf(Object.entries(parameters.json(item)).filter(([name]) => !isId(name)));
}

/** The fields that the user named one by one; what the item lacks is left out. */
function chosen(parameters: Parameters): (item: number) => IDataObject {
	const documentOf = sorted(parameters);
	const rows = parameters.rows('customer.field', ['name', 'value']);
	return (item) => {
		const fields = rows.map((row) => [nameOf(row.name(item)), row.value(item)] as const);
		if (!fields.every(([, value]) => isBlank(value))) return documentOf(fields);
		throw itemError(
			'No mapped field has a value for this item',
			'Compare the names of the columns with the mapped fields: a renamed column, or a space ' +
				'before its name, maps nothing',
		);
	};
}

function nameOf(name: unknown): string {
	if (!isBlank(name)) return readName(name, 'Name of a customer field');
	throw itemError(
		'A field under "Customer Fields" has no name',
		'Give every field the name that it has in SessionM, or remove it',
	);
}

/** The whole document; one that stands in `user`, as in SessionM's own bodies, is taken out. */
function given(parameters: Parameters): (item: number) => IDataObject {
	const json = parameters.field('customerJson');
	return (item) => {
		const document = readJsonObject(json(item), 'Customer (JSON)', EXAMPLE);
		const inner =
			Object.keys(document).length === 1 && isObject(document.user)
				? (document.user as IDataObject)
				: document;
		return { ...inner };
	};
}
