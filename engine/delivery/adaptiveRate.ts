/** Periods over which vendors count requests, in milliseconds. */
const PERIODS_MS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600].map((s) => s * 1000);

/** Retry-After speaks of whole seconds, be it as a number or as a date, so it asks for up to one too many. */
const ROUNDING_MS = 1000;

/** What timers and the network may shift requests towards one another within a period. */
const JITTER_MS = 5;

/**
 * How the pace adapts; found by simulating vendors with fixed windows and token buckets of two to fifty
 * requests a second and a hundred to six hundred a minute, which ask to wait in whole seconds, in dates,
 * or not at all.
 */
const PACE = {
	/** The pace doubles after so many times the requests of the first stretch, and after no fewer than this. */
	doublesAfterStretches: 30,
	doublesAfterLeast: 300,
	/** Each limit that confirms the pace makes the next search for a faster one last twice as long, up to so many times. */
	longestPatience: 8,
	/** A pace that has quickened by this part ran into the limit because of it; by less, it was too fast from the start. */
	quickened: 0.01,
	/** What was gained up to this part is given back whole; beyond it, the first pace was too slow. */
	givenBack: 0.06,
	/** Steps by which a pace that was too fast is slowed down: the least, the most, and the most where hardly anything got through. */
	leastStep: 1.02,
	mostStep: 1.04,
	mostLeap: 3,
	/** The same, where the vendor has not said how long to wait and back-off was a guess. */
	mostLeapUnasked: 1.5,
	/** Fewer requests than this, or than three times those of the first stretch, are hardly anything. */
	hardlyAnything: 20,
	/** The limits over which the pace of what gets through is measured. */
	measuredOver: 4,
	/** The slowest interval, as a multiple of the shortest measured one. */
	slowest: 1.25,
	/** When so many limits in a row were met although each had slowed the pace down, the opposite is tried, */
	doubtAfter: 7,
	/** at a pace that is faster by this factor; it is kept if what gets through takes no more than this part of the time, */
	trial: 2,
	better: 0.75,
	/** and not tried again before so many limits more. */
	restAfterTrial: 16,
};

/** What had passed at a moment. */
interface Mark {
	at: number;
	passed: number;
}

/**
 * The pace at which a vendor takes requests, learned from when it says "too many requests".
 *
 * The first limit tells what has got through until the first pause was over; as vendors count by the
 * second or the minute and round what they ask for up, the period that fits is taken for the true one.
 * From there the pace quickens, slowly at first and ever faster, until it meets the limit again; then it
 * returns to what held. Thus a vendor that takes ten a second is met at ten a second, not by bursts and
 * pauses, and a wrong guess does not last.
 */
export class AdaptiveRateLimiter {
	/** Requests that the vendor has answered other than by "too many requests". */
	passed = 0;
	/** Milliseconds from one request to the next, as it is now. */
	interval: number;
	/** As it was after the last limit. */
	private base: number;
	private firstAt = 0;
	private limits: Mark[] = [];
	/** There was a limit and nothing is known yet: whether the vendor asked for the pause. */
	private toMeasure: { asked: boolean } | undefined;
	/** Requests that passed before the first pause was over; 0 until then. */
	private firstWindow = 0;
	/** Requests after which the pace has doubled. */
	private doublesAfter = 0;
	private maxInterval = Number.POSITIVE_INFINITY;
	/** Limits in a row that slowing down has not spared. */
	private consecutiveLimits = 0;
	/** A faster pace is on trial: the one before, and what was measured with it. */
	private probe: (Mark & { base: number; measured: number }) | undefined;

	/** @param minInterval milliseconds from one request to the next, where the user has set them */
	constructor(private readonly minInterval = 0) {
		this.interval = minInterval;
		this.base = minInterval;
	}

	/** A request is sent. */
	onSend(now: number): void {
		this.firstAt ||= now;
		// Only now, since answers to requests that were under way at the limit still counted.
		if (this.toMeasure) this.measureFirstWindow(now, this.toMeasure.asked);
	}

	/** The vendor took a request. */
	onSuccess(): void {
		this.passed++;
		if (this.firstWindow === 0) return;
		const sinceLimit = this.passed - this.limits.at(-1)!.passed;
		this.set(this.base, 1 + (sinceLimit / this.doublesAfter) ** 3);
	}

	/**
	 * The vendor said "too many requests". Of requests that were under way together only the first counts.
	 *
	 * @param asked whether the vendor has named a pause
	 */
	onLimited(now: number, asked: boolean): void {
		const { limits, passed } = this;
		if (this.firstWindow === 0) this.toMeasure = { asked };
		const since = passed - (limits.at(-1)?.passed ?? 0);
		// Where nothing got through in between, the pause was too short, and the pace had no part in it.
		if (limits.length > 0 && since === 0) return;
		limits.push({ at: now, passed });
		if (this.firstWindow === 0) return;
		if (limits.length > PACE.measuredOver) limits.shift();
		const gained = this.base / this.interval - 1;
		if (this.probe) this.evaluateProbe(this.probe, now);
		else if (gained > PACE.quickened) this.giveBack(gained);
		else this.slowDown(now, since, asked);
		this.base = Math.min(this.base, this.maxInterval);
		this.set(this.base);
	}

	private measureFirstWindow(now: number, asked: boolean): void {
		this.toMeasure = undefined;
		if (this.passed === 0) return;
		const span = now - this.firstAt;
		const fits = (period: number) => period <= Math.max(span, 1000) && period > span - ROUNDING_MS;
		// Nobody counts by less than a second.
		const period = (asked && PERIODS_MS.findLast(fits)) || Math.max(span, 1000);
		this.firstWindow = this.passed;
		this.doublesAfter = this.minDoubling;
		this.base = (period + JITTER_MS) / this.passed;
		this.set(this.base);
	}

	private get minDoubling(): number {
		return Math.max(PACE.doublesAfterLeast, PACE.doublesAfterStretches * this.firstWindow);
	}

	/** @param gained part by which the pace had quickened when it met the limit */
	private giveBack(gained: number): void {
		this.consecutiveLimits = 0;
		// A pace that could quicken so much was none that held, and the search is not yet over.
		if (gained < 0.5) this.doublesAfter = Math.min(this.doublesAfter * 2, this.minDoubling * PACE.longestPatience);
		const kept = Math.min(0.9, Math.max(0, 4 * (gained - PACE.givenBack)));
		this.base /= 1 + gained * kept;
	}

	/** @param since requests that passed since the limit before */
	private slowDown(now: number, since: number, asked: boolean): void {
		const [first] = this.limits as [Mark];
		// From limit to limit, pauses included: a bucket that was empty at both has given what it was filled with.
		const measured = this.measuredSince(first, now);
		const hardlyAnything = since < Math.max(PACE.hardlyAnything, 3 * this.firstWindow);
		const mostLeap = asked ? PACE.mostLeap : PACE.mostLeapUnasked;
		// The root: a window that was met in its midst makes what is measured too slow by as much as the pace was too fast.
		const step = hardlyAnything ? Math.min(mostLeap, Math.sqrt(measured / this.base)) : Math.min(PACE.mostStep, measured / this.base);
		this.base *= Math.max(PACE.leastStep, step);
		if (++this.consecutiveLimits < PACE.doubtAfter) return;
		this.probe = { at: now, passed: this.passed, base: this.base, measured };
		this.base /= PACE.trial;
	}

	/** A vendor that says "too many" now and then whatever the pace takes more the faster it is asked; a limit does not. */
	private evaluateProbe(trial: Mark & { base: number; measured: number }, now: number): void {
		if (this.passed - trial.passed < PACE.hardlyAnything) return;
		const measured = this.measuredSince(trial, now);
		if (measured < trial.measured * PACE.better) {
			this.probe = { at: now, passed: this.passed, base: this.base, measured };
			this.base /= PACE.trial;
		} else {
			this.base = trial.base;
			this.probe = undefined;
			this.consecutiveLimits = -PACE.restAfterTrial;
		}
	}

	/** Milliseconds from one request that passed to the next. */
	private measuredSince({ at, passed }: Mark, now: number): number {
		const requests = this.passed - passed;
		const measured = (now - at) / requests;
		if (requests >= PACE.hardlyAnything) this.maxInterval = Math.min(this.maxInterval, measured * PACE.slowest);
		return measured;
	}

	private set(base: number, quickened = 1): void {
		this.interval = Math.max(this.minInterval, base / quickened);
	}
}
