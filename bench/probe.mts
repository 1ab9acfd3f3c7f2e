import { readFileSync } from 'node:fs';

/** What `loopProbe.cjs` writes. */
interface Note {
	/** Milliseconds since 1970. */
	at: number;
	/** Milliseconds that the event loop was held until `at`. */
	held?: number;
	/** Heap and buffers, in bytes. */
	memory?: number;
}

/** What the event loop and the memory of n8n did between two moments. */
export interface Strain {
	/** Longest time that the event loop was held, in milliseconds. */
	longestHeld: number;
	/** Peak of heap and buffers over what they held at the beginning, in bytes. */
	memory: number;
}

/** Reads what `loopProbe.cjs` has noted. Times are in milliseconds since 1970. */
export function strainBetween(file: string, from: number, to: number): Strain {
	const notes = readFileSync(file, 'utf8')
		.split('\n')
		.filter(Boolean)
		.map((line) => JSON.parse(line) as Note);
	const during = notes.filter(({ at }) => at >= from && at <= to);
	const before = notes.findLast(({ at, memory }) => at < from && memory !== undefined)?.memory ?? 0;
	return {
		// A hold that began before belongs to what ran before.
		longestHeld: Math.max(
			0,
			...during
				.filter(({ at, held }) => held !== undefined && at - held >= from)
				.map(({ held }) => held!),
		),
		memory: Math.max(
			0,
			...during.filter(({ memory }) => memory !== undefined).map(({ memory }) => memory! - before),
		),
	};
}
