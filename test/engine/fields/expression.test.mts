import fc from 'fast-check';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

import { Parameters } from '../../../engine/fields/parameters';
import { runNode, useVmExpressions } from '../../support/engine.mts';

interface Reading {
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
			const parameters = new Parameters(this, items);
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

async function readings(expression: string, items: IDataObject[]): Promise<Reading[]> {
	const found: Reading[] = [];
	const { error } = await runNode({ type: probe(found), parameters: { value: expression }, items });
	expect(error).toBeUndefined();
	expect(found).toHaveLength(items.length);
	return found;
}

const names = ['id', 'a', 'b c', 'größe', '$x', '_y', '0', '1', 'length', 'name', 'é', '名前', 'constructor', 'toString', 'a.b'];
const name = fc.constantFrom(...names);
const leaf = fc.oneof(
	fc.string({ unit: 'grapheme' }),
	fc.string({ unit: 'binary' }),
	fc.integer(),
	fc.double({ noNaN: true, noDefaultInfinity: true }),
	fc.boolean(),
	fc.constant(null),
	fc.constantFrom('', '0', 'false', '={{ 1 }}', '{{ $json.id }}', '2026-11-21T10:00:00Z', 'a\\b', '\u2028'),
);
const json = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		leaf,
		fc.array(tie('value'), { maxLength: 3 }),
		fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
	),
})).value;
const item = fc.dictionary(name, json, { maxKeys: 6, noNullPrototype: true }) as fc.Arbitrary<IDataObject>;

const isIdentifier = (text: string) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text);
const segment = fc.oneof(
	name.map((n) => (isIdentifier(n) ? `.${n}` : `["${n}"]`)),
	name.map((n) => `['${n}']`),
	name.filter(isIdentifier).map((n) => `?.${n}`),
	fc.nat({ max: 2 }).map((i) => `[${i}]`),
);
const path = fc.array(segment, { maxLength: 3 }).map((segments) => `$json${segments.join('')}`);
const space = fc.constantFrom('', ' ', '\n', '  ');
const braces = fc.tuple(space, path, space).map(([before, p, after]) => `{{${before}${p}${after}}}`);
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
const expression = fc.oneof(
	{ weight: 4, arbitrary: braces.map((b) => `=${b}`) },
	{
		weight: 3,
		arbitrary: fc
			.array(fc.tuple(text, fc.oneof({ weight: 4, arbitrary: braces }, other), text), { minLength: 1, maxLength: 3 })
			.map((parts) => `=${parts.flat().join('')}`),
	},
	{ weight: 1, arbitrary: other.map((o) => `=${o}`) },
	{ weight: 1, arbitrary: fc.tuple(text, text).map(([a, b]) => `${a}x${b}`) },
	{ weight: 1, arbitrary: text.map((t) => `=${t}`) },
);

describe.each(['legacy', 'vm'])('mapped fields read directly are what n8n reads (%s expressions)', (engine) => {
	let end = async () => {};
	beforeAll(async () => {
		if (engine === 'vm') end = await useVmExpressions();
	});
	afterAll(async () => await end());

	it('for generated expressions and items', async () => {
		let compared = 0;
		let direct = 0;
		await fc.assert(
			fc.asyncProperty(expression, fc.array(item, { minLength: 1, maxLength: 12 }), async (value, items) => {
				for (const reading of await readings(value, items)) {
					expect(reading.direct).toStrictEqual(reading.real);
					compared++;
					if (reading.slowReads === 0) direct++;
				}
			}),
			{ numRuns: 700 },
		);
		// The generator must reach both ways of reading, or it proves nothing.
		expect(compared).toBeGreaterThan(3000);
		expect(direct).toBeGreaterThan(1000);
		expect(compared - direct).toBeGreaterThan(300);
	}, 240_000);

	it.each<[string, IDataObject, unknown]>([
		['={{ $json.id }}', { id: '0012' }, '0012'],
		['={{ $json.id }}', { id: 12 }, 12],
		['={{ $json.id }}', {}, undefined],
		['={{ $json.a.b }}', { a: null }, undefined],
		['={{ $json.a.b }}', {}, undefined],
		['={{ $json["first name"] }}', { 'first name': 'Åsa' }, 'Åsa'],
		['={{ $json.list[1].x }}', { list: [{}, { x: true }] }, true],
		['={{ $json.a?.b }}', { a: { b: null } }, null],
		['={{ $json }}', { a: 1 }, { a: 1 }],
		['=Hi {{ $json.a }}, {{ $json.b }}!', { a: 'Åsa', b: 3 }, 'Hi Åsa, 3!'],
		['=Hi {{ $json.a }}{{ $json.b }}', { a: null, b: false }, 'Hi false'],
		['={{ $json.a }} ', { a: 7 }, '7 '],
		['plain', {}, 'plain'],
	])('%s of %j', async (value, json, expected) => {
		const [reading] = await readings(value, [json]);
		expect(reading).toStrictEqual({ direct: expected, real: expected, slowReads: 0 });
	});

	it.each<[string, IDataObject]>([
		['={{ $json.id.trim() }}', { id: ' a ' }],
		['={{ $json.toString }}', {}],
		['={{ $json.id.length }}', { id: 'abc' }],
		['={{ $json.at }}', { at: new Date(0) as never }],
		['={{ $json.x }}', { x: Number.NaN }],
		['=\\{{ $json.a }}', { a: 1 }],
		['={{ $json.__proto__ }}', {}],
		['={{ $json["constructor"].name }}', {}],
	])('%s is left to n8n', async (value, json) => {
		const [reading] = await readings(value, [json]);
		expect(reading?.slowReads).toBe(1);
		expect(reading?.direct).toStrictEqual(reading?.real);
	});
});
