import { sleep } from 'n8n-workflow';

/**
 * How long one stretch of work may hold the event loop, in milliseconds. The promise is 50; n8n's own
 * work and the garbage collector need their share of it.
 */
const SLICE = 12;

/** Gives the event loop back in time, so that n8n's editor and webhooks keep answering. */
export class Pace {
	private since = performance.now();

	/** Resolves at once while the slice lasts, else after the event loop has turned. */
	async breathe(): Promise<void> {
		if (performance.now() - this.since < SLICE) return;
		await sleep(0);
		this.since = performance.now();
	}

	/** Whether `breathe` would yield; spares tight loops the cost of an await. */
	get due(): boolean {
		return performance.now() - this.since >= SLICE;
	}
}
