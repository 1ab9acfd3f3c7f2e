import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { EventLoopYielder } from '../delivery/eventLoop';
import { type Failure, isFailure, type Outcomes } from './outcomes';
import { summaryJson, type Totals } from './totals';

/**
 * The outcomes as output items, in input order, each paired with its input item.
 *
 * Failures take the one form that n8n routes to the error output with the source item's fields merged
 * in: `{ error, message, details }` and no other key (n8n 6.4). On the regular output, that is done here.
 */
export async function outputItems(
	context: IExecuteFunctions,
	outcomes: Outcomes,
): Promise<INodeExecutionData[]> {
	const eventLoop = new EventLoopYielder();
	const failureItem = failureItemOf(context);
	const output: INodeExecutionData[] = [];
	for (let item = 0; item < outcomes.items; item++) {
		if (eventLoop.shouldYield) await eventLoop.yieldNow();
		const outcome = outcomes.get(item)!;
		if (isFailure(outcome)) {
			output.push(failureItem(item, outcome));
		} else if (Array.isArray(outcome)) {
			for (const one of outcome) output.push(one);
		} else {
			output.push(outcome);
		}
	}
	preventNodeRetry(context, output, outcomes);
	return quickToEmpty(output);
}

/** One item in place of all; with an error output, what failed still leaves there. */
export async function outputSummary(
	context: IExecuteFunctions,
	outcomes: Outcomes,
	totals: Totals,
): Promise<INodeExecutionData[]> {
	const summary: INodeExecutionData = {
		json: summaryJson(totals, outcomes.firstFailure?.failure),
		pairedItem: { item: 0 },
	};
	if (context.getNode().onError !== 'continueErrorOutput') return [summary];
	const eventLoop = new EventLoopYielder();
	const failureItem = failureItemOf(context);
	const output = [summary];
	for (let item = 0; item < outcomes.items; item++) {
		if (eventLoop.shouldYield) await eventLoop.yieldNow();
		const outcome = outcomes.get(item)!;
		if (isFailure(outcome)) output.push(failureItem(item, outcome));
	}
	return quickToEmpty(output);
}

/** How a failed item is put out: `error` and `message` first, since a table shows the first columns. */
function failureItemOf(
	context: IExecuteFunctions,
): (item: number, failure: Failure) => INodeExecutionData {
	if (context.getNode().onError !== 'continueRegularOutput') {
		return (item, failure) => ({ json: failureJson(failure), pairedItem: { item } });
	}
	const items = context.getInputData();
	return (item, failure) => {
		const { error, message, details } = failureJson(failure);
		const json = { error, message, accepted: false, ...items[item]?.json, details };
		return { json: Object.assign(json, { error, message, accepted: false }), pairedItem: { item } };
	};
}

/**
 * n8n empties a list from its front, which is slow for long ones. This list is reversed at the first item taken, so
 * that the others come from its end (docs/decisions/long-output-lists.md).
 */
function quickToEmpty<Item>(items: Item[]): Item[] {
	let isReversed = false;
	const shift = function (this: Item[]): Item | undefined {
		if (!isReversed) this.reverse();
		isReversed = true;
		return this.pop();
	};
	return Object.defineProperty(items, 'shift', { value: shift });
}

/**
 * The first item carries its failure as an error object, so that n8n does not run the whole node again
 * (docs/decisions/retry-on-fail.md).
 */
function preventNodeRetry(
	context: IExecuteFunctions,
	output: INodeExecutionData[],
	outcomes: Outcomes,
): void {
	const [first] = output;
	const outcome = outcomes.get(0);
	if (!first || !outcome || !isFailure(outcome) || context.getNode().retryOnFail !== true) return;
	first.error = new NodeOperationError(context.getNode(), outcome.message, {
		description: outcome.hint,
		itemIndex: 0,
	});
	first.json = {};
}

function failureJson(failure: Failure): IDataObject {
	const { kind, message, hint, retryable, attempts, httpCode, vendor, reference } = failure;
	const details: IDataObject = { outcome: kind, retryable, attempts };
	if (httpCode !== undefined) details.httpCode = httpCode;
	if (vendor !== undefined) details.vendor = vendor;
	if (reference !== undefined) details.reference = reference;
	return { error: message, message: hint, details };
}
