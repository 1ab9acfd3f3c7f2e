import fc from 'fast-check';

import { backOffMs, Gate, pause, retryAfterMs } from '../../engine/gate';

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
				const ms = backOffMs(attempt);
				expect(ms).toBeGreaterThanOrEqual(125);
				expect(ms).toBeLessThanOrEqual(Math.min(30_000, 500 * 2 ** (attempt - 1)));
			}),
		);
		expect(new Set(Array.from({ length: 20 }, () => backOffMs(8))).size).toBeGreaterThan(15);
	});
});

describe('the gate', () => {
	it('lets in no more than allowed, halves at a limit, and opens up again', async () => {
		const gate = new Gate(8);
		let inside = 0;
		let most = 0;
		const visit = async () => {
			await gate.enter();
			most = Math.max(most, ++inside);
			await pause(2);
			inside--;
			gate.leave();
			gate.passedOne();
		};
		await Promise.all(Array.from({ length: 40 }, visit));
		expect(most).toBe(8);
		most = 0;
		gate.hold(0);
		await Promise.all(Array.from({ length: 4 }, visit));
		expect(most).toBe(4);
		await Promise.all(Array.from({ length: 60 }, visit));
		expect(most).toBe(8);
	});

	it('holds everything back for as long as asked, once, and counts it', async () => {
		const gate = new Gate(4);
		const start = Date.now();
		gate.hold(120);
		gate.hold(80);
		await Promise.all([gate.enter()]);
		expect(Date.now() - start).toBeGreaterThanOrEqual(118);
		expect(gate.heldMs).toBeGreaterThanOrEqual(118);
		expect(gate.heldMs).toBeLessThan(140);
	});

	it('ends waits at once when the execution is cancelled', async () => {
		const controller = new AbortController();
		const gate = new Gate(1, controller.signal);
		gate.hold(60_000);
		const waiting = gate.enter();
		setTimeout(() => controller.abort(), 30);
		const start = Date.now();
		expect(await waiting).toBe(false);
		expect(Date.now() - start).toBeLessThan(500);
		expect(await pause(1000, controller.signal)).toBe(false);
	});
});
