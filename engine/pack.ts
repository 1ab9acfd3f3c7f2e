import type { Entry, Packing } from './operation';

/** Entries that share a request. */
export interface Batch<Data = unknown> {
	/** Position among the run's batches. */
	sequence: number;
	entries: Array<Entry<Data>>;
	/** Batches that hold earlier entries of the same keys, and must be settled first. */
	after: Set<number>;
}

interface OpenBatch<Data> extends Batch<Data> {
	bytes: number;
	keys: Set<string>;
}

/** Room of a request, smaller than documented once the vendor has refused one as too large. */
export type Room = Pick<Packing, 'entries' | 'bytes'>;

/**
 * How many batches may wait for more entries. Only keys that repeat open a second one; the bound
 * keeps input that is one key over and over from piling up.
 */
const MOST_OPEN = 16;

/**
 * Packs entries into requests: in input order, within count and bytes, each key once a request (or
 * together, as the operation says). Batches leave in order, so what a batch comes after has left before it.
 */
export class Packer<Data> {
	private readonly open: Array<OpenBatch<Data>> = [];
	private readonly lastBatchOf = new Map<string, number>();
	private sequence = 0;

	/** @param room read at every entry, since a run may learn that the vendor takes less */
	constructor(
		private readonly packing: Packing,
		private readonly room: Room,
	) {}

	/** Whether the entry fits into a request of its own. */
	fitsAlone(entry: Entry<Data>): boolean {
		return this.packing.emptyBytes + entry.bytes <= this.room.bytes;
	}

	/** @returns the batches that are complete by this entry, in the order in which to send them */
	add(entry: Entry<Data>): Array<Batch<Data>> {
		const complete: Array<Batch<Data>> = [];
		const once = this.packing.keys === 'once';
		const last = once ? this.lastBatchOf.get(entry.key) : undefined;
		const mayTake = (batch: OpenBatch<Data>) => last === undefined || batch.sequence > last;
		let [front] = this.open;
		// Waiting for something smaller that would still fit is worth less than sending now.
		while (front && mayTake(front) && !this.hasRoom(front, entry)) {
			complete.push(this.close());
			[front] = this.open;
		}
		const batch = this.open.find((b) => mayTake(b) && this.hasRoom(b, entry)) ?? this.start();
		batch.bytes += this.cost(batch, entry);
		batch.entries.push(entry);
		if (this.packing.keys === 'shared') batch.keys.add(entry.key);
		if (once) {
			if (last !== undefined) batch.after.add(last);
			this.lastBatchOf.set(entry.key, batch.sequence);
		}
		[front] = this.open;
		while (front && (front.entries.length >= this.room.entries || this.open.length > MOST_OPEN)) {
			complete.push(this.close());
			[front] = this.open;
		}
		return complete;
	}

	/** @returns what is left, in the order in which to send it */
	flush(): Array<Batch<Data>> {
		return Array.from({ length: this.open.length }, () => this.close());
	}

	private hasRoom(batch: OpenBatch<Data>, entry: Entry<Data>): boolean {
		return (
			batch.entries.length < this.room.entries &&
			batch.bytes + this.cost(batch, entry) <= this.room.bytes
		);
	}

	private cost(batch: OpenBatch<Data>, entry: Entry<Data>): number {
		return batch.keys.has(entry.key) ? (entry.bytesBesideItsKey ?? entry.bytes) : entry.bytes;
	}

	private start(): OpenBatch<Data> {
		const batch: OpenBatch<Data> = {
			sequence: this.sequence++,
			entries: [],
			after: new Set(),
			bytes: this.packing.emptyBytes,
			keys: new Set(),
		};
		this.open.push(batch);
		return batch;
	}

	private close(): Batch<Data> {
		const { sequence, entries, after } = this.open.shift() as OpenBatch<Data>;
		return { sequence, entries, after };
	}
}
