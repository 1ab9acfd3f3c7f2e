import { backoffMs } from '../../../engine/delivery/backoff';
import { retryAfterMs } from '../../../engine/delivery/retryAfter';
import { Throttle } from '../../../engine/delivery/throttle';

/** A vendor that takes so many requests in so many seconds. */
interface RateLimit {
	scheme: 'fixedWindow' | 'tokenBucket';
	requests: number;
	perSeconds: number;
	retryAfter: 'seconds' | 'date' | 'none';
	/** Requests that it takes at once after a rest, where this is not what it takes in one period. */
	burst?: number;
	/** Share of the requests that it rejects whatever the pace, the fourth among them. */
	stray?: number;
}

/** How a list is sent to it. */
interface Load {
	requests: number;
	maxConcurrency: number;
	latencyMs: number;
}

const median = (values: number[]) =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** The same numbers for the same seed. */
function seeded(seed: number): () => number {
	let state = seed + 1;
	return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/**
 * Sends a list through the gate in virtual time.
 * @returns the share answered 429 after the first period, and
 * the time in ideal times
 */
async function send(
	limit: RateLimit,
	{ requests, maxConcurrency, latencyMs }: Load,
	seed: number,
): Promise<{ share: number; ofIdealTime: number }> {
	const random = seeded(seed);
	jest.spyOn(Math, 'random').mockImplementation(random);
	const periodMs = limit.perSeconds * 1000;
	const burst = limit.burst ?? limit.requests;
	const log: Array<{ at: number; taken: boolean }> = [];
	let left = burst;
	let since = Date.now() - random() * periodMs;
	/** @returns undefined where the request is taken, else how long to wait */
	const admit = (): number | undefined => {
		const passed = Date.now() - since;
		if (limit.scheme === 'tokenBucket') {
			left = Math.min(burst, left + (passed / periodMs) * limit.requests);
			since += passed;
		} else if (passed >= periodMs) {
			left = burst;
			since += Math.floor(passed / periodMs) * periodMs;
		}
		const astray = limit.stray !== undefined && (log.length === 3 || random() < limit.stray);
		const taken = left >= 1 && !astray;
		log.push({ at: Date.now(), taken });
		if (astray) return 500;
		if (!taken)
			return limit.scheme === 'tokenBucket'
				? ((1 - left) * periodMs) / limit.requests
				: since + periodMs - Date.now();
		left--;
		return undefined;
	};
	// One in fifty is late, as on a busy machine.
	const network = async (ms: number) =>
		await new Promise((arrived) =>
			setTimeout(arrived, ms * (0.8 + 0.4 * random()) + (random() < 0.02 ? 30 * random() : 0)),
		);
	const gate = new Throttle(maxConcurrency);
	const one = async () => {
		for (let tries = 1; ; tries++) {
			await gate.acquire();
			await network(latencyMs * 0.3);
			const waitMs = admit();
			await network(latencyMs * 0.7);
			if (waitMs === undefined) gate.onSuccess();
			else {
				const header = {
					none: undefined,
					seconds: String(Math.ceil(waitMs / 1000)),
					date: new Date(Math.ceil((Date.now() + waitMs) / 1000) * 1000).toUTCString(),
				}[limit.retryAfter];
				const asked = retryAfterMs(header);
				gate.pauseFor(asked ?? backoffMs(tries), asked !== undefined);
			}
			gate.release();
			if (waitMs === undefined) return;
		}
	};
	let waiting = requests;
	let ended = false;
	const all = Promise.all(
		Array.from({ length: maxConcurrency }, async () => {
			while (waiting-- > 0) await one();
		}),
	).then(() => (ended = true));
	while (!ended) await jest.advanceTimersToNextTimerAsync();
	await all;
	const first = log[0]!.at;
	const later = log.filter(({ at }) => at > first + periodMs);
	const idealMs = Math.max(
		((requests - burst) * periodMs) / limit.requests,
		(requests * latencyMs) / maxConcurrency,
	);
	return {
		share: later.filter(({ taken }) => !taken).length / later.length,
		ofIdealTime: (log.at(-1)!.at - first) / idealMs,
	};
}

const SEEDS = [1, 2, 3, 4, 5, 6, 7];
const tenASecond = { requests: 10, perSeconds: 1 };
const quick = { requests: 300, maxConcurrency: 8, latencyMs: 5 };
const slow = { requests: 300, maxConcurrency: 4, latencyMs: 150 };

describe('the pace, over virtual time: hardly any request is rejected, and hardly any time is lost', () => {
	beforeEach(() => {
		jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
	});
	afterEach(() => {
		jest.useRealTimers();
	});

	it.each<[string, RateLimit, Load, number?]>([
		...(['fixedWindow', 'tokenBucket'] as const).flatMap((scheme) =>
			(['seconds', 'date', 'none'] as const).flatMap(
				(retryAfter): Array<[string, RateLimit, Load]> => [
					[
						`${scheme}, ten a second, Retry-After ${retryAfter}, quick answers`,
						{ scheme, ...tenASecond, retryAfter },
						quick,
					],
					[
						`${scheme}, ten a second, Retry-After ${retryAfter}, slow answers`,
						{ scheme, ...tenASecond, retryAfter },
						slow,
					],
				],
			),
		),
		[
			'two a second',
			{ scheme: 'fixedWindow', requests: 2, perSeconds: 1, retryAfter: 'seconds' },
			{ requests: 100, maxConcurrency: 4, latencyMs: 50 },
		],
		[
			'fifty a second',
			{ scheme: 'fixedWindow', requests: 50, perSeconds: 1, retryAfter: 'seconds' },
			{ requests: 2000, maxConcurrency: 16, latencyMs: 100 },
		],
		[
			'six hundred a minute',
			{ scheme: 'tokenBucket', requests: 600, perSeconds: 60, retryAfter: 'seconds' },
			{ requests: 3000, maxConcurrency: 8, latencyMs: 100 },
		],
		[
			'a hundred at once but ten a second',
			{ scheme: 'tokenBucket', ...tenASecond, burst: 100, retryAfter: 'seconds' },
			{ requests: 600, maxConcurrency: 8, latencyMs: 20 },
		],
		// The first pause speaks for a fifth of the true pace, which has to be found.
		[
			'ten at once but fifty a second',
			{ scheme: 'tokenBucket', requests: 50, perSeconds: 1, burst: 10, retryAfter: 'seconds' },
			{ requests: 5000, maxConcurrency: 8, latencyMs: 20 },
			1.4,
		],
	])(
		'%s',
		async (_, limit, load, most = 1.15) => {
			const runs: Array<{ share: number; ofIdealTime: number }> = [];
			for (const seed of SEEDS) runs.push(await send(limit, load, seed));
			expect(median(runs.map(({ share }) => share))).toBeLessThan(0.02);
			expect(median(runs.map(({ ofIdealTime }) => ofIdealTime))).toBeLessThan(most);
		},
		30_000,
	);

	it('a vendor that says "too many" now and then whatever the pace does not slow a run down for ever', async () => {
		const limit: RateLimit = {
			scheme: 'tokenBucket',
			requests: 1000,
			perSeconds: 1,
			retryAfter: 'none',
			stray: 0.03,
		};
		const runs: number[] = [];
		for (const seed of SEEDS)
			runs.push(
				(await send(limit, { requests: 2000, maxConcurrency: 4, latencyMs: 100 }, seed))
					.ofIdealTime,
			);
		// The pauses alone take half as long as the requests; the pace at which the first four got through would
		// take a dozen times.
		expect(median(runs)).toBeLessThan(6);
	}, 30_000);
});
