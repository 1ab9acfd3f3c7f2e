import { sleep, type INodeExecutionData } from 'n8n-workflow';

/** Callbacks that arrive together and become one execution. */
interface Window {
	items: INodeExecutionData[];
	callbacks: number;
	closed: Promise<void>;
}

/**
 * Joins callbacks that arrive within a short time ("group commit"): the first one waits for the window
 * to close and starts the execution with the items of all, the others wait with it. So none is
 * acknowledged before its items are on their way. A window lives in the process that took the calls.
 */
export class Joiner {
	private readonly windows = new Map<string, Window>();

	/**
	 * @param node what tells one trigger's callbacks from another's
	 * @param items of this callback
	 * @param ms how long the window is open
	 * @returns the items of all callbacks, for the first; undefined for the others, once theirs have been handed over
	 */
	async join(node: string, items: INodeExecutionData[], ms: number): Promise<INodeExecutionData[] | undefined> {
		const open = this.windows.get(node);
		if (open) {
			open.callbacks++;
			for (const item of items) open.items.push(item);
			await open.closed;
			return undefined;
		}
		// Nothing to hand over, and nothing of it under way: a repeat of what was taken before.
		if (items.length === 0) return undefined;
		const window: Window = { items: [...items], callbacks: 1, closed: sleep(ms) };
		this.windows.set(node, window);
		await window.closed;
		this.windows.delete(node);
		return window.items;
	}

	/** Callbacks that wait for the trigger's window to close. */
	waiting(node: string): number {
		return this.windows.get(node)?.callbacks ?? 0;
	}
}
