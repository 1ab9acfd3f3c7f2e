import { table } from '../workflows/progress.mts';
import { contestants } from './contestants.mts';

/** One way's figures at one size and latency. */
export interface Measurement {
	name: string;
	items: number;
	latencyMs: number;
	/** Median over the rounds, in milliseconds. */
	ms: number;
	/** Longest time that the event loop was held, in milliseconds; the floor runs outside n8n. */
	held?: number;
	/** Peak memory over n8n's own, in bytes. */
	memory?: number;
	/** Bytes of request bodies that WAI received. */
	bytes: number;
	requests: number;
}

export const FLOOR = 'Bare script posting the same bodies';

/** The ways side by side, as multiples of this pack with mapped fields and of the floor. */
export function tableOf(medians: Measurement[]): string {
	const pack = medians.find(({ name }) => name === contestants[0]!.name);
	const bare = medians.find(({ name }) => name === FLOOR);
	const times = (ms: number, of: Measurement | undefined) =>
		of ? `${(ms / of.ms).toFixed(2)}` : '';
	return table([
		['Way', '× this pack', '× floor', 'ms', 'requests', 'MB sent', 'loop held, ms', 'memory, MB'],
		...medians.map((m) => [
			m.name,
			times(m.ms, pack),
			times(m.ms, bare),
			Math.round(m.ms).toLocaleString('en-US'),
			m.requests.toLocaleString('en-US'),
			(m.bytes / 1e6).toFixed(2),
			m.held === undefined ? '' : String(m.held),
			m.memory === undefined ? '' : String(Math.round(m.memory / 1e6)),
		]),
	]);
}

/** The middle one of several rounds by time, with the longest hold of all. */
export function median(runs: Measurement[]): Measurement {
	const sorted = [...runs].sort((a, b) => a.ms - b.ms);
	const middle = sorted[Math.floor(sorted.length / 2)]!;
	return { ...middle, held: worst(runs.map(({ held }) => held)) };
}

function worst(figures: Array<number | undefined>): number | undefined {
	return figures.includes(undefined) ? undefined : Math.max(...(figures as number[]));
}
