import type { IDataObject } from 'n8n-workflow';

import { itemError } from './itemError';

/**
 * What a JSON parameter holds: JSON text is parsed, anything else is taken as it is.
 *
 * @param field the parameter's name as the user sees it
 * @throws ItemError where the text is not JSON
 */
export function readJson(value: unknown, field: string): unknown {
	if (typeof value !== 'string') return value;
	try {
		return JSON.parse(value) as unknown;
	} catch {
		throw itemError(
			`"${field}" is not valid JSON`,
			'Correct it; texts need double quotes, and no comma may follow the last field',
		);
	}
}

/** Like `readJson`, for a parameter that holds an object. */
export function readJsonObject(value: unknown, field: string): IDataObject {
	const read = readJson(value, field);
	if (isObject(read)) return read as IDataObject;
	throw itemError(`"${field}" is not an object`, `Give "${field}" an object such as { "name": "value" }`);
}

export function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
