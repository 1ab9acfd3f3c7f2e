/** Periods over which vendors count requests, in milliseconds. */
const PERIODS_MS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600].map(
	(s) => s * 1000,
);

/** Retry-After speaks of whole seconds, be it as a number or as a date, so it asks for up to one too many. */
const ROUNDING_MS = 1000;

/** What timers and the network may shift requests towards one another within a period. */
const JITTER_MS = 5;

/**
 * How the rate adapts. The values were found by simulating vendors with fixed windows and token buckets of two to
 * fifty requests a second and a hundred to six hundred a minute, which ask to wait in whole seconds, in dates, or
 * not at all (`test/engine/delivery/adaptiveRate.test.mts`).
 */
const TUNING = {
	/** Without a limit, the rate has doubled after this many times the requests of the first window. */
	windowsToDouble: 30,
	/** And after no fewer requests than this. */
	minRequestsToDouble: 300,
	/**
	 * Each limit that confirms the rate doubles the requests until the next search for a faster one, up to this
	 * factor.
	 */
	maxPatience: 8,
	/** A rate that grew by more than this part met the limit because it grew; by less, it was too fast from the start. */
	minGrowth: 0.01,
	/**
	 * Growth up to this part is given back whole; beyond it, the first rate was too slow, and part of the growth
	 * is kept.
	 */
	growthGivenBack: 0.06,
	/** A rate that was too fast is slowed down by at least this factor. */
	minSlowDown: 1.02,
	/** And by at most this factor. */
	maxSlowDown: 1.04,
	/** At most by this factor where almost no request succeeded since the last limit. */
	maxLeap: 3,
	/** The same, where the vendor did not say how long to wait and the back-off was a guess. */
	maxLeapWithoutRetryAfter: 1.5,
	/** Fewer successes than this, or than three times those of the first window, are "almost none". */
	fewRequests: 20,
	/** Number of limits over which the rate of successes is measured. */
	limitsMeasured: 4,
	/** The slowest interval, as a multiple of the shortest measured one. */
	maxIntervalFactor: 1.25,
	/** After this many limits in a row that slowing down did not prevent, a faster rate is probed. */
	limitsBeforeProbe: 7,
	/** A probe is faster by this factor. */
	probeFactor: 2,
	/** A probe is kept if a success takes no more than this part of the time that it took before. */
	probeGain: 0.75,
	/** After a probe that failed, this many limits pass before the next. */
	limitsAfterProbe: 16,
};

/** What had passed at a moment. */
interface Mark {
	at: number;
	passed: number;
}

/**
 * The rate at which a vendor takes requests, learned from its "too many requests".
 *
 * The first limit tells what got through until the first pause was over; as vendors count by the second or the
 * minute and round up what they ask for, the period that fits is taken for the true one. From there the rate
 * grows as a cubic (as CUBIC's window does, RFC 9438), slowly at first and ever faster, until it meets the limit
 * again; then it returns to what held. So a vendor that takes ten a second is met at ten a second, not in bursts
 * and pauses, and a wrong guess does not last.
 */
export class AdaptiveRateLimiter {
	/** Milliseconds from one request to the next that the user asks for at least: the rate does not grow beyond it. */
	minInterval = 0;
	/** Requests that the vendor has answered other than by "too many requests". */
	private passed = 0;
	/** Milliseconds from one request to the next that the vendor is thought to take. */
	private learned = 0;
	/** As it was after the last limit. */
	private base = 0;
	private firstAt = 0;
	private limits: Mark[] = [];
	/** There was a limit and nothing is known yet: whether the vendor asked for the pause. */
	private toMeasure: { asked: boolean } | undefined;
	/** Requests that passed before the first pause was over; 0 until then. */
	private firstWindow = 0;
	/** Requests after which the rate has doubled. */
	private doublesAfter = 0;
	private maxInterval = Number.POSITIVE_INFINITY;
	/** Limits in a row that slowing down did not prevent; negative while no probe is due. */
	private consecutiveLimits = 0;
	/** A faster rate is being probed: the one before, and what was measured with it. */
	private probe: (Mark & { base: number; measured: number }) | undefined;

	/** Milliseconds from one request to the next, as it is now. */
	get interval(): number {
		return Math.max(this.minInterval, this.learned);
	}

	/** Whether the vendor has shown a rate. */
	get hasLearned(): boolean {
		return this.firstWindow > 0;
	}

	/** For so many milliseconds there was nothing to send: they tell nothing of the vendor. */
	skip(ms: number): void {
		for (const mark of this.limits) mark.at += ms;
		if (this.probe) this.probe.at += ms;
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
		// Where nothing got through in between, the pause was too short, and the rate had no part in it.
		if (limits.length > 0 && since === 0) return;
		limits.push({ at: now, passed });
		if (this.firstWindow === 0) return;
		if (limits.length > TUNING.limitsMeasured) limits.shift();
		const gained = this.base / this.interval - 1;
		if (this.probe) this.evaluateProbe(this.probe, now);
		else if (gained > TUNING.minGrowth) this.giveBack(gained);
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
		return Math.max(TUNING.minRequestsToDouble, TUNING.windowsToDouble * this.firstWindow);
	}

	/** @param gained part by which the rate had grown when it met the limit */
	private giveBack(gained: number): void {
		this.consecutiveLimits = 0;
		// A rate that could grow so much was none that held, and the search is not yet over.
		if (gained < 0.5)
			this.doublesAfter = Math.min(this.doublesAfter * 2, this.minDoubling * TUNING.maxPatience);
		const kept = Math.min(0.9, Math.max(0, 4 * (gained - TUNING.growthGivenBack)));
		this.base /= 1 + gained * kept;
	}

	/** @param since requests that passed since the limit before */
	private slowDown(now: number, since: number, asked: boolean): void {
		const [first] = this.limits as [Mark];
		// From limit to limit, pauses included: a bucket that was empty at both has given what it was filled with.
		const measured = this.measuredSince(first, now);
		const hasFew = since < Math.max(TUNING.fewRequests, 3 * this.firstWindow);
		const maxLeap = asked ? TUNING.maxLeap : TUNING.maxLeapWithoutRetryAfter;
		// A window joined midway biases the measured interval by as much as the rate was too fast: hence the root.
		const step = hasFew
			? Math.min(maxLeap, Math.sqrt(measured / this.base))
			: Math.min(TUNING.maxSlowDown, measured / this.base);
		this.base *= Math.max(TUNING.minSlowDown, step);
		if (++this.consecutiveLimits < TUNING.limitsBeforeProbe) return;
		this.probe = { at: now, passed: this.passed, base: this.base, measured };
		this.base /= TUNING.probeFactor;
	}

	/** If 429s are random, going faster raises the throughput; under a real limit it does not. */
	private evaluateProbe(trial: Mark & { base: number; measured: number }, now: number): void {
		if (this.passed - trial.passed < TUNING.fewRequests) return;
		const measured = this.measuredSince(trial, now);
		if (measured < trial.measured * TUNING.probeGain) {
			this.probe = { at: now, passed: this.passed, base: this.base, measured };
			this.base /= TUNING.probeFactor;
		} else {
			this.base = trial.base;
			this.probe = undefined;
			this.consecutiveLimits = -TUNING.limitsAfterProbe;
		}
	}

	/** Milliseconds from one request that passed to the next. */
	private measuredSince({ at, passed }: Mark, now: number): number {
		const requests = this.passed - passed;
		const measured = (now - at) / requests;
		if (requests >= TUNING.fewRequests) {
			this.maxInterval = Math.min(this.maxInterval, measured * TUNING.maxIntervalFactor);
		}
		return measured;
	}

	private set(base: number, growth = 1): void {
		this.learned = base / growth;
	}
}
