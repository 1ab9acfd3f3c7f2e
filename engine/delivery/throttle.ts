import { AdaptiveRateLimiter } from './adaptiveRate';
import { pause } from './backoff';

/**
 * What every request of a node run passes: at most so many at a time, at most so many a second, and
 * none while the vendor has asked to be left alone. The number at a time is halved when the vendor says
 * that it is too much, and grows by one after each round that goes well (additive increase, multiplicative
 * decrease); the rate adapts as `AdaptiveRateLimiter` has it.
 */
export class Throttle {
	private active = 0;
	private allowed: number;
	private heldUntil = 0;
	private sentAt = 0;
	private goodInARow = 0;
	/** Requests enter one after the other: resolves when the one before has entered. */
	private turn: Promise<void> = Promise.resolve();
	/** Tells the one whose turn it is that there may be room now. */
	private roomMade: (() => void) | undefined;
	private readonly rate: AdaptiveRateLimiter;
	/** Milliseconds during which all requests were held back. */
	heldMs = 0;

	/**
	 * @param max requests at a time
	 * @param signal of the execution's cancellation
	 * @param perSecond most requests a second, where the user has set it
	 */
	constructor(
		private readonly max: number,
		private readonly signal?: AbortSignal,
		perSecond = Number.POSITIVE_INFINITY,
	) {
		this.allowed = max;
		this.rate = new AdaptiveRateLimiter(1000 / perSecond);
	}

	/** Requests that the vendor has answered other than by "too many requests". */
	get passed(): number {
		return this.rate.passed;
	}

	/**
	 * Resolves when a request may be sent.
	 *
	 * @returns true if acquired: the caller must then call `release`; false where the execution was cancelled
	 */
	async acquire(): Promise<boolean> {
		const { promise, resolve: next } = Promise.withResolvers<void>();
		const before = this.turn;
		this.turn = promise;
		await before;
		try {
			while (!this.signal?.aborted) {
				const now = Date.now();
				// From when the last one was really sent: one that a busy machine sent late must not meet the next.
				const wait = Math.max(this.heldUntil, this.sentAt + this.rate.interval) - now;
				if (this.active >= this.allowed) {
					await new Promise<void>((made) => (this.roomMade = made));
				} else if (wait > 0) {
					await pause(wait, this.signal);
				} else {
					this.active++;
					this.sentAt = now;
					this.rate.onSend(now);
					return true;
				}
			}
			return false;
		} finally {
			next();
		}
	}

	/** The request has ended. */
	release(): void {
		this.active--;
		this.roomMade?.();
	}

	/**
	 * The vendor takes no more for now: hold everything back for so long.
	 *
	 * @param asked whether the vendor named the time
	 */
	pauseFor(ms: number, asked: boolean): void {
		const now = Date.now();
		// Requests that were in flight together are rejected together: only the first of them tells something new.
		if (now >= this.heldUntil) {
			this.allowed = Math.max(1, Math.floor(this.allowed / 2));
			this.goodInARow = 0;
			this.rate.onLimited(now, asked && ms > 0);
		}
		const until = now + ms;
		if (until <= this.heldUntil) return;
		this.heldMs += until - Math.max(now, this.heldUntil);
		this.heldUntil = until;
	}

	/** The vendor took a request. */
	onSuccess(): void {
		this.rate.onSuccess();
		if (this.allowed < this.max && ++this.goodInARow >= this.allowed) {
			this.allowed++;
			this.goodInARow = 0;
		}
	}
}
