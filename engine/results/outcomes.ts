import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { shortened } from '../fields/itemError';

/**
 * How an item that was not accepted ended.
 * - `rejected`: the vendor (or a check before sending) rejected it; the vendor does not have it.
 * - `unknown`: it may or may not have arrived.
 * - `notSent`: it never left.
 */
export type Fate = 'rejected' | 'unknown' | 'notSent';

/** What is known of an item that was not accepted. */
export interface Failure {
	kind: Fate;
	/** What happened, for the `error` field. */
	message: string;
	/** What the user can do, for the `message` field. */
	hint: string;
	/** Whether sending it again later can succeed. */
	retryable: boolean;
	/** How many requests it was in. */
	attempts: number;
	/** HTTP status of the last answer, where there was one. */
	httpCode?: number;
	/** The vendor's own words, code or reference. */
	vendor?: string;
	/** What the vendor can find the item's request by. */
	reference?: string;
}

/** Characters of a text of a failure, of which vendors may write any number. */
const MAX_TEXT = 500;

/** What parts the lines of a log, is not seen on a screen, or turns the text around it. */
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** The one place that every failure passes: whatever a vendor has written, it is no more than some words. */
function withinBounds(failure: Failure): Failure {
	const words = (text: string) => shortened(text, MAX_TEXT).replace(INVISIBLE, ' ');
	const { message, hint, vendor, reference } = failure;
	return {
		...failure,
		message: words(message),
		hint: words(hint),
		vendor: vendor === undefined ? undefined : words(vendor),
		reference: reference === undefined ? undefined : words(reference),
	};
}

/**
 * An item's outcome: what the node gives out for one that was accepted (several output items for a list), or
 * the failure.
 */
export type Outcome = INodeExecutionData | INodeExecutionData[] | Failure;

export function isFailure(outcome: Outcome): outcome is Failure {
	return 'kind' in outcome;
}

/** The outcomes of a run, one for each input item, in input order; each is set once. */
export class Outcomes {
	private readonly outcomes: Array<Outcome | undefined>;
	readonly counts = { accepted: 0, rejected: 0, unknown: 0, notSent: 0 };
	/** The first item that was not accepted, in the order in which they were settled. */
	firstFailure: { item: number; failure: Failure } | undefined;

	/** @param inputOf the fields of an input item that its result is to keep */
	constructor(
		readonly items: number,
		private readonly inputOf?: (item: number) => IDataObject | undefined,
	) {
		this.outcomes = new Array<Outcome | undefined>(items);
	}

	/** @param result the output item's `json`, or several for a list */
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

	set(item: number, settled: Outcome): void {
		if (this.outcomes[item]) return;
		if (!isFailure(settled)) {
			this.outcomes[item] = settled;
			this.counts.accepted++;
			return;
		}
		const outcome = withinBounds(settled);
		this.outcomes[item] = outcome;
		this.counts[outcome.kind]++;
		// What was not sent follows from another failure and explains nothing by itself.
		const explains = !this.firstFailure || this.firstFailure.failure.kind === 'notSent';
		if (explains && (!this.firstFailure || outcome.kind !== 'notSent')) {
			this.firstFailure = { item, failure: outcome };
		}
	}

	get(item: number): Outcome | undefined {
		return this.outcomes[item];
	}

	get settled(): number {
		const { accepted, rejected, unknown, notSent } = this.counts;
		return accepted + rejected + unknown + notSent;
	}
}
