import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Failure } from '../../results/outcomes';
import { retries } from '../../results/retryOnFail';

/** Failed rows that are remembered; there are few, unless something else than a row has ended the run. */
const MAX_FAILED = 100_000;

/** Of a row of which too little is remembered to send it again. */
const FORGOTTEN: Failure = {
	kind: 'unknown',
	message: 'An earlier try of the node may have sent it',
	hint: 'Check whether it arrived before you send it again',
	retryable: true,
	attempts: 0,
};

/** What one try has come to. */
interface Try {
	failures: Map<number, Failure>;
	/** Rows from here on may have failed though they are not among the failures. */
	forgottenFrom: number;
}

const noTry = (): Try => ({ failures: new Map(), forgottenFrom: Number.POSITIVE_INFINITY });

/**
 * What the tries of a node run have settled of one file. With Retry On Fail, n8n runs the whole node again with the
 * same item objects (n8n 6.4); what was accepted, or may have been, must not be sent again. Rows are read in their
 * order, so that only those that failed need be remembered one by one.
 */
export class EarlierTries {
	private static readonly byItem = new WeakMap<INodeExecutionData, EarlierTries>();
	/** Rows up to this one were read in an earlier try. */
	private upTo = 0;
	private earlier = noTry();
	private current = noTry();

	/** @param mayRepeat whether a row whose outcome is unknown may safely be sent again */
	private constructor(private readonly mayRepeat: boolean) {}

	/** @returns undefined where n8n makes no further try */
	static of(
		context: IExecuteFunctions,
		item: INodeExecutionData,
		mayRepeat: boolean,
	): EarlierTries | undefined {
		if (!retries(context)) return undefined;
		const tries = EarlierTries.byItem.get(item) ?? new EarlierTries(mayRepeat);
		EarlierTries.byItem.set(item, tries);
		return tries;
	}

	/** The outcome that a row keeps from an earlier try; undefined where it is to be sent. */
	outcomeOf(row: number): Failure | 'accepted' | undefined {
		if (row > this.upTo) return undefined;
		const { failures, forgottenFrom } = this.earlier;
		const failure = failures.get(row) ?? (row < forgottenFrom ? undefined : FORGOTTEN);
		if (!failure) return 'accepted';
		return failure.kind === 'unknown' && !this.mayRepeat ? failure : undefined;
	}

	/** In this try. */
	failed(row: number, failure: Failure): void {
		const { failures, forgottenFrom } = this.current;
		if (failures.size < MAX_FAILED) failures.set(row, failure);
		else this.current.forgottenFrom = Math.min(forgottenFrom, row);
	}

	/** @param lastRead number of the last row that this try has read */
	endTry(lastRead: number): void {
		// What this try did not come to is as it was.
		for (const [row, failure] of this.earlier.failures)
			if (row > lastRead) this.failed(row, failure);
		this.earlier = this.current;
		this.current = noTry();
		this.upTo = Math.max(this.upTo, lastRead);
	}
}
