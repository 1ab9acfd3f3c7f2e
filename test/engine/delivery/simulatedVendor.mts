import { backoffMs } from '../../../engine/delivery/backoff';
import { Gate } from '../../../engine/delivery/gate';
import { retryAfterMs } from '../../../engine/delivery/retryAfter';
import { Throttle } from '../../../engine/delivery/throttle';

/** A vendor that takes so many requests in so many seconds. */
export interface RateLimit {
	scheme: 'fixedWindow' | 'tokenBucket';
	requests: number;
	perSeconds: number;
	retryAfter: 'seconds' | 'date' | 'none';
	/** Requests that it takes at once after a rest, where this is not what it takes in one period. */
	burst?: number;
	/** Share of the requests that it refuses whatever the pace, the fourth among them. */
	stray?: number;
}

/** How a list is sent to it. */
export interface Load {
	requests: number;
	maxConcurrency: number;
	latencyMs: number;
}

/** Who sends: each process has a gate of its own, which its runs share. */
export interface Senders {
	seed: number;
	processes?: number;
	/** In each process; each sends the whole list. */
	runs?: number;
	/** Requests a second that each run states. */
	perSecond?: number;
}

export interface Simulated {
	/** Of the requests answered 429 after the first period. */
	share: number;
	/** Until the last request has left. */
	ofIdealTime: number;
	/** The longest run's time in those of the shortest. */
	longest: number;
}

/** The same numbers for the same seed. */
function seeded(seed: number): () => number {
	let state = seed + 1;
	return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Sends lists to the vendor in virtual time: Jest's timers are fake. */
export async function simulate(limit: RateLimit, load: Load, senders: Senders): Promise<Simulated> {
	const { seed, processes = 1, runs = 1, perSecond } = senders;
	const { requests, maxConcurrency, latencyMs } = load;
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
	const one = async (throttle: Throttle) => {
		for (let tries = 1; ; tries++) {
			await throttle.acquire();
			await network(latencyMs * 0.3);
			const waitMs = admit();
			await network(latencyMs * 0.7);
			if (waitMs === undefined) throttle.onSuccess();
			else {
				const header = {
					none: undefined,
					seconds: String(Math.ceil(waitMs / 1000)),
					date: new Date(Math.ceil((Date.now() + waitMs) / 1000) * 1000).toUTCString(),
				}[limit.retryAfter];
				const asked = retryAfterMs(header);
				throttle.pauseFor(asked ?? backoffMs(tries), asked !== undefined);
			}
			throttle.release();
			if (waitMs === undefined) return;
		}
	};
	const startedAt = Date.now();
	/** @returns milliseconds that it took */
	const run = async (gate: Gate) => {
		const throttle = new Throttle(maxConcurrency, undefined, perSecond, gate);
		let waiting = requests;
		await Promise.all(
			Array.from({ length: maxConcurrency }, async () => {
				while (waiting-- > 0) await one(throttle);
			}),
		);
		throttle.stop();
		return Date.now() - startedAt;
	};
	const gates = Array.from({ length: processes }, () => new Gate());
	let ended = false;
	const all = Promise.all(
		gates.flatMap((gate) => Array.from({ length: runs }, async () => await run(gate))),
	).finally(() => (ended = true));
	while (!ended) await jest.advanceTimersToNextTimerAsync();
	const times = await all;
	const first = log[0]!.at;
	const later = log.filter(({ at }) => at > first + periodMs);
	const total = requests * times.length;
	const rate = Math.min(
		limit.requests / periodMs,
		perSecond === undefined ? Number.POSITIVE_INFINITY : (perSecond * processes) / 1000,
	);
	const idealMs = Math.max((total - burst) / rate, (requests * latencyMs) / maxConcurrency);
	return {
		share: later.filter(({ taken }) => !taken).length / later.length,
		ofIdealTime: (log.at(-1)!.at - first) / idealMs,
		longest: Math.max(...times) / Math.min(...times),
	};
}
