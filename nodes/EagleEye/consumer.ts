import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { isBlank } from '../../engine/fields/blank';
import { isDateObject } from '../../engine/fields/date';
import { readName } from '../../engine/fields/id';
import { itemError } from '../../engine/fields/itemError';
import { checkedValue } from '../../engine/fields/json';
import type { Parameters } from '../../engine/fields/parameters';
import { optionalText } from '../../engine/fields/text';
import { objectOf } from './api';

/** What is known of a customer, field by field. */
export const consumerProperty: INodeProperties = {
	displayName: 'Consumer',
	name: 'consumer',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add field',
	default: {},
	description:
		'Data of the customer, by its names in AIR. A name such as data.personal.firstName leads ' +
		'into an object. Fields without a value for an item are left out.',
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
					placeholder: 'e.g. friendlyName',
					description: 'Name of the field in AIR',
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
};

/** Reads the fields of a consumer that have a value for the item. */
export function consumerReader(parameters: Parameters): (item: number) => IDataObject {
	const rows = parameters.rows('consumer.field', ['name', 'value']);
	return (item) => {
		const consumer: IDataObject = {};
		for (const row of rows) {
			const name = readName(row.name(item), 'Name of a consumer field');
			const value = valueOf(row.value(item), name);
			if (value !== undefined) put(consumer, name, value, name);
		}
		return consumer;
	};
}

/** As `consumerReader`, for a call that would change nothing without a field. */
export function requiredConsumerReader(parameters: Parameters): (item: number) => IDataObject {
	const read = consumerReader(parameters);
	return (item) => {
		const consumer = read(item);
		if (Object.keys(consumer).length > 0) return consumer;
		throw itemError(
			'None of the fields under "Consumer" has a value for this item',
			'Compare the names of the columns with the mapped fields: a renamed column, or a space ' +
				'before its name, maps nothing',
		);
	};
}

/** A single value, or what an expression gives for a whole part such as `data`. */
function valueOf(value: unknown, name: string): unknown {
	if (isBlank(value)) return undefined;
	if (typeof value === 'boolean') return value;
	if (typeof value === 'object' && !isDateObject(value)) return checkedValue(value, name);
	const text = optionalText(value, name);
	return typeof value === 'number' ? value : text;
}

/** Puts a value where its name leads, `data.city` into the object `data`. */
function put(object: IDataObject, name: string, value: unknown, whole: string): void {
	const [first = '', ...rest] = name.split('.');
	if (first === '' || first === '__proto__') {
		throw itemError(
			`"${whole}" is not a possible name in AIR`,
			'Correct the name of the field under "Consumer"',
		);
	}
	if (rest.length === 0) {
		object[first] = value as IDataObject;
		return;
	}
	const inner = Object.hasOwn(object, first) ? objectOf(object[first]) : {};
	object[first] = inner;
	put(inner, rest.join('.'), value, whole);
}
