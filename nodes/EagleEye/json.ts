import type { INodeProperties } from 'n8n-workflow';

import type { Field, Parameters } from '../../engine/fields/parameters';
import { itemError } from '../../engine/fields/itemError';

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

/** Reads a JSON parameter, which an expression may also give as an object. @throws ItemError where it is not JSON */
export function jsonReader(parameters: Parameters, name: string, displayName: string): Field {
	const field = parameters.field(name);
	return (item) => {
		const value = field(item);
		if (typeof value === 'object' && value !== null) return value;
		try {
			const json = JSON.parse(String(value)) as unknown;
			if (typeof json === 'object' && json !== null) return json;
		} catch {
			throw itemError(`"${displayName}" is not valid JSON`, 'Correct it; names and texts need double quotes, and no comma may follow the last one');
		}
		throw itemError(`"${displayName}" is not a JSON object`, 'Begin it with { and end it with }');
	};
}

/** Names of a text, separated by commas. */
export function listOf(value: unknown): string[] {
	const parts = Array.isArray(value) ? value.map(String) : String(value ?? '').split(',');
	return parts.map((part) => part.trim()).filter(Boolean);
}

/** A JSON body, as the bytes that are sent and hashed. */
export const jsonBody = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
