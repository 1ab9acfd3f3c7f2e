import { sleep } from 'n8n-workflow';

/**
 * How long one stretch of work may hold the event loop, in milliseconds. n8n's own work and the garbage
 * collector add to it; and answers that wait for the loop are requests that could be on their way.
 */
const SLICE_MS = 4;

/**
 * How long the event loop may be held when one more short stretch of work begins, in milliseconds: the answers of
 * several requests can come at a time, and to read them one after the other holds it as one long stretch would.
 */
const BUDGET_MS = 12;

/** Gives the event loop back in time, so that n8n's editor and webhooks keep answering. */
export class EventLoopYielder {
	// Asked for at every item: reading this clock takes a quarter of what the one of higher resolution takes.
	private since = Date.now();
	private last: Promise<void> = Promise.resolve();

	/** Resolves after the event loop has turned, for one caller a turn. */
	yieldNow(): Promise<void> {
		this.last = this.last.then(async () => {
			await sleep(0);
			this.since = Date.now();
		});
		return this.last;
	}

	/** Whether the slice is over, and the event loop is to turn. */
	get shouldYield(): boolean {
		return this.passed(SLICE_MS);
	}

	/** For work that is short by itself: where the loop has been held for long by then, it waits for its turn. */
	async yieldIfOverBudget(): Promise<void> {
		if (this.passed(BUDGET_MS)) await this.yieldNow();
	}

	private passed(ms: number): boolean {
		const passed = Date.now() - this.since;
		// A clock that was set back tells nothing.
		return passed >= ms || passed < 0;
	}
}
