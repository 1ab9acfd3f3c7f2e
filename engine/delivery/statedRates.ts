/**
 * The rates that runs at one gate state (Requests per Second), and when a request last counted to each.
 *
 * A request counts to the rate of its own run and to every faster one. So all runs together keep to the fastest
 * rate that is stated, runs that state the same rate keep to it together, and a run that is meant to be slow holds
 * up none that is not. Runs that state no rate count to none.
 */
export class StatedRates {
	/** By interval in milliseconds. */
	private readonly sentAt = new Map<number, number>();

	/** When a request of a run with this interval may leave; 0 for an interval of 0. */
	readyAt(interval: number): number {
		let at = 0;
		for (const [other, sentAt] of this.sentAt)
			if (other <= interval) at = Math.max(at, sentAt + other);
		return at;
	}

	onSend(interval: number, now: number): void {
		for (const other of this.sentAt.keys()) if (other <= interval) this.sentAt.set(other, now);
	}

	/** A run with this interval begins. */
	add(interval: number): void {
		if (interval > 0 && !this.sentAt.has(interval)) this.sentAt.set(interval, 0);
	}

	/** Forgets the rates that no run states any more and that would hold up none that states them again. */
	forget(isStated: (interval: number) => boolean, now: number): void {
		for (const [interval, sentAt] of this.sentAt) {
			if (!isStated(interval) && sentAt + interval <= now) this.sentAt.delete(interval);
		}
	}

	get size(): number {
		return this.sentAt.size;
	}
}
