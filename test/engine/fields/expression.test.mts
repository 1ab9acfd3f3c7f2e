import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { useVmExpressions } from '../../support/engine.mts';
import { expression, item, readings } from './expressionCases.mts';

/** Comparisons for each engine; `npm run test:expressions` asks for 200,000. */
const CASES = Number(process.env.EXPRESSION_CASES ?? 5000);

describe.each(['legacy', 'vm'])(
	'mapped fields read directly are what n8n reads (%s expressions)',
	(engine) => {
		let end = async () => {};
		beforeAll(async () => {
			if (engine === 'vm') end = await useVmExpressions();
		});
		afterAll(async () => await end());

		it(
			'for generated expressions and items',
			async () => {
				let compared = 0;
				let direct = 0;
				await fc.assert(
					fc.asyncProperty(
						expression,
						fc.array(item, { minLength: 1, maxLength: 12 }),
						async (value, items) => {
							for (const reading of await readings(value, items)) {
								expect(reading.direct).toStrictEqual(reading.real);
								compared++;
								if (reading.slowReads === 0) direct++;
							}
						},
					),
					{ numRuns: Math.ceil(CASES / 6) },
				);
				// The generator must reach both ways of reading, or it proves nothing.
				expect(compared).toBeGreaterThan(CASES / 2);
				expect(direct).toBeGreaterThan(CASES / 8);
				expect(compared - direct).toBeGreaterThan(CASES / 20);
			},
			240_000 + CASES * 20,
		);

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
			...[
				'arguments',
				'caller',
				'callee',
				'setPrototypeOf',
				'defineProperty',
				'prepareStackTrace',
				'globalThis',
				'$',
			].flatMap(
				(name): Array<[string, IDataObject]> => [
					[`={{ $json.${name} }}`, { [name]: 'x' }],
					[`={{ $json?.${name} }}`, { [name]: 'x' }],
					[`={{ $json["${name}"] }}`, { [name]: 'x' }],
				],
			),
			['={{ $json["a\u2028"] }}', { 'a\u2028': 'x' }],
			['={{ $json["a arguments b"] }}', { 'a arguments b': 'x' }],
		])('%s is left to n8n', async (value, json) => {
			const [reading] = await readings(value, [json]);
			expect(reading?.slowReads).toBe(1);
			expect(reading?.direct).toStrictEqual(reading?.real);
		});
	},
);
