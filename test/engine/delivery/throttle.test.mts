import fc from 'fast-check';

import { backoffMs, pause } from '../../../engine/delivery/backoff';
import { retryAfterMs } from '../../../engine/delivery/retryAfter';
import { Throttle } from '../../../engine/delivery/throttle';

describe('Retry-After', () => {
	const now = Date.parse('2026-11-21T10:00:00Z');

	it.each<[unknown, number | undefined]>([
		['17', 17_000],
		['0', 0],
		['1.5', 1500],
		['Sat, 21 Nov 2026 10:00:30 GMT', 30_000],
		['Sat, 21 Nov 2026 09:00:00 GMT', 0],
		['-5', 0],
		['soon', undefined],
		['', undefined],
		[undefined, undefined],
	])('%j is %s ms', (value, expected) => {
		expect(retryAfterMs(value, now)).toBe(expected);
	});
});

describe('back-off', () => {
	it('grows, is capped, and never the same for all', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 60 }), (attempt) => {
				const ms = backoffMs(attempt);
				expect(ms).toBeGreaterThanOrEqual(125);
				expect(ms).toBeLessThanOrEqual(Math.min(30_000, 500 * 2 ** (attempt - 1)));
			}),
		);
		expect(new Set(Array.from({ length: 20 }, () => backoffMs(8))).size).toBeGreaterThan(15);
	});
});

describe('the gate', () => {
	const crowd = async (gate: Throttle, visitors: number) => {
		let inside = 0;
		let most = 0;
		await Promise.all(
			Array.from({ length: visitors }, async () => {
				await gate.acquire();
				most = Math.max(most, ++inside);
				await pause(20);
				inside--;
				gate.release();
				gate.onSuccess();
			}),
		);
		return most;
	};

	it('lets in no more than allowed, and half as many after a limit', async () => {
		const gate = new Throttle(8);
		expect(await crowd(gate, 40)).toBe(8);
		gate.pauseFor(0, true);
		expect(await crowd(gate, 4)).toBeLessThanOrEqual(4);
	});

	it('opens up again after rounds that went well', async () => {
		const gate = new Throttle(4);
		// Nothing has passed yet, so there is no pace to keep to.
		gate.pauseFor(0, true);
		expect(await crowd(gate, 2)).toBe(2);
		await crowd(gate, 20);
		expect(await crowd(gate, 8)).toBe(4);
	});

	it('keeps to the pace that the user sets', async () => {
		const gate = new Throttle(8, undefined, 50);
		const start = Date.now();
		await crowd(gate, 21);
		expect(Date.now() - start).toBeGreaterThanOrEqual(395);
	});

	it('holds everything back for as long as asked, once, and counts it', async () => {
		const gate = new Throttle(4);
		const start = Date.now();
		gate.pauseFor(120, true);
		gate.pauseFor(80, true);
		await Promise.all([gate.acquire()]);
		expect(Date.now() - start).toBeGreaterThanOrEqual(118);
		expect(gate.heldMs).toBeGreaterThanOrEqual(118);
		expect(gate.heldMs).toBeLessThan(140);
	});

	it('ends waits at once when the execution is cancelled', async () => {
		const controller = new AbortController();
		const gate = new Throttle(1, controller.signal);
		gate.pauseFor(60_000, true);
		const waiting = gate.acquire();
		setTimeout(() => controller.abort(), 30);
		const start = Date.now();
		expect(await waiting).toBe(false);
		expect(Date.now() - start).toBeLessThan(500);
		expect(await pause(1000, controller.signal)).toBe(false);
	});
});
