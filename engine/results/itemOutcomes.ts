import type { IDataObject } from 'n8n-workflow';

import { figure } from './totals';
import { type Failure, isFailure, type Outcome, Outcomes } from './outcomes';

/** The outcomes of input items, one for each, in input order. */
export class ItemOutcomes extends Outcomes {
	private readonly outcomes: Array<Outcome | undefined>;

	/** @param inputOf the fields of an input item that its result is to keep */
	constructor(
		readonly items: number,
		private readonly inputOf?: (item: number) => IDataObject | undefined,
	) {
		super();
		this.outcomes = new Array<Outcome | undefined>(items);
	}

	accept(item: number, result: IDataObject | IDataObject[]): void {
		const pairedItem = { item };
		// Made now and not for all items at the end: garbage that comes between them keeps V8's pauses short.
		if (Array.isArray(result))
			this.set(
				item,
				result.map((json) => ({ json, pairedItem })),
			);
		else
			this.set(item, {
				json: this.inputOf ? { ...this.inputOf(item), ...result } : result,
				pairedItem,
			});
	}

	protected keepFailure(item: number, failure: Failure): void {
		this.set(item, failure);
	}

	set(item: number, outcome: Outcome): void {
		if (this.outcomes[item]) return;
		this.outcomes[item] = outcome;
		this.count(item, isFailure(outcome) ? outcome : undefined);
	}

	get(item: number): Outcome | undefined {
		return this.outcomes[item];
	}

	recall(item: number): boolean {
		return this.outcomes[item] !== undefined;
	}

	get progress(): string {
		return `${figure(this.settled)} of ${figure(this.items)} items done`;
	}
}
