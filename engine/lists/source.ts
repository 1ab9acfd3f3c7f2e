import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

/** What is sent: a list that is read from its start to its end, no further ahead than is asked for. */
export interface Source {
	/** Numbers of the items, some at a time, in their order. */
	batches(): AsyncIterable<Iterable<number>>;
	/** The fields of an item; undefined where there is none of that number. */
	json(item: number): IDataObject | undefined;
	/** @throws ItemError where the item cannot be read, whatever of it is asked for */
	check(item: number): void;
	/** Whether what was read and has no outcome yet takes so much memory that reading is to wait. */
	readonly isFull: boolean;
	/** Resolves when it takes less. */
	room(): Promise<void>;
	/** Whether each item has an outcome even if sending ends early, so that all are to be read. */
	readonly isReadToEnd: boolean;
	/** Numbers of the items that may have no outcome when nothing more is read. */
	remaining(): Iterable<number>;
}

/** The node's input items; they are in memory, whatever is done. */
export class ItemSource implements Source {
	readonly isFull = false;
	readonly isReadToEnd = false;

	constructor(private readonly items: INodeExecutionData[]) {}

	async *batches(): AsyncGenerator<Iterable<number>> {
		yield this.items.keys();
	}

	json(item: number): IDataObject | undefined {
		return this.items[item]?.json;
	}

	check(): void {}

	async room(): Promise<void> {}

	remaining(): Iterable<number> {
		return this.items.keys();
	}
}
