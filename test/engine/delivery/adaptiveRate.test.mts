import { simulate, type Load, type RateLimit } from './simulatedVendor.mts';

const median = (values: number[]) =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

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
			for (const seed of SEEDS) runs.push(await simulate(limit, load, { seed }));
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
				(await simulate(limit, { requests: 2000, maxConcurrency: 4, latencyMs: 100 }, { seed }))
					.ofIdealTime,
			);
		// The pauses alone take half as long as the requests; the pace at which the first four got through would
		// take a dozen times.
		expect(median(runs)).toBeLessThan(6);
	}, 30_000);
});
