import { backOffMs, type Gate, LONGEST_HOLD_MS, pause } from './gate';
import type { Sessions } from './sessions';
import type { Entry, EntryAnswer, Operation, Vendor } from './operation';
import type { Failure, Outcomes } from './outcome';
import type { Pace } from './pace';
import type { Batch } from './pack';
import type { ItemRefusal } from './refusal';
import type { Room } from './room';
import { judge, type Verdict } from './verdict';

/** How a run sends; from the node's options and settings. */
export interface Policy {
	/** Requests at a time. */
	maxConcurrency: number;
	/** Repeats of a request that failed in passing. */
	maxRetries: number;
	/** Repeat also what is not idempotent and may have arrived. */
	resendUnknown: boolean;
	/** Send nothing more after the first failure (On Error = Stop). */
	stopAtFailure: boolean;
}

/** Entries on their way, and what has happened to them so far. */
interface Parcel<Data> {
	entries: Array<Entry<Data>>;
	/** Requests that they were in. */
	attempts: number;
	/** Attempts that count against the retries. */
	tries: number;
	/** One of the attempts may have arrived, so that they can no longer be called refused or not sent. */
	ambiguous: boolean;
	/** What the gate had let pass at the last "too many requests". */
	passedAtLimit: number;
	/** So may the last one, so that the entries may have to be sent otherwise than before. */
	doubtful: boolean;
	/** How the last attempt ended. */
	last?: Omit<Failure, 'attempts' | 'retryable'>;
}

/**
 * After so many refusals in a row with nothing accepted in between, the fault is taken to lie with all
 * that is sent, and what is refused is no longer halved to find the entry at fault. Ten are needed to
 * find one among 500, about two for each further one beside it.
 */
const MOST_REFUSALS = 100;

const CANCELLED = 'The execution was cancelled before the item was sent';
const STOPPED = 'Not sent, since an earlier item failed and the node stops then';

/**
 * Sends a run's batches and settles each of their entries exactly once: repeats what is safe to
 * repeat, halves what is too large or refused, honours pauses, and ends when cancelled or stopped.
 */
export class Dispatcher<Data> {
	requests = 0;
	repeated = 0;
	private refusalsInARow = 0;
	private readonly underWay = new Map<number, PromiseWithResolvers<void>>();
	/** Why nothing more is sent: set once. */
	private halted: Omit<Failure, 'attempts' | 'retryable'> | undefined;

	constructor(
		private readonly vendor: Vendor,
		private readonly operation: Operation<Data>,
		private readonly sessions: Sessions,
		private readonly gate: Gate,
		private readonly room: Room,
		private readonly policy: Policy,
		private readonly outcomes: Outcomes,
		private readonly pace: Pace,
		private readonly signal?: AbortSignal,
	) {}

	/** Whether sending has ended early; what is not read yet need not be. */
	get isHalted(): boolean {
		if (this.signal?.aborted) {
			this.halt({ kind: 'notSent', message: CANCELLED, advice: 'Run the workflow again for the items that were not sent' });
		} else if (this.policy.stopAtFailure && this.outcomes.firstFailure) {
			this.halt({ kind: 'notSent', message: STOPPED, advice: 'Put the first failed item right, or set On Error to Continue' });
		}
		return this.halted !== undefined;
	}

	/** Must be told of every batch in its order, before any of them is sent, so that a later one can wait for it. */
	announce({ sequence }: Batch<Data>): void {
		this.underWay.set(sequence, Promise.withResolvers<void>());
	}

	/** Sends one batch and resolves when all its entries are settled. */
	async send(batch: Batch<Data>): Promise<void> {
		// Earlier entries of the same keys first: a contact's last state must be the last in the input.
		for (const sequence of batch.after) await this.underWay.get(sequence)?.promise;
		let parcels: Array<Parcel<Data>> = [newParcel(batch.entries)];
		while (parcels.length > 0) {
			const [parcel, ...others] = parcels as [Parcel<Data>];
			parcels = [...(await this.attempt(parcel)), ...others];
		}
		this.underWay.get(batch.sequence)?.resolve();
		this.underWay.delete(batch.sequence);
	}

	/** Settles an item that was never read or sent, since sending has ended early. */
	leaveOut(item: number): void {
		this.outcomes.set(item, { ...this.halted!, kind: 'notSent', retryable: true, attempts: 0 });
	}

	/** Nothing can be sent at all, such as with a credential that is not usable. */
	refuseAll({ message, advice }: ItemRefusal): void {
		this.halt({ kind: 'notSent', message, advice });
	}

	private halt(reason: Omit<Failure, 'attempts' | 'retryable'>): void {
		this.halted ??= reason;
	}

	/** One request for a parcel. @returns what of it is still to be settled, in order */
	private async attempt(parcel: Parcel<Data>): Promise<Array<Parcel<Data>>> {
		if (parcel.entries.length > this.room.entries) return halves(parcel);
		await this.pace.turnIfLate();
		const local = this.isHalted ? undefined : this.operation.local?.(parcel.entries);
		if (local) return await this.layBack(parcel, local);
		if (!(await this.gate.enter())) return this.giveUp(parcel);
		let verdict: Verdict<Data>;
		try {
			if (this.isHalted) return this.giveUp(parcel);
			const { refresh } = this.operation;
			if (refresh) parcel.entries = parcel.entries.map((entry) => refresh(entry, parcel.doubtful));
			parcel.doubtful = false;
			parcel.attempts++;
			this.requests++;
			// What has no last attempt is sent for the first time, be it as the next step of its entries; after a step that is in doubt, it is a repeat.
			if (parcel.last) this.repeated++;
			const answer = await this.sessions.send(this.operation.request(parcel.entries));
			await this.pace.turnIfLate();
			verdict = judge(this.vendor, this.operation, parcel.entries, answer);
			// Before the next request is let in, so that it meets the pause and not the limit again.
			if (verdict.kind === 'limited') this.gate.hold(this.limitWait(parcel, verdict), verdict.retryAfterMs !== undefined);
			else this.gate.passedOne();
		} finally {
			this.gate.leave();
		}
		// To read an answer is one stretch of work, to lay it back onto its items another.
		await this.pace.turnIfLate();
		return await this.follow(parcel, verdict);
	}

	private limitWait(parcel: Parcel<Data>, verdict: Extract<Verdict, { kind: 'limited' }>): number {
		return Math.min(LONGEST_HOLD_MS, verdict.retryAfterMs ?? backOffMs(parcel.tries + 1));
	}

	private async follow(parcel: Parcel<Data>, verdict: Verdict<Data>): Promise<Array<Parcel<Data>>> {
		if (verdict.kind === 'answered') {
			this.room.fitted();
			return await this.layBack(parcel, verdict.answers);
		}
		const { message, httpCode } = verdict;
		const vendor = 'vendor' in verdict ? verdict.vendor : undefined;
		const ended = (kind: Failure['kind'], advice: string) => {
			parcel.last = { kind, message, advice, httpCode, vendor };
		};
		switch (verdict.kind) {
			case 'limited':
				ended('rejected', 'Run the workflow again for these items later, or lower Max Concurrency');
				return this.repeatAfterLimit(parcel, verdict.retryAfterMs);
			case 'notProcessed':
				ended(verdict.arrived ? 'rejected' : 'notSent', 'Run the workflow again for these items later');
				return await this.repeat(parcel, verdict.retryAfterMs);
			case 'ambiguous':
				if (parcel.entries.every(({ looksUp }) => looksUp)) {
					ended('notSent', 'Run the workflow again for these items later');
					return await this.repeat(parcel);
				}
				parcel.ambiguous = true;
				parcel.doubtful = true;
				ended('unknown', this.adviceOnUnknown(parcel.entries));
				return this.maySendAgain(parcel.entries) ? await this.repeat(parcel) : this.fail(parcel, true);
			case 'tooLarge':
				ended('rejected', 'Send less in this item');
				if (parcel.entries.length === 1) return this.fail(parcel, false);
				this.room.refused(parcel.entries.length);
				return halves(parcel);
			case 'refused':
				ended('rejected', `Correct the item by what ${this.vendor.name} says of it`);
				if (parcel.entries.length === 1 || ++this.refusalsInARow > MOST_REFUSALS) return this.fail(parcel, false);
				return halves(parcel);
			case 'barred':
				ended('rejected', verdict.advice ?? 'Check the credential and its base URL');
				this.halt(parcel.last!);
				return this.fail(parcel, !verdict.final);
		}
	}

	private adviceOnUnknown(entries: Array<Entry<Data>>): string {
		const { name } = this.vendor;
		if (this.maySendAgain(entries)) return `Look in ${name} whether it arrived, or run the workflow again for these items`;
		return `Look in ${name} whether it arrived before you send it again. The option Resend When Outcome Is Unknown repeats such items, at the risk of doubling them`;
	}

	private maySendAgain(entries: Array<Entry<Data>>): boolean {
		return this.policy.resendUnknown || isIdempotent(this.operation, entries);
	}

	/** Lays the answers back onto the items. @returns what the vendor wants once more */
	private async layBack(parcel: Parcel<Data>, answers: Array<EntryAnswer<Data>>): Promise<Array<Parcel<Data>>> {
		const again: Array<Entry<Data>> = [];
		const next: Array<Entry<Data>> = [];
		const rest: Parcel<Data> = { ...parcel, entries: again };
		for (let i = 0; i < parcel.entries.length; i++) {
			const entry = parcel.entries[i]!;
			const answer = answers[i]!;
			if ('next' in answer) {
				next.push(answer.next);
				continue;
			}
			if (answer.accepted) {
				this.refusalsInARow = 0;
				this.outcomes.accept(entry.item, answer.result);
				continue;
			}
			const { kind, message, advice, vendor, retry, httpCode } = answer;
			const mayRepeat = kind === 'rejected' ? retry : this.maySendAgain(parcel.entries);
			if (mayRepeat && parcel.tries < this.policy.maxRetries) {
				again.push(entry);
				rest.ambiguous ||= kind === 'unknown';
				rest.doubtful ||= kind === 'unknown';
				rest.last = { kind, message, advice, vendor, httpCode };
				continue;
			}
			this.outcomes.set(entry.item, {
				kind: parcel.ambiguous ? 'unknown' : kind,
				message,
				advice,
				vendor,
				httpCode,
				reference: entry.reference,
				retryable: retry,
				attempts: parcel.attempts,
			});
		}
		const parcels = again.length === 0 ? [] : await this.repeat(rest);
		if (next.length > 0) {
			// What may have arrived by an earlier step still may, however a later one ends.
			const { attempts, ambiguous, last } = parcel;
			parcels.push({ ...newParcel(next), attempts, ambiguous, last: ambiguous ? last : undefined });
		}
		return parcels;
	}

	/** Waits and hands the parcel back, or fails it where it has been tried often enough. */
	private async repeat(parcel: Parcel<Data>, waitMs = backOffMs(parcel.tries + 1)): Promise<Array<Parcel<Data>>> {
		if (parcel.tries >= this.policy.maxRetries || waitMs > LONGEST_HOLD_MS) return this.fail(parcel, true);
		parcel.tries++;
		await pause(waitMs, this.signal);
		return [parcel];
	}

	/** The gate holds the pause. It counts as a try only where nothing else has got through since the last one. */
	private repeatAfterLimit(parcel: Parcel<Data>, askedMs = 0): Array<Parcel<Data>> {
		const gotThrough = this.gate.passed !== parcel.passedAtLimit && parcel.passedAtLimit >= 0;
		parcel.passedAtLimit = this.gate.passed;
		if (!gotThrough && parcel.tries >= this.policy.maxRetries) return this.fail(parcel, true);
		if (askedMs > LONGEST_HOLD_MS) return this.fail(parcel, true);
		if (!gotThrough) parcel.tries++;
		return [parcel];
	}

	private fail(parcel: Parcel<Data>, retryable: boolean): [] {
		const { kind, message, advice, httpCode, vendor } = parcel.last!;
		for (const { item, reference } of parcel.entries) {
			this.outcomes.set(item, {
				kind: parcel.ambiguous ? 'unknown' : kind,
				message,
				advice,
				retryable,
				attempts: parcel.attempts,
				httpCode,
				vendor,
				reference,
			});
		}
		return [];
	}

	/** Sending has ended early: what was never tried is not sent, what was is told as it stands. */
	private giveUp(parcel: Parcel<Data>): [] {
		if (parcel.last) return this.fail(parcel, true);
		for (const { item } of parcel.entries) this.leaveOut(item);
		return [];
	}
}

function newParcel<Data>(entries: Array<Entry<Data>>): Parcel<Data> {
	return { entries, attempts: 0, tries: 0, ambiguous: false, doubtful: false, passedAtLimit: -1 };
}

function halves<Data>(parcel: Parcel<Data>): Array<Parcel<Data>> {
	const middle = Math.ceil(parcel.entries.length / 2);
	return [parcel.entries.slice(0, middle), parcel.entries.slice(middle)].map((entries) => ({ ...parcel, entries }));
}

/** Whether a request for these entries may safely arrive twice. */
function isIdempotent<Data>(operation: Operation<Data>, entries: Array<Entry<Data>>): boolean {
	return entries.every(({ looksUp, idempotent }) => looksUp || (idempotent ?? operation.idempotent));
}
