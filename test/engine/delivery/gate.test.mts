import { pause } from '../../../engine/delivery/backoff';
import { Gate } from '../../../engine/delivery/gate';
import { GateRegistry } from '../../../engine/delivery/gateRegistry';
import { Throttle } from '../../../engine/delivery/throttle';
import { simulate, type RateLimit } from './simulatedVendor.mts';

/** Lets the virtual time run until the promise is settled. */
async function settle<T>(promise: Promise<T>): Promise<T> {
	let isSettled = false;
	const settled = promise.finally(() => (isSettled = true));
	while (!isSettled) await jest.advanceTimersToNextTimerAsync();
	return await settled;
}

/** Sends so many requests through the throttle. @returns when each has left, in milliseconds from now */
async function send(throttle: Throttle, requests: number, latencyMs = 10): Promise<number[]> {
	const startedAt = Date.now();
	const left: number[] = [];
	const one = async () => {
		if (!(await throttle.acquire())) return;
		left.push(Date.now() - startedAt);
		await pause(latencyMs);
		throttle.onSuccess();
		throttle.release();
	};
	await Promise.all(Array.from({ length: requests }, one));
	throttle.stop();
	return left;
}

const at = (
	gate: Gate,
	{ max = 4, signal, perSecond }: { max?: number; signal?: AbortSignal; perSecond?: number } = {},
) => new Throttle(max, signal, perSecond, gate);

/** The most that left within a second. */
const perSecondOf = (left: number[]) =>
	Math.max(...left.map((from) => left.filter((one) => one >= from && one < from + 1000).length));

beforeEach(() => {
	jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
});
afterEach(() => {
	jest.useRealTimers();
	jest.restoreAllMocks();
});

describe('runs that state the same rate', () => {
	it('keep to it together, and none is starved', async () => {
		const gate = new Gate();
		const runs = await settle(
			Promise.all(Array.from({ length: 6 }, () => send(at(gate, { perSecond: 20 }), 40))),
		);
		const all = runs.flat();
		expect(all).toHaveLength(240);
		expect(perSecondOf(all)).toBeLessThanOrEqual(20);
		expect(Math.max(...all)).toBeLessThan(12_500);
		const ends = runs.map((left) => left.at(-1)!);
		expect(Math.max(...ends) / Math.min(...ends)).toBeLessThan(1.05);
	});

	it('give a run of few requests its turn between those of a run of many', async () => {
		const gate = new Gate();
		const many = send(at(gate, { perSecond: 10, max: 20 }), 100);
		const few = send(at(gate, { perSecond: 10 }), 5);
		const [left] = await settle(Promise.all([few, many]));
		// Every second request is its own.
		expect(left.at(-1)).toBeLessThanOrEqual(1000);
	});

	it('keep to it one after another', async () => {
		const gate = new Gate();
		for (let run = 0; run < 3; run++) await settle(send(at(gate, { perSecond: 2 }), 1));
		const [left] = await settle(send(at(gate, { perSecond: 2 }), 1));
		expect(left).toBeGreaterThan(450);
	});
});

describe('runs that state different rates', () => {
	it('keep each to its own, and together to the fastest', async () => {
		const gate = new Gate();
		const [fast, slow] = await settle(
			Promise.all([send(at(gate, { perSecond: 10 }), 100), send(at(gate, { perSecond: 2 }), 20)]),
		);
		expect(perSecondOf(slow)).toBeLessThanOrEqual(2);
		expect(perSecondOf([...fast, ...slow])).toBeLessThanOrEqual(10);
		expect(fast.at(-1)).toBeLessThan(13_000);
		expect(slow.at(-1)).toBeLessThan(12_000);
	});

	it('do not hold up a run that states none', async () => {
		const gate = new Gate();
		const [slow, free] = await settle(
			Promise.all([send(at(gate, { perSecond: 1 }), 3), send(at(gate), 100)]),
		);
		expect(free.at(-1)).toBeLessThan(500);
		expect(slow.at(-1)).toBeGreaterThanOrEqual(2000);
	});
});

describe('what one run learns', () => {
	it('a pause that the vendor asks for holds the others, and those that come later', async () => {
		const gate = new Gate();
		const [first, second] = [at(gate), at(gate)];
		first.pauseFor(5000, true);
		const later = at(gate);
		const left = await settle(Promise.all([send(second, 1), send(later, 1), send(first, 1)]));
		for (const [when] of left) expect(when).toBeGreaterThanOrEqual(5000);
		for (const { heldMs } of [first, second, later]) expect(heldMs).toBeGreaterThanOrEqual(5000);
	});

	it('only the part of a pause counts as held that passed while the run was there', () => {
		const gate = new Gate();
		const [leaves, stays] = [at(gate), at(gate)];
		stays.pauseFor(5000, true);
		jest.advanceTimersByTime(2000);
		leaves.stop();
		jest.advanceTimersByTime(4000);
		expect(leaves.heldMs).toBe(2000);
		expect(stays.heldMs).toBe(5000);
	});

	it('a pause is kept when the run that met it has ended', async () => {
		const gate = new Gate();
		const met = at(gate);
		met.pauseFor(5000, true);
		met.stop();
		const [left] = await settle(send(at(gate), 1));
		expect(left).toBeGreaterThanOrEqual(5000);
	});

	const limits: RateLimit[] = (['fixedWindow', 'tokenBucket'] as const).flatMap((scheme) =>
		(['seconds', 'date', 'none'] as const).map(
			(retryAfter): RateLimit => ({ scheme, retryAfter, requests: 10, perSeconds: 1 }),
		),
	);
	it.each(limits)('six runs share the rate of $scheme, Retry-After $retryAfter', async (limit) => {
		for (const seed of [1, 2, 3, 4, 5]) {
			const load = { requests: 40, maxConcurrency: 4, latencyMs: 30 };
			const { ofIdealTime, longest } = await simulate(limit, load, { seed, runs: 6 });
			expect(ofIdealTime).toBeLessThan(1.3);
			expect(longest).toBeLessThan(1.2);
		}
	});
});

describe('a run that ends early', () => {
	it('frees its place at once, and nothing of it leaves any more', async () => {
		const gate = new Gate();
		const controller = new AbortController();
		const cancelled = at(gate, { perSecond: 1, signal: controller.signal });
		const waits = Promise.all(Array.from({ length: 10 }, async () => await cancelled.acquire()));
		const other = send(at(gate, { perSecond: 1 }), 3);
		await jest.advanceTimersByTimeAsync(500);
		controller.abort();
		const [granted, left] = await settle(Promise.all([waits, other]));
		expect(granted.filter(Boolean)).toHaveLength(1);
		expect(await cancelled.acquire()).toBe(false);
		// From the one request of the other run on, one a second, without a gap for the run that was cancelled.
		expect(left.at(-1)).toBeLessThanOrEqual(3050);
	});

	it('leaves the timer to nobody', async () => {
		const gate = new Gate();
		const throttle = at(gate);
		throttle.pauseFor(60_000, true);
		const waiting = throttle.acquire();
		throttle.stop();
		expect(await waiting).toBe(false);
		await jest.advanceTimersByTimeAsync(1000);
		expect(jest.getTimerCount()).toBe(0);
	});

	it('room that it had beyond its last request is not given to others', async () => {
		const gate = new Gate();
		at(gate, { max: 8 }).stop();
		const throttle = at(gate, { max: 2 });
		await throttle.acquire();
		await throttle.acquire();
		let third = false;
		void throttle.acquire().then(() => (third = true));
		await jest.advanceTimersByTimeAsync(1000);
		expect(third).toBe(false);
		throttle.release();
		await jest.advanceTimersByTimeAsync(0);
		expect(third).toBe(true);
	});
});

describe('the registry', () => {
	it('gives the runs of one account one gate, and frees it when it holds nothing', () => {
		const registry = new GateRegistry();
		const gate = registry.of('a');
		const throttle = at(gate);
		expect(registry.of('a')).toBe(gate);
		throttle.pauseFor(120_000, true);
		throttle.stop();
		jest.advanceTimersByTime(100_000);
		at(registry.of('b')).stop();
		// Its pause is not over.
		expect(registry.of('a')).toBe(gate);
		jest.advanceTimersByTime(100_000);
		expect(registry.of('c')).not.toBe(gate);
		expect(registry.size).toBe(1);
	});

	it('stays within its bound, but keeps the gates that runs are at', () => {
		const registry = new GateRegistry(10);
		const used = registry.of('used');
		const throttle = at(used);
		for (let account = 0; account < 1000; account++) at(registry.of(String(account))).stop();
		expect(registry.size).toBe(10);
		expect(registry.of('used')).toBe(used);
		throttle.stop();
	});
});
