import type { IBinaryData, IDataObject } from 'n8n-workflow';

import { type Failure, Outcomes } from '../../results/outcomes';
import { figure } from '../../results/totals';
import type { RowSource } from '../rowSource';
import type { EarlierTries } from './earlierTries';
import type { ResultFile, RowResult } from './resultFile';

/** Where the outcomes of a file's rows go. */
export interface ResultFiles {
	/** Of the rows that failed; none where the run stops at the first of them. */
	failures?: ResultFile;
	/** Of all rows, where the user wants it. */
	results?: ResultFile;
}

/** The outcomes of a file's rows, each written to a file as soon as it is known, and forgotten. */
export class RowOutcomes extends Outcomes {
	/** Numbers of the first row that was not accepted, and of the first one that only needs to be sent again. */
	firstFailed = Number.POSITIVE_INFINITY;
	firstToSend = Number.POSITIVE_INFINITY;
	/** Number of the last row for which that is not so: the vendor may have it, or it must be corrected. */
	lastTouched = 0;

	/** @param tries what earlier tries of the same node run have settled, and this one does */
	constructor(
		private readonly source: RowSource,
		private readonly files: ResultFiles,
		private readonly tries: EarlierTries | undefined,
	) {
		super();
	}

	accept(row: number, result?: IDataObject | IDataObject[]): void {
		const taken = this.source.take(row);
		if (!taken) return;
		this.count(row, undefined);
		this.lastTouched = Math.max(this.lastTouched, row);
		this.files.results?.add(taken, { outcome: 'accepted', result });
	}

	protected keepFailure(row: number, failure: Failure): void {
		const taken = this.source.take(row);
		if (!taken) return;
		this.count(row, failure);
		this.tries?.failed(row, failure);
		this.firstFailed = Math.min(this.firstFailed, row);
		const isToSend = failure.retryable && failure.kind !== 'unknown';
		if (isToSend) this.firstToSend = Math.min(this.firstToSend, row);
		else this.lastTouched = Math.max(this.lastTouched, row);
		const result = resultOf(failure);
		this.files.failures?.add(taken, result);
		this.files.results?.add(taken, result);
	}

	recall(row: number): boolean {
		const outcome = this.tries?.outcomeOf(row);
		if (!outcome) return false;
		if (outcome === 'accepted') this.accept(row);
		else this.fail(row, outcome);
		return true;
	}

	get progress(): string {
		return `${figure(this.settled)} rows done, all of them before row ${figure(this.source.firstOpen)}`;
	}

	override async ready(): Promise<void> {
		await this.files.failures?.ready();
		await this.files.results?.ready();
	}

	/** Completes the files. @returns those that hold a row, by the names of an item's binary fields */
	async end(): Promise<Record<string, IBinaryData>> {
		const [failures, results] = await Promise.all([
			this.files.failures?.end(),
			this.files.results?.end(),
		]);
		return { ...(failures && { failures }), ...(results && { results }) };
	}
}

function resultOf({ kind, message, hint, vendor, reference, httpCode }: Failure): RowResult {
	const advice = [
		hint,
		vendor && `The vendor says: ${vendor}`,
		reference && `Reference: ${reference}`,
	];
	return { outcome: kind, error: message, message: advice.filter(Boolean).join('. '), httpCode };
}
