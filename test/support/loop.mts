/** Measures for how long the event loop is held in one piece. */
export class EventLoopProbe {
	private last = performance.now();
	private longest = 0;
	private readonly timer: NodeJS.Timeout;

	constructor() {
		this.timer = setInterval(() => this.look(), 1);
	}

	private look(): void {
		const now = performance.now();
		this.longest = Math.max(this.longest, now - this.last);
		this.last = now;
	}

	/** @returns the longest time between two turns, in milliseconds */
	stop(): number {
		this.look();
		clearInterval(this.timer);
		return this.longest;
	}
}
