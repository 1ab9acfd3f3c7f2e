import fc from 'fast-check';
import { DateTime } from 'luxon';

import { ItemError } from '../../../engine/fields/itemError';
import { readJson, readJsonList, readJsonObject } from '../../../engine/fields/json';
import { blank, json, unsafe } from './given.mts';

const path = fc.array(fc.constantFrom('a', 'card', 'number', 'x y'), {
	minLength: 1,
	maxLength: 4,
});
const nested = (names: string[], value: unknown): unknown =>
	names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);

it('JSON is the same as text and as a value', () => {
	fc.assert(
		fc.property(json, (value) => {
			expect(readJson(JSON.stringify(value), 'Body')).toEqual(value);
			fc.pre(value !== null && typeof value !== 'string');
			expect(readJson(value, 'Body')).toBe(value);
		}),
		{ numRuns: 500 },
	);
});

it('a number whose digits would be lost is rejected with its place, in texts', () => {
	const digits = fc
		.bigInt({ min: 10n ** 16n, max: 10n ** 30n })
		.filter((number) => BigInt(Number(number)) !== number && number % 10n !== 0n);
	fc.assert(
		fc.property(path, digits, json, (names, number, beside) => {
			const text = JSON.stringify(
				nested(names, { first: beside, list: [1, '@the number@'] }),
			).replace('"@the number@"', String(number));
			const shown = [...names, 'list', '1'].join('.');
			expect(() => readJson(text, 'Body')).toThrow(
				`"Body" holds a number that would lose digits at ${shown}: ${number}`,
			);
			expect(readJson(text.replace(String(number), `"${number}"`), 'Body')).toEqual(
				nested(names, { first: beside, list: [1, String(number)] }),
			);
		}),
	);
	expect(() => readJson('6032001234567890123', 'Body')).toThrow(
		'would lose digits: 6032001234567890123',
	);
	expect(() => readJson('[1e999]', 'Body')).toThrow('would lose digits at 0');
});

it('and in what expressions give', () => {
	const wrong = fc.oneof(
		unsafe,
		fc.bigInt(),
		fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY),
	);
	fc.assert(
		fc.property(path, wrong, (names, number) => {
			expect(() => readJson(nested(names, [number]), 'Body')).toThrow(
				` at ${[...names, '0'].join('.')}`,
			);
		}),
	);
});

it('numbers that JavaScript holds are taken, however they are written', () => {
	const number = fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }));
	fc.assert(
		fc.property(number, (value) => {
			for (const text of [JSON.stringify(value), value.toExponential()]) {
				expect(readJson(`{"a":[${text}]}`, 'Body')).toEqual({ a: [JSON.parse(text)] });
			}
		}),
	);
});

it.each(['{a: 1}', "{'a': 1}", '{"a": 1,}', '{"a": 1', 'hello', '{"a": "b"} x', 'NaN', '"\n"'])(
	'%p is not JSON',
	(text) => {
		expect(() => readJson(text, 'Body')).toThrow('"Body" is not valid JSON');
	},
);

it('a blank is empty', () => {
	fc.assert(
		fc.property(blank, (given) => expect(() => readJson(given, 'Body')).toThrow('"Body" is empty')),
	);
});

describe('depth', () => {
	const deep = (levels: number): string =>
		`${'{"a":['.repeat(levels / 2)}1${']}'.repeat(levels / 2)}`;

	it('of 100 is taken, deeper is rejected, as text and as an object', () => {
		expect(readJson(deep(100), 'Body')).toEqual(JSON.parse(deep(100)));
		expect(readJson(JSON.parse(deep(100)), 'Body')).toEqual(JSON.parse(deep(100)));
		for (const levels of [102, 5000, 200_000])
			expect(() => readJson(deep(levels), 'Body')).toThrow('nested more than 100 levels deep');
		expect(() => readJson(JSON.parse(deep(102)), 'Body')).toThrow(
			'nested more than 100 levels deep',
		);
	});

	it('is told before digits', () => {
		expect(() => readJson(deep(20_000).replace('1', '6032001234567890123'), 'Body')).toThrow(
			'nested more than 100 levels deep',
		);
	});

	it('of what holds itself has an end', () => {
		const loop: Record<string, unknown> = {};
		loop.self = { inner: [loop] };
		expect(() => readJson(loop, 'Body')).toThrow('nested more than 100 levels deep');
	});

	it('many brackets beside one another are not deep', () => {
		const wide = JSON.stringify(Array.from({ length: 5000 }, (_, i) => ({ i, text: '[{' })));
		expect(readJson(wide, 'Body')).toEqual(JSON.parse(wide));
	});
});

it('date objects within are written as JSON writes them', () => {
	const value = { at: new Date(0), on: DateTime.fromISO('2026-11-21', { zone: 'utc' }) };
	expect(readJson(value, 'Body')).toBe(value);
});

describe('of a kind', () => {
	it('objects and lists are told apart', () => {
		expect(readJsonObject('{"a":1}', 'Body')).toEqual({ a: 1 });
		expect(readJsonList('[{"a":1}]', 'Body')).toEqual([{ a: 1 }]);
		for (const given of ['[1]', '1', 'true', '"a"', 'null', [1], 5, false])
			expect(() => readJsonObject(given, 'Body')).toThrow('"Body" is not an object');
		for (const given of ['{"a":1}', '1', { a: 1 }, 5, true])
			expect(() => readJsonList(given, 'Body')).toThrow('"Body" is not a list');
	});

	it('what is still the example is rejected, however it is spaced and ordered', () => {
		const document = fc.dictionary(fc.string(), json, { minKeys: 1, noNullPrototype: true });
		fc.assert(
			fc.property(document, (given) => {
				const example = JSON.parse(JSON.stringify(given)) as Record<string, unknown>;
				const turned = Object.fromEntries(Object.entries(example).reverse());
				for (const same of [JSON.stringify(example), JSON.stringify(turned, null, 4), turned]) {
					expect(() => readJsonObject(same, 'Body', example)).toThrow(
						'"Body" still holds the example',
					);
				}
				const changed = { ...example, [Object.keys(example)[0]!]: { changed: example } };
				expect(readJsonObject(changed, 'Body', example)).toEqual(changed);
				expect(() => readJsonList([example], 'Body', [example])).toThrow(ItemError);
			}),
		);
	});
});

it('without the source of numbers, as before Node 21, large whole numbers are left alone', () => {
	const { parse } = JSON;
	const spy = jest.spyOn(JSON, 'parse').mockImplementation((text, reviver) =>
		parse(
			text,
			reviver &&
				function (this: unknown, key: string, value: unknown) {
					return reviver.call(this, key, value);
				},
		),
	);
	try {
		expect(readJson('{"a":1234567890.1234567,"b":6032001234567890123}', 'Body')).toEqual({
			a: 1234567890.1234567,
			b: 6032001234567890123,
		});
	} finally {
		spy.mockRestore();
	}
});
