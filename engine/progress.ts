import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Outcomes } from './results/outcomes';

/** How often a long run says in n8n's log where it is, in milliseconds. */
const PROGRESS_EVERY_MS = 10_000;

/** Says in n8n's log where a long run is. */
export class Progress {
	private last = Date.now();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly vendor: { name: string },
		private readonly outcomes: Outcomes,
	) {}

	tell(): void {
		if (Date.now() - this.last < PROGRESS_EVERY_MS) return;
		this.last = Date.now();
		const { settled, items, counts } = this.outcomes;
		this.context.logger.info(`${this.vendor.name}: ${settled} of ${items} items done`, {
			node: this.context.getNode().name,
			...counts,
		} as IDataObject);
	}
}
