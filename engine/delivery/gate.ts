import { AdaptiveRateLimiter } from './adaptiveRate';
import { pause } from './backoff';
import { StatedRates } from './statedRates';

/** How long what the vendor has shown of its rate is kept when nothing is sent any more, in milliseconds. */
const KEPT_MS = 30_000;

/** A run at the gate. */
export interface Visitor {
	/** Its requests at a time. */
	readonly max: number;
	/** Milliseconds from one request to the next, where the user states a rate; otherwise 0. */
	readonly minInterval: number;
	/** Its requests in flight. */
	readonly active: number;
	/** Whether it has a request that could leave. */
	readonly isWaiting: boolean;
	/** Lets one of its requests leave. */
	admit(): void;
	/** All requests are held back for so many milliseconds more. */
	onHold(ms: number): void;
}

/**
 * What the requests of all runs to one account pass: at most so many at a time, at the rate that the vendor takes
 * and the users state, and none while the vendor has asked to be left alone. The number at a time is halved when the
 * vendor says that it is too much, and grows by one after each round that goes well (additive increase,
 * multiplicative decrease); the rate adapts as `AdaptiveRateLimiter` has it.
 *
 * The run that was served longest ago comes first, however many requests the others have waiting.
 */
export class Gate {
	/** The run that was served longest ago stands first. */
	private readonly visitors: Visitor[] = [];
	private readonly stated = new StatedRates();
	private rate = new AdaptiveRateLimiter();
	private active = 0;
	/** Requests at a time that the runs have room for together. */
	private capacity = 0;
	/** And how many of these the vendor takes. */
	private allowed = 0;
	private goodInARow = 0;
	private sentAt = 0;
	private heldUntil = 0;
	private leftAt = 0;
	private timer: { at: number; stop: AbortController } | undefined;
	/** Requests that the vendor has answered other than by "too many requests". */
	passed = 0;

	/** Milliseconds for which requests are still held back. */
	get holdLeft(): number {
		return Math.max(0, this.heldUntil - Date.now());
	}

	get isInUse(): boolean {
		return this.visitors.length > 0 || this.active > 0;
	}

	/** Whether nothing is lost when it is made anew for the next run. */
	isUnused(now: number): boolean {
		if (this.isInUse || now < Math.max(this.heldUntil, this.leftAt + KEPT_MS)) return false;
		this.stated.forget(() => false, now);
		return this.stated.size === 0;
	}

	join(visitor: Visitor): void {
		const now = Date.now();
		if (!this.isInUse) this.resume(now - this.leftAt);
		if (this.allowed === this.capacity) this.allowed += visitor.max;
		this.capacity += visitor.max;
		this.visitors.push(visitor);
		this.stated.add(visitor.minInterval);
		this.boundRate();
	}

	/** Requests of it that are in flight still end by `release`. */
	leave(visitor: Visitor): void {
		const index = this.visitors.indexOf(visitor);
		if (index === -1) return;
		const now = Date.now();
		this.visitors.splice(index, 1);
		this.capacity -= visitor.max;
		this.allowed = Math.min(this.allowed, this.capacity);
		this.leftAt = now;
		this.stated.forget(
			(interval) => this.visitors.some(({ minInterval }) => minInterval === interval),
			now,
		);
		this.boundRate();
		this.serve();
	}

	/** Lets leave what may leave now, and sees to what may leave later. */
	serve(): void {
		for (;;) {
			const now = Date.now();
			const next = this.next(now);
			if (!next || next.readyAt > now) return this.serveAt(next?.readyAt, now);
			this.admit(next.visitor, now);
		}
	}

	/** A request has ended. */
	release(): void {
		this.active--;
		this.serve();
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
		const more = until - Math.max(now, this.heldUntil);
		for (const visitor of this.visitors) visitor.onHold(more);
		this.heldUntil = until;
	}

	/** The vendor took a request. */
	onSuccess(): void {
		this.passed++;
		this.rate.onSuccess();
		if (this.allowed < this.capacity && ++this.goodInARow >= this.allowed) {
			this.allowed++;
			this.goodInARow = 0;
		}
	}

	/** The first run after a time without any. */
	private resume(idleMs: number): void {
		if (this.rate.hasLearned) this.rate.skip(idleMs);
		else this.rate = new AdaptiveRateLimiter();
	}

	/** Where all runs state a rate, the search for the vendor's own ends at the fastest of them. */
	private boundRate(): void {
		const intervals = this.visitors.map(({ minInterval }) => minInterval);
		this.rate.minInterval = intervals.length > 0 ? Math.min(...intervals) : 0;
	}

	/** The run whose request leaves next, and when; undefined where none waits, or there is no room. */
	private next(now: number): { visitor: Visitor; readyAt: number } | undefined {
		if (this.active >= this.allowed) return undefined;
		// From when the last one was really sent: one that a busy machine sent late must not meet the next.
		const open = Math.max(now, this.heldUntil, this.sentAt + this.rate.interval);
		let next: { visitor: Visitor; readyAt: number } | undefined;
		for (const visitor of this.visitors) {
			if (!visitor.isWaiting || visitor.active >= visitor.max) continue;
			const readyAt = Math.max(open, this.stated.readyAt(visitor.minInterval));
			if (!next || readyAt < next.readyAt) next = { visitor, readyAt };
			if (readyAt <= now) break;
		}
		return next;
	}

	private admit(visitor: Visitor, now: number): void {
		this.visitors.splice(this.visitors.indexOf(visitor), 1);
		this.visitors.push(visitor);
		this.active++;
		this.sentAt = now;
		this.stated.onSend(visitor.minInterval, now);
		this.rate.onSend(now);
		visitor.admit();
	}

	/** @param at undefined where there is nothing to wait for */
	private serveAt(at: number | undefined, now: number): void {
		if (this.timer && at !== undefined && this.timer.at <= at) return;
		this.timer?.stop.abort();
		this.timer = undefined;
		if (at === undefined) return;
		const timer = { at, stop: new AbortController() };
		this.timer = timer;
		void pause(at - now, timer.stop.signal).then((hasPassed) => {
			if (!hasPassed || this.timer !== timer) return;
			this.timer = undefined;
			this.serve();
		});
	}
}
