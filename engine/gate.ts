import { sleep } from 'n8n-workflow';

/** Waits are cut into slices of this length where n8n is too old to end a wait on cancellation. */
const SLICE_MS = 500;

/** A vendor that asks for a longer pause than this is not waited for. */
export const LONGEST_HOLD_MS = 15 * 60_000;

/**
 * Waits, and ends at once when the execution is cancelled.
 *
 * @returns whether the time has passed; false where the execution was cancelled
 */
export async function pause(ms: number, signal?: AbortSignal): Promise<boolean> {
	const until = Date.now() + ms;
	for (let left = ms; left > 0 && !signal?.aborted; left = until - Date.now()) {
		// It rejects when the signal ends it, which the loop's condition sees as well.
		await sleep(Math.min(left, SLICE_MS), signal).catch(() => undefined);
	}
	return !signal?.aborted;
}

/** How far back the pace that a vendor allows is measured. */
const HORIZON_MS = 30_000;

/** Room left below the measured pace, so that clocks and windows that differ a little do not matter. */
const MARGIN = 1.02;

/**
 * What every request of a node run passes: at most so many at a time, at most so many a second, and
 * none while the vendor has asked to be left alone.
 *
 * Both adapt. When the vendor says that it is too much, the number at a time is halved (one more after
 * each round that goes well), and the pace becomes the one at which requests have got through so far,
 * pauses included: a vendor that takes ten a second is met at ten a second, not by bursts and pauses.
 * After half a minute without a limit the pace is raised little by little.
 */
export class Gate {
	private active = 0;
	private allowed: number;
	private heldUntil = 0;
	private goodInARow = 0;
	private readonly waiting: Array<() => void> = [];
	/** Milliseconds from one request to the next. */
	private interval: number;
	private readonly leastInterval: number;
	private nextAt = 0;
	private limitedAt = 0;
	private readonly startedAt = Date.now();
	private readonly passedAt: number[] = [];
	/** Milliseconds during which all requests were held back. */
	heldMs = 0;

	/**
	 * @param most requests at a time
	 * @param signal of the execution's cancellation
	 * @param perSecond most requests a second, where the user has set it
	 */
	constructor(
		private readonly most: number,
		private readonly signal?: AbortSignal,
		perSecond = Number.POSITIVE_INFINITY,
	) {
		this.allowed = most;
		this.leastInterval = 1000 / perSecond;
		this.interval = this.leastInterval;
	}

	/** Requests that the vendor has answered other than by "too many requests". */
	get passed(): number {
		return this.passedAt.length;
	}

	/**
	 * Resolves when a request may be sent.
	 *
	 * @returns true, upon which `leave` must follow; false where the execution was cancelled
	 */
	async enter(): Promise<boolean> {
		while (!this.signal?.aborted) {
			const now = Date.now();
			if (this.heldUntil > now) {
				await pause(this.heldUntil - now, this.signal);
			} else if (this.active >= this.allowed) {
				await new Promise<void>((go) => this.waiting.push(go));
			} else {
				this.active++;
				const slot = Math.max(now, this.nextAt);
				this.nextAt = slot + this.interval;
				if (slot > now) await pause(slot - now, this.signal);
				if (this.heldUntil <= Date.now() && !this.signal?.aborted) return true;
				this.leave();
			}
		}
		return false;
	}

	/** A request has ended. */
	leave(): void {
		this.active--;
		this.wake();
	}

	/** The vendor answered that it takes no more for now: hold everything back for so long. */
	hold(ms: number): void {
		const now = Date.now();
		const until = now + ms;
		if (until > this.heldUntil) {
			this.heldMs += until - Math.max(now, this.heldUntil);
			this.heldUntil = until;
		}
		this.allowed = Math.max(1, Math.floor(this.allowed / 2));
		this.goodInARow = 0;
		this.slowDown(now);
	}

	/** The vendor took a request. */
	passedOne(): void {
		const now = Date.now();
		this.passedAt.push(now);
		if (this.allowed < this.most && ++this.goodInARow >= this.allowed) {
			this.allowed++;
			this.goodInARow = 0;
		}
		if (now - this.limitedAt > HORIZON_MS) this.interval = Math.max(this.leastInterval, this.interval * 0.999);
		this.wake();
	}

	private slowDown(now: number): void {
		const since = Math.max(this.startedAt, now - HORIZON_MS);
		const passed = this.passedAt.length - this.passedAt.findLastIndex((at) => at < since) - 1;
		// Requests that were under way together are all refused for the same reason: one step back is enough.
		const again = now - this.limitedAt > this.interval * this.most;
		this.limitedAt = now;
		if (passed === 0) return;
		const measured = ((this.heldUntil - since) / passed) * MARGIN;
		this.interval = Math.max(measured, again ? this.interval * 1.05 : this.interval);
	}

	private wake(): void {
		for (let free = this.allowed - this.active; free > 0; free--) this.waiting.shift()?.();
	}
}

/**
 * How long a Retry-After header asks to wait.
 *
 * @param value seconds or an HTTP date (RFC 9110, 10.2.3)
 * @returns milliseconds, undefined where the header is missing or unreadable
 */
export function retryAfterMs(value: unknown, now = Date.now()): number | undefined {
	if (typeof value !== 'string' || value.trim() === '') return undefined;
	const seconds = Number(value);
	const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now;
	return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** Capped exponential back-off with full jitter, in milliseconds; `attempt` counts from 1. */
export function backOffMs(attempt: number): number {
	const ceiling = Math.min(30_000, 500 * 2 ** (attempt - 1));
	return ceiling / 4 + Math.random() * ceiling * 0.75;
}
