import { crc32 } from 'node:zlib';

/** Spreads 32 bits over all 32 bits (the finaliser of MurmurHash3), so that neighbouring seeds are unlike. */
function mix(bits: number): number {
	let h = bits;
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return (h ^ (h >>> 16)) >>> 0;
}

/**
 * A number in [0, 1) that depends on nothing but its arguments. Faults are drawn with it instead of from a
 * sequence, so that a run stays the same when requests overtake one another.
 */
export function chance(seed: number, ...parts: Array<string | number>): number {
	return mix(crc32(parts.join('\u0000'), seed >>> 0)) / 2 ** 32;
}

/** A seeded sequence of numbers in [0, 1) (mulberry32). */
export function sequence(seed: number): () => number {
	let state = mix(seed);
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}
