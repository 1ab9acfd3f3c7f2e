import { type IDataObject, type IExecuteFunctions, sleep } from 'n8n-workflow';

import type { Outcomes } from './results/outcomes';

/** How often a long run says where it is, in milliseconds. */
const PROGRESS_EVERY_MS = 10_000;

/** Says where a long run is: in n8n's log, and for a run from the editor in the browser's console. */
export class Progress {
	private readonly stop = new AbortController();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly vendor: { name: string },
		private readonly outcomes: Outcomes,
	) {}

	/** From now on, until `end`. */
	start(): void {
		void this.run();
	}

	end(): void {
		this.stop.abort();
	}

	private async run(): Promise<void> {
		const { signal } = this.stop;
		for (;;) {
			// It rejects when the signal ends it, which the next line sees as well.
			await sleep(PROGRESS_EVERY_MS, signal).catch(() => undefined);
			if (signal.aborted) return;
			this.tell();
		}
	}

	private tell(): void {
		const { progress, counts } = this.outcomes;
		const message = `${this.vendor.name}: ${progress}`;
		this.context.logger.info(message, {
			node: this.context.getNode().name,
			...counts,
		} as IDataObject);
		this.context.sendMessageToUI(message);
	}
}
