import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { readJsonObject } from '../../engine/fields/json';
import type { Parameters } from '../../engine/fields/parameters';
import { itemError } from '../../engine/fields/itemError';

/**
 * The choice between guided fields and a raw JSON body, for calls whose bodies SessionM does not document
 * in public, or that a tenant may have extended.
 *
 * @param name of the thing sent: `<name>Input` and `<name>Json` are the parameters
 * @param fields the guided fields
 * @param jsonDefault example of the body
 * @param caution what is not verified
 */
export function guidedOrJson(
	name: string,
	title: string,
	fields: INodeProperties[],
	jsonDefault: string,
	caution: string,
): INodeProperties[] {
	const input = `${name}Input`;
	const cautious = (text: string) => `${text} ${caution}`;
	return [
		{
			displayName: `${title} Input`,
			name: input,
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'Fields', value: 'fields', description: 'Fill in the fields one by one' },
				{ name: 'JSON', value: 'json', description: 'Give the body yourself, as your SessionM contact describes it' },
			],
			default: 'fields',
			description: cautious('How to give what is sent.'),
		},
		...fields.map((field) => ({
			...field,
			displayOptions: { show: { ...field.displayOptions?.show, [input]: ['fields'] } },
		})),
		{
			displayName: `${title} (JSON)`,
			name: `${name}Json`,
			type: 'json',
			default: jsonDefault,
			displayOptions: { show: { [input]: ['json'] } },
			description: cautious('The body. Customer and account are filled in where it does not name them.'),
		},
	];
}

/** Reads either the guided fields or the JSON body of `guidedOrJson`. */
export function bodyReader(
	parameters: Parameters,
	name: string,
	title: string,
	guided: (parameters: Parameters) => (item: number) => IDataObject,
): (item: number) => IDataObject {
	if (parameters.fixed<string>(`${name}Input`, 'fields') !== 'json') return guided(parameters);
	const json = parameters.field(`${name}Json`);
	return (item) => readJsonObject(json(item), `${title} (JSON)`);
}

/** Language of texts in answers; CONTRACTS 3.4 shows en-US. */
export const cultureProperty: INodeProperties = {
	displayName: 'Culture',
	name: 'culture',
	type: 'string',
	default: 'en-US',
	description: 'Language and country of the texts in the answer',
};

/** A number, also where it comes as text; throws ItemError otherwise. */
export function readNumber(value: unknown, field: string): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number === 'number' && Number.isFinite(number)) return number;
	const missing = value === undefined || value === null || value === '';
	throw itemError(
		missing ? `"${field}" is empty` : `"${field}" is not a number: ${JSON.stringify(value)}`,
		`Give "${field}" a number such as 18.50, with a point and without a currency`,
	);
}

/** A text that must not be empty; a number is taken as text. */
export function readText(value: unknown, field: string): string {
	if (typeof value === 'number') return String(value);
	if (typeof value === 'string' && value.trim() !== '') return value.trim();
	throw itemError(
		value === undefined || value === null || value === '' ? `"${field}" is empty` : `"${field}" is not a text`,
		`Fill in "${field}", or map a field of the input to it`,
	);
}

/** A list of texts: a list, or one text with commas between them. */
export function readList(value: unknown, field: string): string[] {
	const list = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [value];
	const texts = list.filter((text) => text !== undefined && text !== null && text !== '').map((text) => readText(text, field));
	if (texts.length > 0) return texts;
	throw itemError(`"${field}" is empty`, `Give "${field}" at least one text; several are separated by commas`);
}
