import { BatchSizeLimit } from '../../../engine/batching/batchSize';

/** Sends at the room's size to a vendor that takes up to `limit`; returns the sizes sent. */
function send(room: BatchSizeLimit, limit: () => number, requests: number): number[] {
	return Array.from({ length: requests }, () => {
		const size = room.maxEntries;
		if (size > limit()) room.onTooLarge(size);
		else room.onSuccess();
		return size;
	});
}

describe('the room of a request', () => {
	it('is as documented while nothing is rejected', () => {
		expect(new Set(send(new BatchSizeLimit(500, 1e6), () => 500, 50))).toEqual(new Set([500]));
	});

	it('finds what a vendor takes that takes less, and hardly ever asks for more', () => {
		const sizes = send(new BatchSizeLimit(500, 1e6), () => 60, 1000);
		expect(sizes.filter((size) => size > 60).length).toBeLessThan(40);
		expect(sizes.slice(100).reduce((sum, size) => sum + size, 0) / 900).toBeGreaterThan(45);
	});

	it('comes back after a rejection that was none of the size', () => {
		let left = 3;
		const sizes = send(new BatchSizeLimit(500, 1e6), () => (left-- > 0 ? 0 : 500), 300);
		expect(Math.min(...sizes)).toBeGreaterThan(50);
		expect(sizes.at(-1)).toBe(500);
	});

	it('never falls below one', () => {
		const room = new BatchSizeLimit(4, 1e6);
		send(room, () => 0, 20);
		expect(room.maxEntries).toBe(1);
	});
});
