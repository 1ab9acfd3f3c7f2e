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

/** Where the outcomes of a list go, each of which is set once; counted here, whatever becomes of them. */
export abstract class Outcomes {
	readonly counts = { accepted: 0, rejected: 0, unknown: 0, notSent: 0 };
	/** The first item that was not accepted, in the order in which they were settled. */
	firstFailure: { item: number; failure: Failure } | undefined;

	/** @param result what the vendor gave for the item, or several results for a list */
	abstract accept(item: number, result: IDataObject | IDataObject[]): void;

	/** The item was not accepted. */
	fail(item: number, failure: Failure): void {
		this.keepFailure(item, withinBounds(failure));
	}

	/** @param failure of texts that are short enough to be put out */
	protected abstract keepFailure(item: number, failure: Failure): void;

	/** Whether the item has its outcome from an earlier try of the node. */
	abstract recall(item: number): boolean;

	/** Where the list is, such as `10 of 30 items done`. */
	abstract readonly progress: string;

	/** Resolves when there is room for more outcomes. */
	async ready(): Promise<void> {}

	get settled(): number {
		const { accepted, rejected, unknown, notSent } = this.counts;
		return accepted + rejected + unknown + notSent;
	}

	protected count(item: number, failure: Failure | undefined): void {
		this.counts[failure?.kind ?? 'accepted']++;
		if (!failure) return;
		// What was not sent follows from another failure and explains nothing by itself.
		const explains = !this.firstFailure || this.firstFailure.failure.kind === 'notSent';
		if (explains && (!this.firstFailure || failure.kind !== 'notSent'))
			this.firstFailure = { item, failure };
	}
}

/** An item's outcome: the output item of one that was accepted (several for a list), or the failure. */
export type Outcome = INodeExecutionData | INodeExecutionData[] | Failure;

export function isFailure(outcome: Outcome): outcome is Failure {
	return 'kind' in outcome;
}
