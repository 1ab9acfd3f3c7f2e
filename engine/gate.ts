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

/**
 * How the pace adapts; found by simulating vendors with fixed windows and token buckets that ask to wait
 * in whole seconds, in dates, or not at all.
 */
const PACE = {
	/** Raised by this part with each request that gets through, until it runs into the limit again. */
	search: 0.004,
	/** And from then on. */
	creep: 0.0001,
	/** As many requests since the last limit show that the pace was nearly right. */
	nearlyRight: 20,
	/** Then it is lowered by this factor, or to what has got through, but by no more than the second. */
	stepBack: 1.04,
	mostStepBack: 1.05,
	/** Where hardly anything got through, and the vendor has asked to wait, or has not. */
	leap: 1.2,
	leapUnasked: 1.5,
	/**
	 * The slowest pace, as a multiple of the first one measured, which a pause that the vendor asked for makes
	 * too slow already. A vendor that says "too many" now and then whatever the pace must not slow it down for ever.
	 */
	slowest: 1.5,
	slowestUnasked: 8,
	/** Nor does it fall below half of what the vendor has taken from this many requests in a row. */
	sustained: 50,
	slowestOfSustained: 2,
};

/**
 * What every request of a node run passes: at most so many at a time, at most so many a second, and
 * none while the vendor has asked to be left alone.
 *
 * Both adapt. When the vendor says that it is too much, the number at a time is halved (one more after
 * each round that goes well), and the pace becomes the one at which requests have got through so far,
 * pauses included: a vendor that takes ten a second is met at ten a second, not by bursts and pauses.
 * As what the vendor asks for is rounded up, the pace then creeps up, in ever smaller steps, until it
 * runs into the limit again.
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
	private firstAt = 0;
	/** Requests that the vendor has answered other than by "too many requests". */
	passed = 0;
	/** What had got through, and when, at the last limit that told something new. */
	private lastLimit: { passed: number; at: number } | undefined;
	private gain = PACE.search;
	/** The pace is to be measured when the first pause is over, since answers to requests under way still count: how much slower it may get. */
	private toMeasure: number | undefined;
	private mostInterval = Number.POSITIVE_INFINITY;
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
				this.firstAt ||= now;
				if (this.toMeasure !== undefined) this.measure(now, this.toMeasure);
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

	/**
	 * The vendor answered that it takes no more for now: hold everything back for so long.
	 *
	 * @param asked whether the vendor has named the time
	 */
	hold(ms: number, asked: boolean): void {
		const now = Date.now();
		// Requests that were under way together are refused together: only the first of them tells something new.
		if (now >= this.heldUntil) this.slowDown(now, asked);
		const until = now + ms;
		if (until <= this.heldUntil) return;
		this.heldMs += until - Math.max(now, this.heldUntil);
		this.heldUntil = until;
	}

	/** The vendor took a request. */
	passedOne(): void {
		this.passed++;
		if (this.allowed < this.most && ++this.goodInARow >= this.allowed) {
			this.allowed++;
			this.goodInARow = 0;
		}
		if (this.lastLimit) this.interval = Math.max(this.leastInterval, this.interval * (1 - this.gain));
		this.wake();
	}

	private slowDown(now: number, asked: boolean): void {
		this.allowed = Math.max(1, Math.floor(this.allowed / 2));
		this.goodInARow = 0;
		const { passed, lastLimit } = this;
		const inARow = passed - (lastLimit?.passed ?? 0);
		if (inARow >= PACE.sustained) {
			const sustained = (now - Math.max(this.firstAt, this.heldUntil)) / inARow;
			this.mostInterval = Math.min(this.mostInterval, Math.max(this.leastInterval, sustained * PACE.slowestOfSustained));
		}
		this.lastLimit = { passed, at: now };
		if (!lastLimit) {
			if (passed > 0) this.toMeasure = asked ? PACE.slowest : PACE.slowestUnasked;
			return;
		}
		if (inARow < PACE.nearlyRight && !asked) this.interval *= PACE.leapUnasked;
		else if (inARow < PACE.nearlyRight / 4) this.interval *= PACE.leap;
		else this.stepBack((now - lastLimit.at) / inARow);
		this.interval = Math.min(this.interval, this.mostInterval);
	}

	/** @param measured milliseconds a request since the last limit, pauses included */
	private stepBack(measured: number): void {
		const factor = this.gain === PACE.search ? PACE.stepBack : measured / this.interval;
		this.interval *= Math.min(Math.max(factor, 1.02), PACE.mostStepBack);
		this.gain = PACE.creep;
	}

	private measure(now: number, slowest: number): void {
		this.toMeasure = undefined;
		this.interval = Math.max(this.leastInterval, (now - this.firstAt) / this.passed);
		this.mostInterval = Math.min(this.mostInterval, this.interval * slowest);
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
