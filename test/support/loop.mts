import { threadCpuUsage } from 'node:process';

/**
 * Measures how long this process works in one piece, without a turn of the event loop: in time of the CPU, which does
 * not depend on what else the machine does.
 */
export class EventLoopProbe {
	private longest = 0;
	private last = 0;
	private isOver = false;

	/** Starts when the event loop has turned. */
	static async start(): Promise<EventLoopProbe> {
		const probe = new EventLoopProbe();
		await new Promise(setImmediate);
		probe.last = workedMs();
		setImmediate(() => probe.turn());
		return probe;
	}

	/** @returns the longest piece of work, in milliseconds */
	async stop(): Promise<number> {
		await new Promise(setImmediate);
		this.isOver = true;
		return this.longest;
	}

	/**
	 * The least that so many runs of the same work took: whatever comes from outside, such as a processor that is
	 * shared, only adds. No further run where one stays within the bound.
	 */
	static async leastOf(runs: number, boundMs: number, work: () => Promise<void>): Promise<number> {
		let least = Infinity;
		for (let run = 0; run < runs && least >= boundMs; run++) {
			const probe = await EventLoopProbe.start();
			await work();
			least = Math.min(least, await probe.stop());
		}
		return least;
	}

	private turn(): void {
		const now = workedMs();
		this.longest = Math.max(this.longest, now - this.last);
		this.last = now;
		if (!this.isOver) setImmediate(() => this.turn());
	}
}

/** Milliseconds that this thread has worked, which other processes and the garbage collector's threads do not lengthen. */
export function workedMs(): number {
	const { user, system } = threadCpuUsage();
	return (user + system) / 1000;
}
