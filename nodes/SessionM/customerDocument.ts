import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { readDate } from '../../engine/fields/date';
import { isObject, readJsonObject } from '../../engine/fields/json';
import type { RunFacts } from '../../engine/operation';
import type { Parameters } from '../../engine/fields/parameters';
import { itemError } from '../../engine/fields/itemError';

/** Fields of a customer at SessionM (CONTRACTS 3.2); everything else is the account's own and goes into `user_profile`. */
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
			{ name: 'Map Automatically', value: 'auto', description: 'Send every field of the item, under its own name' },
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
			{ name: 'Send as Custom Profile', value: 'profile', description: 'Into user_profile, where SessionM keeps fields of your own' },
			{ name: 'Send Beside the Others', value: 'user', description: 'For fields that SessionM knows but this node does not' },
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
		default: '{\n  "email": "",\n  "first_name": ""\n}',
		displayOptions: { show: { mapping: ['json'] } },
		description: 'The customer: the object that SessionM calls "user"',
	},
	{
		displayName: 'Phone Numbers',
		name: 'phoneNumbers',
		type: 'options',
		noDataExpression: true,
		default: 'keep',
		options: [
			{ name: 'Add to Those on File', value: 'keep', description: 'The list on file is read first, and nothing of it is lost' },
			{ name: 'Replace All', value: 'replace', description: 'Numbers that are not mapped are deleted; an empty list deletes all' },
		],
		description: 'What happens to phone numbers on file when the item brings any. SessionM itself would replace the whole list.',
	},
];

/** A reader of each item's customer document, without its external id. */
export function documentReader(parameters: Parameters, { timezone }: RunFacts): (item: number) => IDataObject {
	const mapping = parameters.fixed<'auto' | 'fields' | 'json'>('mapping', 'auto');
	const read = { auto: automatic, fields: chosen, json: given }[mapping](parameters);
	return (item) => {
		const document = read(item);
		if (mapping !== 'json' && document.dob) {
			document.dob = readDate(document.dob, 'dob', timezone).setZone(timezone).toFormat('yyyy-MM-dd');
		}
		return document;
	};
}

type Fields = Iterable<readonly [string, unknown]>;

/** Standard fields stay, others go where the user wants them. */
function sorted(parameters: Parameters): (fields: Fields) => IDataObject {
	const others = parameters.fixed<'profile' | 'user' | 'drop'>('otherFields', 'profile');
	return (fields) => {
		const document = new Map<string, unknown>();
		const profile = new Map<string, unknown>();
		for (const [name, value] of fields) {
			if (value === undefined) continue;
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
	const idFields = parameters.fieldsNamedIn('externalId');
	const idField = idFields.length === 1 ? idFields[0] : undefined;
	return (item) => documentOf(Object.entries(parameters.json(item)).filter(([name]) => name !== idField));
}

/** The fields that the user named one by one; what the item lacks is left out. */
function chosen(parameters: Parameters): (item: number) => IDataObject {
	const documentOf = sorted(parameters);
	const rows = parameters.rows('customer.field', ['name', 'value']);
	return (item) =>
		documentOf(
			rows.map((row) => {
				const name = row.name(item);
				if (typeof name === 'string' && name.trim() !== '') return [name.trim(), row.value(item)] as const;
				throw itemError('A field under "Customer Fields" has no name', 'Give every field the name that it has in SessionM, or remove it');
			}),
		);
}

/** The whole document; one that stands in `user`, as in SessionM's own bodies, is taken out. */
function given(parameters: Parameters): (item: number) => IDataObject {
	const json = parameters.field('customerJson');
	return (item) => {
		const document = readJsonObject(json(item), 'Customer (JSON)');
		const inner = Object.keys(document).length === 1 && isObject(document.user) ? (document.user as IDataObject) : document;
		return { ...inner };
	};
}
