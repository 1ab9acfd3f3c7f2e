import type { INodeProperties } from 'n8n-workflow';

import { isDotted, Path } from '../path';
import { isBlank } from './blank';
import { readName, readPathName } from './id';
import { itemError, quoted } from './itemError';
import type { Field, Parameters } from './parameters';
import { optionalText } from './text';

/** A value of a row whose name is the vendor's. */
type Row = Record<'name' | 'value', Field>;

const rowsProperty = (
	property: Partial<INodeProperties> & Pick<INodeProperties, 'displayName' | 'name'>,
	row: string,
	value: string,
): INodeProperties => ({
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	default: {},
	options: [
		{
			displayName: row,
			name: 'row',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					description: 'Its name, as the documentation has it',
				},
				{ displayName: 'Value', name: 'value', type: 'string', default: '', description: value },
			],
		},
	],
	...property,
});

/** The parameters of a route: `path`, the same for all items, `pathValues` and `query`. */
export function routeProperties(placeholder: string): INodeProperties[] {
	return [
		{
			displayName: 'Path',
			name: 'path',
			type: 'string',
			noDataExpression: true,
			required: true,
			default: '',
			placeholder,
			description:
				'What follows the base URL of the credential, with {name} in the place of each part that ' +
				'differs from item to item. It takes no expression: the values are given below.',
		},
		rowsProperty(
			{
				displayName: 'Path Values',
				name: 'pathValues',
				placeholder: 'Add path value',
				description:
					'What stands in the place of each {name} of the path. A value is one part of the address, whatever it holds.',
			},
			'Path Value',
			'What stands in its place',
		),
		rowsProperty(
			{
				displayName: 'Query Parameters',
				name: 'query',
				placeholder: 'Add query parameter',
				description: 'What follows the question mark in the address',
			},
			'Query Parameter',
			'A list sends the parameter once for each of its entries. Left blank, the parameter is left out.',
		),
	];
}

/**
 * Reads each item's path, with its query, percent-encoded.
 *
 * @param kept what the credential fills in, such as `:api_key`
 */
export function routeReader(parameters: Parameters, kept: string[] = []): (item: number) => Path {
	const parts = pathParts(parameters.fixed<string>('path', ''), kept);
	const values = rowReader(parameters, 'pathValues', 'path value');
	const query = rowReader(parameters, 'query', 'query parameter');
	return (item) => {
		const path = filledIn(parts, new Map(values(item)));
		return path.withQuery(query(item).flatMap(([name, value]) => queryPairs(name, value)));
	};
}

function rowReader(
	parameters: Parameters,
	name: string,
	what: string,
): (item: number) => Array<[string, unknown]> {
	const rows: Row[] = parameters.rows(`${name}.row`, ['name', 'value']);
	return (item) =>
		rows.flatMap((row, i): Array<[string, unknown]> => {
			const [rowName, value] = [row.name(item), row.value(item)];
			if (isBlank(rowName) && isBlank(value)) return [];
			return [[readName(rowName, `Name of ${what} ${i + 1}`), value]];
		});
}

/** What may stand in a part of a path as it is (RFC 3986, pchar). */
const PLAIN_PART = /^(?:[\w\-.~!$&'()*+,;=:@]|%[\dA-Fa-f]{2})*$/;
const PLACEHOLDER = /\{([^{}/]+)\}/g;

/**
 * The parts of a path between its slashes, with their placeholders.
 *
 * @throws ItemError where it is not a path, or leads elsewhere than it says
 */
function pathParts(path: string, kept: string[]): string[] {
	const text = path.trim();
	if (isBlank(text))
		throw itemError(
			'"Path" is empty',
			'Give what follows the base URL in the documentation, such as /v1/list/OPTOUT',
		);
	if (/[?#]/.test(text))
		throw itemError(
			'"Path" holds a query',
			'Give what follows the question mark under Query Parameters',
		);
	if (!text.startsWith('/') || text.startsWith('//')) {
		throw itemError(
			`"Path" does not begin with a slash: ${quoted(text)}`,
			'Leave out the base URL, which comes from the credential, and begin with one slash',
		);
	}
	const parts = text.slice(1).split('/');
	for (const [i, part] of parts.entries()) {
		if (part === '' && i < parts.length - 1)
			throw itemError(
				`"Path" holds two slashes in a row: ${quoted(text)}`,
				'Leave out one of them',
			);
		if (part.startsWith(':') && !kept.includes(part)) {
			throw itemError(
				`"Path" holds ${quoted(part)}`,
				`Write {${part.slice(1)}} in its place, and its value under Path Values`,
			);
		}
		if (!PLAIN_PART.test(part.replace(PLACEHOLDER, ''))) {
			throw itemError(
				`"Path" holds what cannot stand in an address: ${quoted(part)}`,
				'Give what differs from item to item as {name}, and its value under Path Values',
			);
		}
	}
	return parts;
}

function filledIn(parts: string[], given: Map<string, unknown>): Path {
	const unused = new Set(given.keys());
	const valueOf = (name: string): string => {
		unused.delete(name);
		if (given.has(name)) return readPathName(given.get(name), `Path value ${name}`);
		throw itemError(
			`"Path" has {${name}}, of which no value is given`,
			`Add "${name}" under Path Values`,
		);
	};
	const literals: string[] = ['/'];
	const values: string[] = [];
	for (const [i, part] of parts.entries()) {
		if (i > 0) append(literals, '/');
		// Literals and names take turns.
		const pieces = part.split(PLACEHOLDER).map((one, at) => (at % 2 === 0 ? one : valueOf(one)));
		checkPart(pieces.join(''));
		for (const [at, piece] of pieces.entries()) {
			if (at % 2 === 1) values.push(piece);
			else if (at === 0) append(literals, piece);
			else literals.push(piece);
		}
	}
	const [name] = unused;
	if (name === undefined) return Path.of(literals, values);
	throw itemError(
		`"Path" has no {${name}} for the path value of that name`,
		`Write {${name}} into Path, or remove the value`,
	);
}

function append(texts: string[], text: string): void {
	texts.push(`${texts.pop() ?? ''}${text}`);
}

/** Dots alone lead to another address, also where they are percent-encoded. */
function checkPart(part: string): void {
	if (!isDotted(part.replace(/%2e/gi, '.'))) return;
	throw itemError(
		`"Path" holds ${quoted(part)}, which leads to another address`,
		'Give the path as it is, without dots as a part of it',
	);
}

function queryPairs(name: string, value: unknown): Array<[name: string, text: string]> {
	const values: unknown[] = Array.isArray(value) ? value : [value];
	return values.flatMap((one): Array<[string, string]> => {
		const text =
			typeof one === 'boolean' ? String(one) : optionalText(one, `Query parameter ${name}`);
		return text === undefined ? [] : [[name, text]];
	});
}
