import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { optional } from '../../engine/fields/blank';
import { fieldsOrJson, type FieldsOrJsonInput } from '../../engine/fields/fieldsOrJson';
import type { Parameters } from '../../engine/fields/parameters';
import { readName } from '../../engine/fields/id';

/** What is particular to a body: `<name>Input` and `<name>Json` are its parameters. */
interface Body {
	name: string;
	title: string;
	/** The guided fields. */
	fields: INodeProperties[];
	/** What the JSON parameter is prefilled with. */
	jsonDefault: string;
	/** Whether that is an example, which must not be sent as it is. */
	isExample?: boolean;
	/** What of the fields is not verified. */
	caution: string;
}

/**
 * The choice between guided fields and a raw JSON body, for calls whose bodies SessionM does not document in
 * public, or that a tenant may have extended.
 */
export function bodyInput({ caution, ...body }: Body): FieldsOrJsonInput<IDataObject> {
	return fieldsOrJson({
		...body,
		texts: {
			input: `How to enter what is sent. ${caution}`,
			fields: 'Fill in the fields one by one',
			json: 'Write the body yourself, as your SessionM contact describes it',
			jsonBody: `The body. Customer and account are filled in where it does not name them. ${caution}`,
		},
	});
}

/** Language of texts in responses (sessionM 3.4). */
export const cultureProperty: INodeProperties = {
	displayName: 'Culture',
	name: 'culture',
	type: 'string',
	default: 'en-US',
	description: 'Language and country of the texts in the response',
};

/** Reads the culture into a body, where it is given. */
export function cultureReader(parameters: Parameters): (item: number) => IDataObject {
	const culture = parameters.field('culture');
	return (item) => {
		const name = optional(culture(item), (value) => readName(value, 'Culture'));
		return name === undefined ? {} : { culture: name };
	};
}

/** A field that is left out of a body where it is blank. */
export function optionalField(
	name: string,
	value: unknown,
	read: (value: unknown) => unknown,
): IDataObject {
	const given = optional(value, read);
	return given === undefined ? {} : { [name]: given as IDataObject[string] };
}
