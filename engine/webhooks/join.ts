import { sleep, type INodeExecutionData } from 'n8n-workflow';

/** Callbacks that arrive together and become one execution. */
interface Window {
	items: INodeExecutionData[];
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
			for (const item of items) open.items.push(item);
			await open.closed;
			return undefined;
		}
		// Nothing to hand over, and nothing of it under way: a repeat of what was taken before.
		if (items.length === 0) return undefined;
		const window: Window = { items: [...items], closed: sleep(ms) };
		this.windows.set(node, window);
		await window.closed;
		this.windows.delete(node);
		return window.items;
	}
}
