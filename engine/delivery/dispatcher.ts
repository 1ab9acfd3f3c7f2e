import type { Batch } from '../batching/batcher';
import type { BatchSizeLimit } from '../batching/batchSize';
import type { ItemError } from '../fields/itemError';
import { type Entry, type EntryResult, isIdempotent } from '../operation';
import type { Outcomes } from '../results/outcomes';
import { backoffMs, MAX_PAUSE_MS, pause } from './backoff';
import { type AttemptFailure, RetryState } from './retryState';
import { type PendingBatch, Sender, type SenderOptions, type Sent } from './sender';
import type { Throttle } from './throttle';

/** How a run sends; from the node's options and settings. */
export interface Policy {
	/** Requests in flight at a time. */
	maxConcurrency: number;
	/** Retries of a request that failed in passing. */
	maxRetries: number;
	/** Retry also what is not idempotent and may have arrived. */
	resendUnknown: boolean;
	/** Send nothing more after the first failure (On Error = Stop). */
	stopAtFailure: boolean;
}

/** What a dispatcher works with, all of one run. */
export interface DispatcherOptions<Data> extends SenderOptions<Data> {
	batchSize: BatchSizeLimit;
	policy: Policy;
	outcomes: Outcomes;
	/** Of the execution's cancellation. */
	signal?: AbortSignal;
}

/**
 * After so many rejections in a row with nothing accepted in between, the fault is taken to lie with all
 * that is sent, and rejected batches are no longer bisected to find the entry at fault. Ten are needed to
 * find one among 500, about two for each further one beside it.
 */
export const MAX_REJECTIONS = 100;

const CANCELLED: AttemptFailure = {
	kind: 'notSent',
	message: 'The execution was cancelled before the item was sent',
	hint: 'Run the workflow again for the items that were not sent',
};

const STOPPED: AttemptFailure = {
	kind: 'notSent',
	message: 'Not sent, because an earlier item failed and On Error is set to Stop',
	hint: 'Fix the first failed item, or set On Error to Continue',
};

const RUN_LATER = 'Run the workflow again for these items later';

/**
 * Sends a run's batches and settles each of their entries exactly once: retries what is safe to retry,
 * bisects what is too large or rejected, honours pauses, and ends when cancelled or stopped.
 */
export class Dispatcher<Data> {
	readonly sender: Sender<Data>;
	private rejectionsInARow = 0;
	/** Why nothing more is sent: set once. */
	private halted: AttemptFailure | undefined;

	constructor(private readonly options: DispatcherOptions<Data>) {
		this.sender = new Sender(options);
	}

	/** True once sending has stopped early; the remaining items need not be read. */
	get isHalted(): boolean {
		const { signal, policy, outcomes } = this.options;
		if (signal?.aborted) this.stop(CANCELLED);
		else if (policy.stopAtFailure && outcomes.firstFailure) this.stop(STOPPED);
		return this.halted !== undefined;
	}

	/** Sends one batch and resolves when all its entries are settled. */
	async send(batch: Batch<Data>): Promise<void> {
		// Earlier entries of the same keys first: a contact's last state must be the last in the input.
		for (const earlier of batch.after) await earlier.promise;
		const pending: Array<PendingBatch<Data>> = [
			{ entries: batch.entries, state: new RetryState() },
		];
		for (let next = pending.shift(); next; next = pending.shift()) {
			pending.unshift(...(await this.attempt(next)));
		}
		batch.completion.settle();
	}

	/** Settles an item that was never read or sent, since sending has stopped early. */
	markNotSent(item: number): void {
		const { message, hint, httpCode, vendor } = this.halted!;
		this.options.outcomes.fail(item, {
			kind: 'notSent',
			message,
			hint,
			httpCode,
			vendor,
			retryable: true,
			attempts: 0,
		});
	}

	/** Nothing can be sent at all, such as with a credential that is not usable. */
	halt({ message, hint }: ItemError): void {
		this.stop({ kind: 'notSent', message, hint });
	}

	private stop(why: AttemptFailure): void {
		if (this.halted) return;
		this.halted = why;
		this.options.sessions.stop();
	}

	/** One request. @returns what of the batch is still to be settled, in order */
	private async attempt(pending: PendingBatch<Data>): Promise<Array<PendingBatch<Data>>> {
		const { operation, batchSize, eventLoop } = this.options;
		if (pending.entries.length > batchSize.maxEntries) return bisect(pending);
		await eventLoop.yieldIfOverBudget();
		const local = this.isHalted ? undefined : operation.resolveLocally?.(pending.entries);
		if (local) return await this.applyResults(pending, local);
		const sent = await this.sender.send(pending, () => this.isHalted);
		if (!sent) return this.abandon(pending);
		// To read a response is one stretch of work, to apply it to the items another.
		await eventLoop.yieldIfOverBudget();
		return await this.follow(pending, sent);
	}

	private async follow(
		pending: PendingBatch<Data>,
		{ action, throttle }: Sent<Data>,
	): Promise<Array<PendingBatch<Data>>> {
		const { batchSize, vendor } = this.options;
		const { entries, state } = pending;
		if (action.kind === 'results') {
			batchSize.onSuccess();
			return await this.applyResults(pending, action.results);
		}
		const { message, httpCode, vendor: words } = action;
		const failure = (kind: AttemptFailure['kind'], hint: string): AttemptFailure => ({
			kind,
			message,
			hint,
			httpCode,
			vendor: words,
		});
		switch (action.kind) {
			case 'rateLimited':
				state.failed(failure('rejected', `${RUN_LATER}, or lower Max Concurrency`));
				return this.retryAfterLimit(pending, throttle, action.retryAfterMs);
			case 'retryable':
				state.failed(failure(action.arrived ? 'rejected' : 'notSent', RUN_LATER));
				return await this.retry(pending, action.retryAfterMs);
			case 'indeterminate':
				if (entries.every(({ readOnly }) => readOnly)) {
					state.failed(failure('notSent', RUN_LATER));
					return await this.retry(pending);
				}
				state.failedIndeterminately(failure('unknown', this.hintOnUnknown(entries)));
				return this.mayResend(entries) ? await this.retry(pending) : this.fail(pending, true);
			case 'payloadTooLarge':
				state.failed(failure('rejected', 'Send fewer or shorter fields in this item'));
				if (entries.length === 1) return this.fail(pending, false);
				batchSize.onTooLarge(entries.length);
				return bisect(pending);
			case 'rejected': {
				state.failed(
					failure(
						'rejected',
						action.hint ?? `Correct the item according to what ${vendor.name} says`,
					),
				);
				const isAtFault = entries.length === 1 || ++this.rejectionsInARow > MAX_REJECTIONS;
				return isAtFault ? this.fail(pending, false) : bisect(pending);
			}
			case 'fatal':
				state.failed(failure('rejected', action.hint ?? 'Check the credential and its base URL'));
				this.stop(state.lastFailure!);
				return this.fail(pending, action.retryable);
		}
	}

	private hintOnUnknown(entries: Array<Entry<Data>>): string {
		const { name } = this.options.vendor;
		if (this.mayResend(entries)) {
			return `Check in ${name} whether it arrived, or run the workflow again for these items`;
		}
		return (
			`Check in ${name} whether it arrived before you send it again. ` +
			'The option Resend When Outcome Is Unknown retries such items, at the risk of sending them twice'
		);
	}

	private mayResend(entries: Array<Entry<Data>>): boolean {
		const { policy, operation } = this.options;
		return policy.resendUnknown || isIdempotent(operation, entries);
	}

	/** Records each entry's result. @returns batches to retry or follow up */
	private async applyResults(
		pending: PendingBatch<Data>,
		results: Array<EntryResult<Data>>,
	): Promise<Array<PendingBatch<Data>>> {
		const { outcomes, policy } = this.options;
		const { entries, state } = pending;
		const toRetry: PendingBatch<Data> = { entries: [], state: state.copy() };
		const followUps: Array<Entry<Data>> = [];
		for (const [i, entry] of entries.entries()) {
			const result = results[i]!;
			if ('followUp' in result) {
				followUps.push(result.followUp);
			} else if (result.accepted) {
				this.rejectionsInARow = 0;
				outcomes.accept(entry.item, result.result);
			} else {
				const mayRetry = result.kind === 'rejected' ? result.retry : this.mayResend(entries);
				if (mayRetry && state.retries < policy.maxRetries) {
					toRetry.entries.push(entry);
					toRetry.state.notAccepted(result);
				} else {
					const { kind, message, hint, vendor, httpCode, retry } = result;
					outcomes.fail(
						entry.item,
						state.failure(entry, { kind, message, hint, vendor, httpCode }, retry),
					);
				}
			}
		}
		const pendings = toRetry.entries.length === 0 ? [] : await this.retry(toRetry);
		if (followUps.length > 0) pendings.push({ entries: followUps, state: state.forFollowUp() });
		return pendings;
	}

	/** Waits and hands the batch back, or fails it where it has been tried often enough. */
	private async retry(
		pending: PendingBatch<Data>,
		waitMs = backoffMs(pending.state.retries + 1),
	): Promise<Array<PendingBatch<Data>>> {
		const { policy, signal } = this.options;
		const { state } = pending;
		if (state.retries >= policy.maxRetries || waitMs > MAX_PAUSE_MS)
			return this.fail(pending, true);
		state.retries++;
		await pause(waitMs, signal);
		return [pending];
	}

	/** The throttle holds the pause. */
	private retryAfterLimit(
		pending: PendingBatch<Data>,
		{ passed, passedOfAll }: Throttle,
		askedMs = 0,
	): Array<PendingBatch<Data>> {
		const { maxRetries } = this.options.policy;
		const mayRetry = pending.state.mayRetryAfterLimit({ passed, passedOfAll }, maxRetries);
		return mayRetry && askedMs <= MAX_PAUSE_MS ? [pending] : this.fail(pending, true);
	}

	/** Settles all entries by their last failure. */
	private fail({ entries, state }: PendingBatch<Data>, retryable: boolean): [] {
		for (const entry of entries) {
			this.options.outcomes.fail(entry.item, state.failure(entry, state.lastFailure!, retryable));
		}
		return [];
	}

	/** Sending has stopped early: what was never tried is not sent, what was keeps its last failure. */
	private abandon(pending: PendingBatch<Data>): [] {
		if (pending.state.lastFailure) return this.fail(pending, true);
		for (const { item } of pending.entries) this.markNotSent(item);
		return [];
	}
}

function bisect<Data>({ entries, state }: PendingBatch<Data>): Array<PendingBatch<Data>> {
	const middle = Math.ceil(entries.length / 2);
	return [entries.slice(0, middle), entries.slice(middle)].map((half) => ({
		entries: half,
		state: state.copy(),
	}));
}
