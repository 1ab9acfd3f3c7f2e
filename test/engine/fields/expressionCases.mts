import fc from 'fast-check';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

import { Parameters } from '../../../engine/fields/parameters';
import { runNode } from '../../support/engine.mts';

/** A parameter of one item, read directly and through n8n. */
export interface Reading {
	direct: unknown;
	real: unknown;
	slowReads: number;
}

const OUTCOME = Symbol('thrown');
const attempt = (read: () => unknown): unknown => {
	try {
		return read();
	} catch (error) {
		return { [OUTCOME]: (error as Error).message };
	}
};

/** Reads its one parameter directly and through getNodeParameter, for every item. */
function probe(readings: Reading[]): INodeType {
	return {
		description: {
			displayName: 'Probe',
			name: 'probe',
			group: ['output'],
			version: 1,
			description: '',
			defaults: { name: 'Probe' },
			inputs: ['main'],
			outputs: ['main'],
			properties: [{ displayName: 'Value', name: 'value', type: 'string', default: '' }],
		},
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const items = this.getInputData();
			const parameters = new Parameters(this, (item) => items[item]?.json, items.length);
			const field = parameters.field('value');
			for (let item = 0; item < items.length; item++) {
				const before = parameters.slowReads;
				const direct = attempt(() => field(item));
				readings.push({
					direct,
					real: attempt(() => this.getNodeParameter('value', item)),
					slowReads: parameters.slowReads - before,
				});
			}
			return [[]];
		},
	};
}

/** Reads an expression for each of the items, on n8n's real engine. */
export async function readings(expression: string, items: IDataObject[]): Promise<Reading[]> {
	const found: Reading[] = [];
	const { error } = await runNode({ type: probe(found), parameters: { value: expression }, items });
	if (error || found.length !== items.length)
		throw new Error(`${expression} could not be read`, { cause: error });
	return found;
}

/** Names that n8n rejects or gives a meaning of their own in some form, and names that only look like them. */
const special = [
	...[
		'arguments',
		'caller',
		'callee',
		'getOwnPropertyDescriptor',
		'getOwnPropertyDescriptors',
		'getPrototypeOf',
	],
	...[
		'setPrototypeOf',
		'defineProperty',
		'defineProperties',
		'prepareStackTrace',
		'__lookupGetter__',
		'binding',
	],
	...[
		'__proto__',
		'constructor',
		'constructors',
		'prototype',
		'mainModule',
		'$',
		'globalThis',
		'__sanitize',
	],
	...[
		'___n8n_data',
		'a\u2028b',
		'a\u2029',
		'callers',
		'global',
		'process',
		'require',
		'this',
		'$json',
		'$item',
	],
];
const names = [
	'id',
	'a',
	'b c',
	'größe',
	'$x',
	'_y',
	'0',
	'1',
	'length',
	'name',
	'é',
	'名前',
	'toString',
	'a.b',
	...special,
];
const name = fc.constantFrom(...names);
const leaf = fc.oneof(
	fc.string({ unit: 'grapheme' }),
	fc.string({ unit: 'binary' }),
	fc.integer(),
	fc.double({ noNaN: true, noDefaultInfinity: true }),
	fc.boolean(),
	fc.constant(null),
	fc.constantFrom(
		'',
		'0',
		'false',
		'={{ 1 }}',
		'{{ $json.id }}',
		'2026-11-21T10:00:00Z',
		'a\\b',
		'\u2028',
	),
);
const json = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		leaf,
		fc.array(tie('value'), { maxLength: 3 }),
		fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
	),
})).value;
export const item = fc.dictionary(name, json, {
	maxKeys: 6,
	noNullPrototype: true,
}) as fc.Arbitrary<IDataObject>;

const isIdentifier = (text: string) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text);
const segment = fc.oneof(
	name.map((n) => (isIdentifier(n) ? `.${n}` : `["${n}"]`)),
	name.map((n) => `['${n}']`),
	name.filter(isIdentifier).map((n) => `?.${n}`),
	fc.nat({ max: 2 }).map((i) => `[${i}]`),
);
const path = fc.array(segment, { maxLength: 3 }).map((segments) => `$json${segments.join('')}`);
const space = fc.constantFrom('', ' ', '\n', '  ');
const braces = fc
	.tuple(space, path, space)
	.map(([before, p, after]) => `{{${before}${p}${after}}}`);
const other = fc.constantFrom(
	'{{ $json.id.toUpperCase() }}',
	'{{ $json.id + 1 }}',
	'{{ $json.a ?? "none" }}',
	'{{ $itemIndex }}',
	'{{ 1 + 1 }}',
	'{{ $json["a" + "b"] }}',
	'{{ $json.id.length }}',
	'{{ $json[`id`] }}',
	'{{ $json["i\\x64"] }}',
	'{{ $json["b\\"c"] }}',
	'{{ $json /* c */ .id }}',
	'{{ $json.id; }}',
	'{{ }}',
	'{{ "}}" }}',
);
const text = fc.constantFrom('', ' ', 'Hi ', ', ', 'a\nb', 'é', '}', '{', '\\', '$json.id', '=');
export const expression = fc.oneof(
	{ weight: 4, arbitrary: braces.map((b) => `=${b}`) },
	{
		weight: 3,
		arbitrary: fc
			.array(fc.tuple(text, fc.oneof({ weight: 4, arbitrary: braces }, other), text), {
				minLength: 1,
				maxLength: 3,
			})
			.map((parts) => `=${parts.flat().join('')}`),
	},
	{ weight: 1, arbitrary: other.map((o) => `=${o}`) },
	{ weight: 1, arbitrary: fc.tuple(text, text).map(([a, b]) => `${a}x${b}`) },
	{ weight: 1, arbitrary: text.map((t) => `=${t}`) },
);
