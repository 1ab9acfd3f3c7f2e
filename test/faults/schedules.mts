import fc from 'fast-check';

import type { Action, FaultCase, FaultVendor } from './vendor.mts';

/** One kind of trouble and how often a request meets it. */
export interface Trouble {
	action: Action;
	probability: number;
}

/** What a run goes through. */
export interface Schedule {
	seed: number;
	troubles: Trouble[];
	/** Settings of the vendor's stand-in. */
	settings: object;
	/** Whether the port refuses connections at times. */
	flakyPort: boolean;
	batchSize: number;
	maxConcurrency: number;
	maxRetries: number;
}

/** Answered with this status and not processed. */
export const status = (code: number): Action => ({ type: 'status', status: code });

/** The same, with a Retry-After header in one of its forms. */
export const limited = (code: number, retryAfterForm: 'seconds' | 'date' | 'none'): Action => ({
	type: 'status',
	status: code,
	retryAfter: 0,
	retryAfterForm,
});

/** "Too many requests" in all its forms. */
const LIMITS = [limited(429, 'seconds'), limited(429, 'date'), limited(429, 'none')];

/** Every other way in which a call to any vendor can go wrong. Those that cost much of a run stand apart. */
const ACTIONS: Action[] = [
	...[400, 500, 502, 503, 504].map(status),
	'resetBefore',
	'resetAfter',
	'truncate',
	'notJson',
	'wrongShape',
	'tooLarge',
	{ type: 'delay', ms: 40 },
];

/** Each costs a timeout. */
export const SLOW: Action[] = [
	{ type: 'hang', when: 'before' },
	{ type: 'hang', when: 'after' },
	'stall',
];

/** Nothing more is sent after it. */
const BARRED = status(403);

const troubleWith = ({ actions, limits = [] }: FaultVendor): fc.Arbitrary<Trouble> =>
	fc.record({
		action: fc.constantFrom(...LIMITS, ...limits, ...ACTIONS, ...actions),
		probability: fc.constantFrom(0.01, 0.03, 0.06),
	});

const costly = fc.record({
	action: fc.constantFrom(...SLOW, BARRED),
	probability: fc.constant(0.01),
});

/** Schedules for a run that is small enough to be repeated and shrunk. */
export function schedulesFor(vendor: FaultVendor): fc.Arbitrary<Schedule> {
	return fc.record({
		seed: fc.nat(),
		troubles: fc
			.tuple(
				fc.uniqueArray(troubleWith(vendor), {
					maxLength: 8,
					selector: ({ action }) => JSON.stringify(action),
				}),
				fc.option(costly, { freq: 3, nil: undefined }),
			)
			.map(([troubles, last]) => (last ? [...troubles, last] : troubles)),
		settings: vendor.settings,
		flakyPort: fc.boolean(),
		batchSize: fc.constantFrom(1, 20, 60, 500),
		maxConcurrency: fc.constantFrom(1, 4, 16),
		maxRetries: fc.constantFrom(0, 1, 5, 5),
	});
}

/**
 * Few enough that a schedule which breaks every list into single requests, with a pause after each, still ends
 * soon.
 */
export function itemsFor(
	{ batchSize }: Schedule,
	{ single, maxItems = Infinity }: FaultCase,
): number {
	return Math.min(maxItems, single || batchSize === 1 ? 25 : 150);
}

/**
 * How often a large run meets each kind of trouble at most, and each kind of limit: what costs a pause must not
 * make up its time, and limits that come more often than they could be meant slow down all that follows.
 */
const MOST_MEETINGS = 20;
const MOST_LIMITS = 5;

/** All of it at once: for large runs. */
export function everything(
	vendor: FaultVendor,
	{ single }: FaultCase,
	seed: number,
	items: number,
): Schedule {
	// A thousand requests and more, so that each kind of trouble is met.
	const batchSize = Math.min(500, Math.max(1, Math.round(items / 1000)));
	const requests = single ? items : items / batchSize;
	const met = (most: number) => (action: Action) => ({
		action,
		probability: Math.min(0.008, most / requests),
	});
	return {
		seed,
		troubles: [
			...[...LIMITS, ...(vendor.limits ?? [])].map(met(MOST_LIMITS)),
			...[...ACTIONS, ...vendor.actions, ...SLOW].map(met(MOST_MEETINGS)),
		],
		settings: vendor.settingsAtSize,
		flakyPort: true,
		batchSize,
		maxConcurrency: 8,
		maxRetries: 5,
	};
}

/** Why items may be left unsent: HTTP statuses that end a run; undefined stands for connections that are refused. */
export function reasonsNotToSend({ flakyPort, troubles }: Schedule): Set<number | undefined> {
	const reasons = new Set<number | undefined>();
	if (flakyPort) reasons.add(undefined);
	if (troubles.some(({ action }) => action === BARRED)) reasons.add(403);
	return reasons;
}

/** The schedule's troubles as the sandbox's rules. */
export function faultsOf(vendor: FaultVendor, { troubles }: Schedule): object[] {
	return troubles.map(({ action, probability }) => {
		const endpoint = vendor.endpointsOf?.(action);
		return { match: { probability, ...(endpoint && { endpoint }) }, action };
	});
}
