import fc from 'fast-check';

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
export const json = fc.jsonValue({ maxDepth: 6 }).map((value) =>
	JSON.parse(JSON.stringify(value), (_, inner: unknown) => (Number.isInteger(inner) && !Number.isSafeInteger(inner) ? 0 : inner)) as unknown,
);

export const blank = fc.oneof(
	fc.constantFrom(undefined, null),
	fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\u00a0', '\u200b', '\ufeff', '\u3000', '\u2060'), maxLength: 8 }),
);

/** What a reader says of a value: what it makes of it, or its message. */
export function attempt(read: () => unknown): unknown {
	try {
		return read();
	} catch (error) {
		return error;
	}
}
