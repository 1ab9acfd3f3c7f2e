import fc from 'fast-check';

/** Names that mean something to JavaScript, to n8n or to a parser. */
const names = [
	'__proto__',
	'constructor',
	'prototype',
	'toString',
	'hasOwnProperty',
	'length',
	'then',
	'toJSON',
	'valueOf',
	'',
	'0',
	'id',
	'json',
	'error',
];
const texts = [
	'constructor',
	'toString',
	'__proto__',
	'',
	' ',
	'..',
	'\u0000',
	'\u2028',
	'\ud800',
	'[object Object]',
	'-0',
	'1e999',
	'9007199254740993',
	'={{ $json }}',
	'<script>',
	"'; --",
	'%00',
	'\ufeff{',
	'2026-13-45',
	'+275760-09-13T00:00:00Z',
	'x'.repeat(5000),
	'a\u0300\u0316'.repeat(500),
	'('.repeat(500),
	'n8nw.1.1.tYQ.'.repeat(20),
];
const numbers = [
	0,
	-0,
	1,
	-1,
	0.1,
	2 ** 31,
	2 ** 53,
	-(2 ** 53),
	8.64e15,
	8.64e15 + 1,
	1e308,
	5e-324,
	Number.NaN,
	Number.POSITIVE_INFINITY,
];

/** A leaf of JSON, or what only a program can put there. */
export const hostileLeaf: fc.Arbitrary<unknown> = fc.oneof(
	// Each time another object, since mutations write into them.
	fc
		.constantFrom<unknown>(null, undefined, true, false, [], {}, [[]], [null])
		.map((value) => structuredClone(value)),
	fc.constantFrom(...texts),
	fc.constantFrom(...numbers),
	fc.string({ unit: 'binary' }),
	fc.double(),
);
const name = fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 8 }));

/** With `__proto__` as a name of its own, as JSON.parse makes it. */
const objectOf = (entries: Array<[string, unknown]>) => Object.fromEntries(entries);

/** Any JSON, with names and values that have broken parsers before. */
export const hostileJson: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		hostileLeaf,
		fc.array(tie('value'), { maxLength: 4 }),
		fc.array(fc.tuple(name, tie('value')), { maxLength: 5 }).map(objectOf),
	),
})).value;

/** A document as a vendor sends it, with some of its values replaced, and names added. */
export function mutationsOf(...documents: unknown[]): fc.Arbitrary<unknown> {
	const change = fc.record({ at: fc.nat(), to: hostileJson, adds: fc.option(name) });
	return fc
		.tuple(fc.constantFrom(...documents), fc.array(change, { minLength: 1, maxLength: 3 }))
		.map(([document, changes]) => {
			let changed = structuredClone(document);
			for (const { at, to: value, adds } of changes) {
				// A copy: the same value may come twice, and would hold itself.
				const to = structuredClone(value);
				const places = placesIn(changed);
				const place = places[at % (places.length + 1)];
				if (!place) changed = to;
				else if (adds !== null && !Array.isArray(place.holder))
					Object.defineProperty(place.holder, adds, {
						value: to,
						enumerable: true,
						configurable: true,
						writable: true,
					});
				else
					Object.defineProperty(place.holder, place.key, {
						value: to,
						enumerable: true,
						configurable: true,
						writable: true,
					});
			}
			return changed;
		});
}

function placesIn(root: unknown): Array<{ holder: object; key: string }> {
	const places: Array<{ holder: object; key: string }> = [];
	const visit = (holder: unknown) => {
		if (typeof holder !== 'object' || holder === null) return;
		for (const key of Object.keys(holder)) {
			places.push({ holder, key });
			visit((holder as Record<string, unknown>)[key]);
		}
	};
	visit(root);
	return places;
}
