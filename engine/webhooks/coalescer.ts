import { sleep, type INodeExecutionData } from 'n8n-workflow';

import { within } from './answer';

/** How long a window waits for the one before, in milliseconds. */
const MAX_TURN_MS = 10_000;

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
 * close and starts the execution with the items of all; the others wait for what becomes of it. A window closes only
 * when n8n has begun with the one before, so that what arrives while n8n is slow becomes one execution, and each
 * knows what those before it have taken. Windows live in the process that took the calls.
 */
export class Coalescer {
	private readonly windows = new Map<string, Batch>();
	/** The newest batch of each trigger, until it is settled. */
	private readonly newest = new Map<string, Batch>();

	/**
	 * @param trigger what tells one trigger's callbacks from another's
	 * @param own this callback's part
	 * @param ms how long the window is open at least
	 * @returns the batch; for the callback that leads it once the window is closed, and it is to settle it
	 */
	async join(
		trigger: string,
		own: BatchPart,
		ms: number,
	): Promise<{ batch: Batch; leads: boolean }> {
		const open = this.windows.get(trigger);
		if (open && open.items.length + own.items.length <= MAX_ITEMS) {
			open.add(own);
			return { batch: open, leads: false };
		}
		const batch = batchOf(own);
		const before = this.newest.get(trigger);
		this.windows.set(trigger, batch);
		this.newest.set(trigger, batch);
		void batch.started.then(() => {
			if (this.newest.get(trigger) === batch) this.newest.delete(trigger);
		});
		await sleep(ms);
		if (before) await within(before.started, MAX_TURN_MS);
		if (this.windows.get(trigger) === batch) this.windows.delete(trigger);
		return { batch, leads: true };
	}
}
