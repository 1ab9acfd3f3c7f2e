/** Requests in a row that fit, after which larger ones are tried again. */
const GROW_AFTER = 10;

/** Requests after which a size that was refused may be tried once more: what was too large then need not be now. */
const FORGET_AFTER = 100;

/**
 * How much a request may hold: as documented, less once the vendor has refused one as too large, and
 * again more when what is sent fits.
 */
export class BatchSizeLimit {
	private inARow = 0;
	private sinceRefusal = 0;
	private smallestRefused = Number.POSITIVE_INFINITY;
	private now: number;

	/**
	 * @param max entries a request, documented or set by the user
	 * @param maxBytes a request body
	 */
	constructor(
		private readonly max: number,
		readonly maxBytes: number,
	) {
		this.now = max;
	}

	/** Entries that a request may hold now. */
	get maxEntries(): number {
		return this.now;
	}

	/** A request of so many entries was too large. */
	onTooLarge(entries: number): void {
		this.smallestRefused = Math.min(this.smallestRefused, entries);
		this.now = Math.max(1, Math.min(this.now, Math.floor(entries / 2)));
		this.inARow = 0;
		this.sinceRefusal = 0;
	}

	/** A request was not too large. */
	onSuccess(): void {
		if (this.now >= this.max) return;
		if (++this.sinceRefusal >= FORGET_AFTER) this.smallestRefused = Number.POSITIVE_INFINITY;
		if (++this.inARow < GROW_AFTER) return;
		this.inARow = 0;
		this.now = Math.max(
			this.now,
			Math.min(this.max, this.smallestRefused - 1, Math.ceil(this.now * 1.5)),
		);
	}
}
