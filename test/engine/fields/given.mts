import fc from 'fast-check';

import { ItemError } from '../../../engine/fields/itemError';

/** Values of JSON that are no text and no number. */
export const composite = fc.oneof(
	fc.boolean(),
	fc.array(fc.jsonValue(), { maxLength: 3 }),
	fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3, noNullPrototype: true }),
);

/** Whole numbers that JavaScript may have made of others. */
export const unsafe = fc.oneof(
	fc.bigInt({ min: 2n ** 53n, max: 10n ** 21n }).map(Number),
	fc.bigInt({ min: -(10n ** 21n), max: -(2n ** 53n) }).map(Number),
	fc.double({ min: 1e21, noNaN: true, noDefaultInfinity: true }),
);

/** JSON whose numbers JavaScript holds exactly. */
export const json = fc
	.jsonValue({ maxDepth: 6 })
	.map(
		(value) =>
			JSON.parse(JSON.stringify(value), (_, inner: unknown) =>
				Number.isInteger(inner) && !Number.isSafeInteger(inner) ? 0 : inner,
			) as unknown,
	);

export const blank = fc.oneof(
	fc.constantFrom(undefined, null),
	fc.string({
		unit: fc.constantFrom(' ', '\t', '\n', '\u00a0', '\u200b', '\ufeff', '\u3000', '\u2060'),
		maxLength: 8,
	}),
);

/** Time zones of workflows. */
export const zone = fc.constantFrom(
	'America/Sao_Paulo',
	'America/New_York',
	'Europe/Stockholm',
	'Asia/Kolkata',
	'Pacific/Auckland',
	'Pacific/Honolulu',
	'UTC',
);

/** The ItemError that a reader throws; undefined where it reads the value. */
export function errorOf(read: () => unknown): ItemError | undefined {
	try {
		read();
		return undefined;
	} catch (error) {
		if (error instanceof ItemError) return error;
		throw error;
	}
}
