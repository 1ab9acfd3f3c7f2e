import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { fieldsOrJson, type FieldsOrJsonInput } from '../../engine/fields/fieldsOrJson';

/** What is particular to a body: `<name>Input` and `<name>Json` are its parameters. */
interface Body {
	name: string;
	title: string;
	/** The guided fields. */
	fields: INodeProperties[];
	/** What they are, for the choice. */
	fieldsText: string;
	/** What the JSON parameter is prefilled with: an example, which is not sent as it is. */
	example: object;
	/** What only the JSON can say. */
	jsonText: string;
}

/** Fields one by one, or JSON: offered wherever a body is not documented whole. */
export function bodyInput({
	example,
	fieldsText,
	jsonText,
	...body
}: Body): FieldsOrJsonInput<IDataObject> {
	return fieldsOrJson({
		...body,
		jsonDefault: JSON.stringify(example, undefined, 2),
		isExample: true,
		texts: {
			input: 'How to enter it',
			fields: fieldsText,
			json: 'Enter the body of the request as JSON',
			jsonBody: jsonText,
		},
	});
}

/** A JSON body, as the bytes that are sent and hashed. */
export const jsonBody = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
