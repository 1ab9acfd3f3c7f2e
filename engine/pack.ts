import type { Entry, Packing } from './operation';
import type { Room } from './room';

/** Entries that share a request. */
export interface Batch<Data = unknown> {
	/** Number among the run's batches, in the order in which they were begun. */
	sequence: number;
	entries: Array<Entry<Data>>;
	/** Batches that hold earlier entries of the same keys, and must be settled first. */
	after: Set<number>;
}

interface OpenBatch<Data> extends Batch<Data> {
	bytes: number;
	keys: Set<string>;
}

/**
 * How many batches of a group may wait for more entries. Only keys that repeat open a second one; the
 * bound keeps input that is one key over and over from piling up.
 */
const MOST_OPEN = 16;

/** How many groups may wait: a list of which each item is a group of its own must not pile up either. */
const MOST_GROUPS = 1000;

/** What most entries complete: one list for all of them. */
const NONE: never[] = [];

/** How much more than was needed at the last count may be remembered before what is settled is forgotten. */
const MOST_SPARE = 20_000;

/**
 * Packs entries into requests: in input order, within count and bytes, each key once a request (or
 * together, as the operation says), groups apart. What a batch comes after has left before it, as long
 * as a key keeps to one group.
 */
export class Packer<Data> {
	/** Batches that wait for more entries, oldest first, by group in the order of their first entry. */
	private readonly groups = new Map<string, Array<OpenBatch<Data>>>();
	/** The last batch of each key, as long as it is not settled; for a while after that as well. */
	private readonly lastBatchOf = new Map<string, number>();
	/** Settled batches that may have keys above. */
	private readonly settledBatches = new Set<number>();
	private mostRemembered = MOST_SPARE;
	/** Batches that are complete, and not handed out yet. */
	private complete: Array<Batch<Data>> = [];
	private sequence = 0;

	/** @param room read at every entry, since a run may learn that the vendor takes less */
	constructor(
		private readonly packing: Packing,
		private readonly room: Pick<Room, 'entries' | 'bytes'>,
	) {}

	/** Whether the entry fits into a request of its own. */
	fitsAlone(entry: Entry<Data>): boolean {
		return this.packing.emptyBytes + entry.bytes <= this.room.bytes;
	}

	/** @returns the batches that are complete by this entry, in the order in which to send them */
	add(entry: Entry<Data>): Array<Batch<Data>> {
		const group = entry.group ?? '';
		let open = this.groups.get(group);
		if (!open) this.groups.set(group, (open = []));
		const { keys } = this.packing;
		const last = keys === 'once' ? this.notSettledBatchOf(entry.key) : undefined;
		const oldest = open[0];
		const batch = oldest && last === undefined && this.hasRoom(oldest, entry) ? oldest : this.batchFor(entry, last, open);
		batch.bytes += this.cost(batch, entry);
		batch.entries.push(entry);
		if (keys === 'shared') batch.keys.add(entry.key);
		if (keys === 'once') {
			if (last !== undefined) batch.after.add(last);
			this.lastBatchOf.set(entry.key, batch.sequence);
		}
		while (open[0] && (open[0].entries.length >= this.room.entries || open.length > MOST_OPEN)) this.close(open);
		if (open.length === 0) this.groups.delete(group);
		if (this.groups.size > MOST_GROUPS) this.closeOldestGroup();
		return this.handOut();
	}

	/** What comes after a settled batch need not wait for it. */
	settled({ sequence }: Batch<Data>): void {
		if (this.packing.keys !== 'once') return;
		this.settledBatches.add(sequence);
		// A list that is longer than this need not be remembered whole; forgetting each key by itself takes as long as packing it.
		if (this.remembered < this.mostRemembered) return;
		this.lastBatchOf.forEach((batch, key) => {
			if (this.settledBatches.has(batch)) this.lastBatchOf.delete(key);
		});
		this.settledBatches.clear();
		this.mostRemembered = this.lastBatchOf.size + MOST_SPARE;
	}

	/** Keys and batches that are remembered from earlier entries. */
	get remembered(): number {
		return this.lastBatchOf.size + this.settledBatches.size;
	}

	/** @returns what is left, in the order in which to send it */
	flush(): Array<Batch<Data>> {
		while (this.groups.size > 0) this.closeOldestGroup();
		return this.handOut();
	}

	/** @param last the batch that holds the entry's key already */
	private batchFor(entry: Entry<Data>, last: number | undefined, open: Array<OpenBatch<Data>>): OpenBatch<Data> {
		const mayTake = (batch: OpenBatch<Data>) => last === undefined || batch.sequence > last;
		// Waiting for something smaller that would still fit is worth less than sending now.
		while (open[0] && mayTake(open[0]) && !this.hasRoom(open[0], entry)) this.close(open);
		return open.find((batch) => mayTake(batch) && this.hasRoom(batch, entry)) ?? this.begin(open);
	}

	private notSettledBatchOf(key: string): number | undefined {
		const last = this.lastBatchOf.get(key);
		return last === undefined || this.settledBatches.has(last) ? undefined : last;
	}

	private closeOldestGroup(): void {
		for (const [group, open] of this.groups) {
			this.groups.delete(group);
			while (open.length > 0) this.close(open);
			return;
		}
	}

	/** Closes the oldest of a group's open batches. */
	private close(open: Array<OpenBatch<Data>>): void {
		const { sequence, entries, after } = open.shift()!;
		this.complete.push({ sequence, entries, after });
	}

	private handOut(): Array<Batch<Data>> {
		if (this.complete.length === 0) return NONE;
		const { complete } = this;
		this.complete = [];
		return complete;
	}

	private hasRoom(batch: OpenBatch<Data>, entry: Entry<Data>): boolean {
		return (
			batch.entries.length < this.room.entries &&
			batch.bytes + this.cost(batch, entry) <= this.room.bytes
		);
	}

	private cost(batch: OpenBatch<Data>, entry: Entry<Data>): number {
		const shares = this.packing.keys === 'shared' && batch.keys.has(entry.key);
		return shares ? (entry.bytesBesideItsKey ?? entry.bytes) : entry.bytes;
	}

	private begin(open: Array<OpenBatch<Data>>): OpenBatch<Data> {
		const batch: OpenBatch<Data> = {
			sequence: this.sequence++,
			entries: [],
			after: new Set(),
			bytes: this.packing.emptyBytes,
			keys: new Set(),
		};
		open.push(batch);
		return batch;
	}
}
