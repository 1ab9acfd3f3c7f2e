/** Payloads for each parser; `npm run test:fuzz` asks for 100,000. */
export const RUNS = Number(process.env.FUZZ_RUNS ?? 300);

/** What a failure names, to see it again. */
export const seed = process.env.FUZZ_SEED === undefined ? undefined : Number(process.env.FUZZ_SEED);

export const timeoutMs = 60_000 + RUNS * 20;

/** The names of what all objects share, to be the same before and after. */
export const inherited = (): string =>
	JSON.stringify(
		[Object.prototype, Array.prototype, Function.prototype].map((one) =>
			Reflect.ownKeys(one).map(String),
		),
	);
