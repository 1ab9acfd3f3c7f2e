import { sleep, type INodeExecutionData } from 'n8n-workflow';

/** Items of one joined execution, beyond which the next callback begins another. */
const MAX_ITEMS = 5000;

/** What a callback brings to an execution. */
export interface BatchPart {
	items: INodeExecutionData[];
	/** Of the events whose items these are. */
	keys: string[];
}

/** Callbacks that arrive together and become one execution. */
export class Batch implements BatchPart {
	readonly items: INodeExecutionData[] = [];
	readonly keys: string[] = [];
	private readonly outcome = Promise.withResolvers<boolean>();

	/** Resolves when it is known whether n8n has begun the execution. */
	get started(): Promise<boolean> {
		return this.outcome.promise;
	}

	add({ items, keys }: BatchPart): void {
		for (const item of items) this.items.push(item);
		for (const key of keys) this.keys.push(key);
	}

	settle(hasStarted: boolean): void {
		this.outcome.resolve(hasStarted);
	}
}

/** An execution of one callback. */
export function batchOf(part: BatchPart): Batch {
	const batch = new Batch();
	batch.add(part);
	return batch;
}

/**
 * Joins callbacks that arrive within a short time ("group commit"): the first one leads, waits for the window to
 * close and starts the execution with the items of all; the others wait for what becomes of it. A window lives in
 * the process that took the calls.
 */
export class Coalescer {
	private readonly windows = new Map<string, Batch>();

	/**
	 * @param trigger what tells one trigger's callbacks from another's
	 * @param own this callback's part
	 * @param ms how long the window is open
	 * @returns the batch; for the callback that leads it once the window is closed, and it is to settle it
	 */
	async join(trigger: string, own: BatchPart, ms: number): Promise<{ batch: Batch; leads: boolean }> {
		const open = this.windows.get(trigger);
		if (open && open.items.length + own.items.length <= MAX_ITEMS) {
			open.add(own);
			return { batch: open, leads: false };
		}
		const batch = batchOf(own);
		this.windows.set(trigger, batch);
		await sleep(ms);
		if (this.windows.get(trigger) === batch) this.windows.delete(trigger);
		return { batch, leads: true };
	}
}
