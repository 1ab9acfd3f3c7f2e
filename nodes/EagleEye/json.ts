import type { INodeProperties } from 'n8n-workflow';

/** Fields one by one, or JSON: offered wherever a body is not documented whole. */
export function inputProperty(displayName: string, name: string, fields: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'options',
		noDataExpression: true,
		default: 'fields',
		description: 'How it is given',
		options: [
			{ name: 'Fields', value: 'fields', description: fields },
			{ name: 'JSON', value: 'json', description: 'Give the body of the request as JSON' },
		],
	};
}

/** A JSON body, as the bytes that are sent and hashed. */
export const jsonBody = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
