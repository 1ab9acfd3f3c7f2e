import fc from 'fast-check';

/** One kind of trouble and how often a request meets it. */
export interface Trouble {
	action: object | string;
	probability: number;
}

/** What a run goes through. */
export interface Schedule {
	seed: number;
	troubles: Trouble[];
	/** Settings of the sandbox's WAI, such as limits lower than documented. */
	wai: { tokenMaxRequests?: number; maxItems?: number };
	/** Whether the port refuses connections at times. */
	flakyPort: boolean;
	batchSize: number;
	maxConcurrency: number;
}

const after = (retryAfter: number, retryAfterForm: string) => ({ type: 'status', status: 429, retryAfter, retryAfterForm });

/** Every way in which a call can go wrong. Slow answers stand apart, since each costs a timeout. */
const ACTIONS: Array<object | string> = [
	after(0, 'seconds'),
	after(1, 'date'),
	after(0, 'none'),
	...[500, 502, 503, 504].map((status) => ({ type: 'status', status })),
	'resetBefore',
	'resetAfter',
	'truncate',
	'notJson',
	'wrongShape',
	'expireToken',
	'limitExceeded',
	'tooLarge',
	{ type: 'failEntries', probability: 0.01, retry: true },
	{ type: 'failEntries', probability: 0.01, retry: false },
	{ type: 'delay', ms: 40 },
];

const SLOW = [
	{ type: 'hang', when: 'before' },
	{ type: 'hang', when: 'after' },
];

const CALLS = ['contact', 'campaign', 'event', 'metric'].flatMap((kind) => [`wai.${kind}.one`, `wai.${kind}.bulk`]);

/**
 * What the token call is spared: one that hangs takes the credential's own, longer timeout, and one that is
 * answered 400 or 413 has refused the key, upon which a run rightly ends.
 */
const NOT_OF_TOKENS: Array<object | string> = [...SLOW, 'limitExceeded', 'tooLarge'];

const trouble = fc.record({
	action: fc.constantFrom(...ACTIONS),
	probability: fc.constantFrom(0.01, 0.03, 0.06),
});

/** Schedules for a run that is small enough to be repeated and shrunk. */
export const schedules: fc.Arbitrary<Schedule> = fc.record({
	seed: fc.nat(),
	troubles: fc
		.tuple(
			fc.uniqueArray(trouble, { maxLength: 8, selector: ({ action }) => JSON.stringify(action) }),
			fc.option(fc.constantFrom(...SLOW), { freq: 3, nil: undefined }),
		)
		.map(([troubles, slow]) => (slow ? [...troubles, { action: slow, probability: 0.01 }] : troubles)),
	wai: fc.record({ tokenMaxRequests: fc.constantFrom(7, 40), maxItems: fc.constantFrom(37, 200) }, { requiredKeys: [] }),
	flakyPort: fc.boolean(),
	batchSize: fc.constantFrom(1, 20, 60, 500),
	maxConcurrency: fc.constantFrom(1, 4, 16),
});

/** All of it at once: for large runs. */
export function everything(seed: number): Schedule {
	return {
		seed,
		troubles: [...ACTIONS, ...SLOW].map((action) => ({ action, probability: 0.008 })),
		wai: { tokenMaxRequests: 150 },
		flakyPort: true,
		batchSize: 500,
		maxConcurrency: 8,
	};
}

/** The schedule as the sandbox's settings. */
export function settingsOf({ seed, troubles, wai }: Schedule): object {
	return {
		seed,
		wai,
		faults: troubles.map(({ action, probability }) => ({
			match: { probability, ...(NOT_OF_TOKENS.includes(action) && { endpoint: CALLS }) },
			action,
		})),
	};
}
