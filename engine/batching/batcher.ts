import type { Batching, Entry } from '../operation';
import type { BatchSizeLimit } from './batchSize';

/** When a batch is settled: what later batches of the same keys wait for, without holding its entries. */
export class Completion {
	private readonly settled = Promise.withResolvers<void>();
	isSettled = false;

	/**
	 * @param sequence number among the run's batches, in the order in which they were begun
	 * @param onSettle told once
	 */
	constructor(
		readonly sequence: number,
		private readonly onSettle: () => void,
	) {}

	get promise(): Promise<void> {
		return this.settled.promise;
	}

	/** All entries of the batch have their outcome. */
	settle(): void {
		this.isSettled = true;
		this.settled.resolve();
		this.onSettle();
	}
}

/** Entries that share a request. */
export interface Batch<Data = unknown> {
	entries: Array<Entry<Data>>;
	/** Of batches that hold earlier entries of the same keys, and must be settled first. */
	after: Set<Completion>;
	completion: Completion;
}

interface OpenBatch<Data> extends Batch<Data> {
	bytes: number;
	keys: Set<string>;
}

/**
 * How many batches of a group may wait for more entries. Only keys that repeat open a second one; the
 * bound keeps input that is one key over and over from piling up.
 */
const MAX_OPEN = 16;

/** How many groups may wait: a list of which each item is a group of its own must not pile up either. */
const MAX_GROUPS = 1000;

/** What most entries complete: one list for all of them. */
const NONE: never[] = [];

/** How much more than was needed at the last count may be remembered before what is settled is forgotten. */
const MAX_SPARE = 20_000;

/**
 * Packs entries into requests: in input order, within count and bytes, each key once a request (or
 * together, as the operation says), groups apart. What a batch comes after has left before it, as long
 * as a key keeps to one group.
 */
export class Batcher<Data> {
	/** Batches that wait for more entries, oldest first, by group in the order of their first entry. */
	private readonly groups = new Map<string, Array<OpenBatch<Data>>>();
	/** The last batch of each key, as long as it is not settled; for a while after that as well. */
	private readonly lastBatchOf = new Map<string, Completion>();
	private maxRemembered = MAX_SPARE;
	/** Batches that are complete, and not handed out yet. */
	private complete: Array<Batch<Data>> = [];
	private sequence = 0;

	/** @param limit read at every entry, since a run may learn that the vendor takes less */
	constructor(
		private readonly batching: Batching,
		private readonly limit: Pick<BatchSizeLimit, 'maxEntries' | 'maxBytes'>,
	) {}

	/** Whether the entry fits into a request of its own. */
	fitsAlone(entry: Entry<Data>): boolean {
		return this.batching.envelopeBytes + entry.bytes <= this.limit.maxBytes;
	}

	/** @returns the batches that are complete by this entry, in the order in which to send them */
	add(entry: Entry<Data>): Array<Batch<Data>> {
		const group = entry.group ?? '';
		let open = this.groups.get(group);
		if (!open) this.groups.set(group, (open = []));
		const { keys } = this.batching;
		const last = keys === 'once' ? this.unsettledBatchOf(entry.key) : undefined;
		const oldest = open[0];
		const isFirst = oldest && last === undefined && this.fits(oldest, entry);
		const batch = isFirst ? oldest : this.batchFor(entry, last, open);
		batch.bytes += this.cost(batch, entry);
		batch.entries.push(entry);
		if (keys === 'shared') batch.keys.add(entry.key);
		if (keys === 'once') {
			if (last !== undefined) batch.after.add(last);
			this.lastBatchOf.set(entry.key, batch.completion);
		}
		while (open[0] && (open[0].entries.length >= this.limit.maxEntries || open.length > MAX_OPEN))
			this.close(open);
		if (open.length === 0) this.groups.delete(group);
		if (this.groups.size > MAX_GROUPS) this.closeOldestGroup();
		return this.handOut();
	}

	/** Keys that are remembered from earlier entries. */
	get remembered(): number {
		return this.lastBatchOf.size;
	}

	/** @returns what is left, in the order in which to send it */
	flush(): Array<Batch<Data>> {
		while (this.groups.size > 0) this.closeOldestGroup();
		return this.handOut();
	}

	/** @param last the batch that holds the entry's key already */
	private batchFor(
		entry: Entry<Data>,
		last: Completion | undefined,
		open: Array<OpenBatch<Data>>,
	): OpenBatch<Data> {
		const mayTake = ({ completion }: OpenBatch<Data>) =>
			last === undefined || completion.sequence > last.sequence;
		// Waiting for something smaller that would still fit is worth less than sending now.
		while (open[0] && mayTake(open[0]) && !this.fits(open[0], entry)) this.close(open);
		return open.find((batch) => mayTake(batch) && this.fits(batch, entry)) ?? this.begin(open);
	}

	private unsettledBatchOf(key: string): Completion | undefined {
		const last = this.lastBatchOf.get(key);
		return last?.isSettled ? undefined : last;
	}

	/** A list that is longer than this need not be remembered whole; forgetting each key by itself takes too long. */
	private readonly forgetSettled = (): void => {
		if (this.remembered < this.maxRemembered) return;
		this.lastBatchOf.forEach((completion, key) => {
			if (completion.isSettled) this.lastBatchOf.delete(key);
		});
		this.maxRemembered = this.lastBatchOf.size + MAX_SPARE;
	};

	private closeOldestGroup(): void {
		for (const [group, open] of this.groups) {
			this.groups.delete(group);
			while (open.length > 0) this.close(open);
			return;
		}
	}

	/** Closes the oldest of a group's open batches. */
	private close(open: Array<OpenBatch<Data>>): void {
		const { entries, after, completion } = open.shift()!;
		this.complete.push({ entries, after, completion });
	}

	private handOut(): Array<Batch<Data>> {
		if (this.complete.length === 0) return NONE;
		const { complete } = this;
		this.complete = [];
		return complete;
	}

	private fits(batch: OpenBatch<Data>, entry: Entry<Data>): boolean {
		return (
			batch.entries.length < this.limit.maxEntries &&
			batch.bytes + this.cost(batch, entry) <= this.limit.maxBytes
		);
	}

	private cost(batch: OpenBatch<Data>, entry: Entry<Data>): number {
		const shares = this.batching.keys === 'shared' && batch.keys.has(entry.key);
		return shares ? (entry.bytesIfKeyPresent ?? entry.bytes) : entry.bytes;
	}

	private begin(open: Array<OpenBatch<Data>>): OpenBatch<Data> {
		const batch: OpenBatch<Data> = {
			entries: [],
			after: new Set(),
			completion: new Completion(this.sequence++, this.forgetSettled),
			bytes: this.batching.envelopeBytes,
			keys: new Set(),
		};
		open.push(batch);
		return batch;
	}
}
