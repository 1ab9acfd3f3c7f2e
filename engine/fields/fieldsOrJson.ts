import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { choiceReader, type Way } from './choice';
import type { Parameters } from './parameters';
import { readJsonList, readJsonObject } from './json';

/** A further way to give it, beside fields and JSON. */
export interface OtherWay {
	option: INodePropertyOptions & { value: string };
	/** Its own parameters. One that several ways share stands in one of them, and names all in its `displayOptions`. */
	fields: INodeProperties[];
}

/** Something that the user gives field by field, or as JSON. */
export interface FieldsOrJson {
	/** `<name>Input` and `<name>Json` are the parameters, unless `inputName` and `jsonName` say otherwise. */
	name: string;
	inputName?: string;
	jsonName?: string;
	/** As the user sees it: "<title> Input" and "<title> (JSON)", unless `inputTitle` and `jsonTitle` say otherwise. */
	title: string;
	inputTitle?: string;
	jsonTitle?: string;
	/** The guided fields. */
	fields: INodeProperties[];
	/** What the choice calls them, unless "Fields" (`fields`). */
	fieldsWay?: { name: string; value: string };
	others?: OtherWay[];
	/** What the JSON parameter is prefilled with. */
	jsonDefault: string;
	/** Whether the prefilled JSON is an example, which must not be sent as it is. */
	isExample?: boolean;
	/** Whether the JSON parameter must be filled in. */
	isJsonRequired?: boolean;
	texts: {
		/** Description of the choice. */
		input: string;
		/** What the guided fields are, in the choice. */
		fields: string;
		/** What the JSON is, in the choice. */
		json: string;
		/** Description of the JSON parameter. */
		jsonBody: string;
	};
}

/**
 * How each way is read, by its value, but `fields` for the guided ones. JSON need not be given where it is used as
 * it is.
 */
type Ways<T, Json> = { fields: Way<T>; [other: string]: Way<T> | undefined } & (Json extends T
	? { json?: Way<T> }
	: { json: Way<T> });

/** The parameters of something that is given by fields or as JSON, and what reads them. */
export interface FieldsOrJsonInput<Json> {
	properties: INodeProperties[];
	/** Reads the JSON parameter; throws ItemError where it is not JSON of its kind, or still the example. */
	json: Way<Json>;
	/** Reads each item the way that is chosen for it. */
	reader<T = Json>(parameters: Parameters, ways: Ways<T, Json>): (item: number) => T;
}

/** The choice between guided fields and a JSON object. */
export const fieldsOrJson = (input: FieldsOrJson): FieldsOrJsonInput<IDataObject> =>
	built(input, readJsonObject);

/** The choice between guided fields and a JSON list. */
export const fieldsOrJsonList = (input: FieldsOrJson): FieldsOrJsonInput<unknown[]> =>
	built(input, readJsonList);

type ReadJson<Json> = (value: unknown, field: string, example?: unknown) => Json;

function built<Json>(input: FieldsOrJson, readJson: ReadJson<Json>): FieldsOrJsonInput<Json> {
	const {
		name,
		title,
		inputName = `${name}Input`,
		jsonName = `${name}Json`,
		fieldsWay = FIELDS,
	} = input;
	const { inputTitle = `${title} Input`, jsonTitle = `${title} (JSON)` } = input;
	const example: unknown = input.isExample ? JSON.parse(input.jsonDefault) : undefined;
	const json: Way<Json> = (parameters) => {
		const read = parameters.field(jsonName);
		return (item) => readJson(read(item), jsonTitle, example);
	};
	return {
		properties: propertiesOf(input, { inputName, inputTitle, jsonName, jsonTitle }),
		json,
		reader<T>(parameters: Parameters, { fields, ...others }: Ways<T, Json>) {
			const ways = { json: json as unknown as Way<T>, ...others, [fieldsWay.value]: fields };
			const choice = { name: inputName, title: inputTitle, fallback: fieldsWay.value };
			return choiceReader(parameters, choice, ways);
		},
	};
}

const FIELDS = { name: 'Fields', value: 'fields' };

type Names = Record<'inputName' | 'inputTitle' | 'jsonName' | 'jsonTitle', string>;

function propertiesOf(
	input: FieldsOrJson,
	{ inputName, inputTitle, jsonName, jsonTitle }: Names,
): INodeProperties[] {
	const { fields, fieldsWay = FIELDS, others = [], jsonDefault, isJsonRequired, texts } = input;
	const shownFor =
		(way: string) =>
		(property: INodeProperties): INodeProperties => ({
			...property,
			displayOptions: {
				...property.displayOptions,
				show: { [inputName]: [way], ...property.displayOptions?.show },
			},
		});
	const options = [
		{ ...fieldsWay, description: texts.fields },
		{ name: 'JSON', value: 'json', description: texts.json },
		...others.map(({ option }) => option),
	];
	return [
		{
			displayName: inputTitle,
			name: inputName,
			type: 'options',
			noDataExpression: true,
			options: options.sort((a, b) => a.name.localeCompare(b.name)),
			default: fieldsWay.value,
			description: texts.input,
		},
		...fields.map(shownFor(fieldsWay.value)),
		...others.flatMap(({ option, fields: own }) => own.map(shownFor(option.value))),
		shownFor('json')({
			displayName: jsonTitle,
			name: jsonName,
			type: 'json',
			...(isJsonRequired && { required: true }),
			default: jsonDefault,
			description: texts.jsonBody,
		}),
	];
}
