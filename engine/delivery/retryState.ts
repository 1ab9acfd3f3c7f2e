import type { Entry, EntryResult } from '../operation';
import type { Failure } from '../results/outcomes';

/** Why an attempt did not settle its entries. */
export type AttemptFailure = Pick<Failure, 'kind' | 'message' | 'hint' | 'httpCode' | 'vendor'>;

/** Requests that the vendor has answered other than by "too many requests". */
interface Passed {
	/** Of the run. */
	passed: number;
	/** Of all runs to the account. */
	passedOfAll: number;
}

/** As `RetryState.mayRetryAfterLimit`. */
const MAX_LIMITS_OF_OTHERS = 20;

type NotAcceptedResult = Extract<EntryResult, { accepted: false }>;

/** What has happened so far to entries that are sent together. */
export class RetryState {
	/** Requests that they were in. */
	attempts = 0;
	/** Attempts that count against Max Retries. */
	retries = 0;
	/** Some attempt may have been processed: they can no longer be called rejected or not sent. */
	mayHaveArrived = false;
	/** The last one may have been: the next may have to differ from it. */
	lastMayHaveArrived = false;
	/** How the last attempt failed; undefined before the first, and for a follow-up step. */
	lastFailure: AttemptFailure | undefined;
	/** What had got through at the last "too many requests". */
	private atLimit: Passed | undefined;
	/** "Too many requests" in a row between which requests of other runs alone got through. */
	private limitsOfOthers = 0;

	copy(): RetryState {
		return Object.assign(new RetryState(), this);
	}

	/** The state of a follow-up step: what may have arrived by an earlier step still may. */
	forFollowUp(): RetryState {
		const next = new RetryState();
		next.attempts = this.attempts;
		next.mayHaveArrived = this.mayHaveArrived;
		next.lastFailure = this.mayHaveArrived ? this.lastFailure : undefined;
		return next;
	}

	/** @returns whether the attempt that begins is a retry */
	beginAttempt(): boolean {
		this.lastMayHaveArrived = false;
		this.attempts++;
		return this.lastFailure !== undefined;
	}

	failed(failure: AttemptFailure): void {
		this.lastFailure = failure;
	}

	/** The attempt may have been processed. */
	failedIndeterminately(failure: AttemptFailure): void {
		this.mayHaveArrived = true;
		this.lastMayHaveArrived = true;
		this.lastFailure = failure;
	}

	/** The vendor did not accept an entry that is to be sent again. */
	notAccepted({ kind, message, hint, vendor, httpCode }: NotAcceptedResult): void {
		const failure = { kind, message, hint, vendor, httpCode };
		if (kind === 'unknown') this.failedIndeterminately(failure);
		else this.failed(failure);
	}

	/**
	 * "Too many requests" counts as a retry only where nothing has got through since the last one; or, too often in a
	 * row, only requests of other runs, which may be of a kind that the vendor does not limit.
	 *
	 * @returns whether another attempt is allowed
	 */
	mayRetryAfterLimit(now: Passed, maxRetries: number): boolean {
		const before = this.atLimit;
		this.atLimit = now;
		if (before && now.passed !== before.passed) {
			this.limitsOfOthers = 0;
			return true;
		}
		if (
			before &&
			now.passedOfAll !== before.passedOfAll &&
			++this.limitsOfOthers <= MAX_LIMITS_OF_OTHERS
		)
			return true;
		if (this.retries >= maxRetries) return false;
		this.retries++;
		return true;
	}

	/** @returns the outcome of an entry that ends with the given failure */
	failure(entry: Entry, { kind, ...rest }: AttemptFailure, retryable: boolean): Failure {
		return {
			kind: this.mayHaveArrived ? 'unknown' : kind,
			...rest,
			retryable,
			attempts: this.attempts,
			reference: entry.reference,
		};
	}
}
