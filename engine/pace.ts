import { sleep } from 'n8n-workflow';

/**
 * How long one stretch of work may hold the event loop, in milliseconds. n8n's own work and the garbage
 * collector add to it; and answers that wait for the loop are requests that could be on their way.
 */
const SLICE = 4;

/** Gives the event loop back in time, so that n8n's editor and webhooks keep answering. */
export class Pace {
	// Asked for at every item: reading this clock takes a quarter of what the one of higher resolution takes.
	private since = Date.now();

	/** Resolves after the event loop has turned. */
	async turn(): Promise<void> {
		await sleep(0);
		this.since = Date.now();
	}

	/** Whether the slice is over, and the event loop is to turn. */
	get due(): boolean {
		const passed = Date.now() - this.since;
		// A clock that was set back tells nothing.
		return passed >= SLICE || passed < 0;
	}
}
