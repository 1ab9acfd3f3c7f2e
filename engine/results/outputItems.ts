import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { EventLoopYielder } from '../delivery/eventLoop';
import type { ItemOutcomes } from './itemOutcomes';
import { type Failure, isFailure } from './outcomes';
import type { Totals } from './totals';

/**
 * The outcomes as output items, in input order, each paired with its input item.
 *
 * Failures take the one form that n8n routes to the error output with the source item's fields merged
 * in: `{ error, message, details }` and no other key (n8n 6.4). On the regular output, that is done here.
 */
export async function outputItems(
	context: IExecuteFunctions,
	outcomes: ItemOutcomes,
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
	outcomes: ItemOutcomes,
	totals: Totals,
): Promise<INodeExecutionData[]> {
	const summary: INodeExecutionData = {
		json: {
			items: outcomes.items,
			...totals,
			firstError: outcomes.firstFailure?.failure.message ?? null,
		},
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

/** What makes the output of a failed item: `error` and `message` first, since a table shows the first columns. */
export function failureItemOf(
	context: IExecuteFunctions,
): (item: number, failure: Failure) => INodeExecutionData {
	const { onError } = context.getNode();
	if (onError !== 'continueRegularOutput') {
		const failed = (item: number, failure: Failure) => ({
			json: failureJson(failure),
			pairedItem: { item },
		});
		const isRouted = onError === 'continueErrorOutput' && hasSource(context);
		return isRouted ? (item, failure) => forErrorOutput(failed(item, failure)) : failed;
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
 * Before 2.34.6, and in 2.35.0 to 2.35.2, n8n takes an item with `details` for a success. An `error` beside the json
 * counts for every n8n; hidden, it is not in the copy that n8n puts out, which would otherwise keep nothing but its
 * message (n8n 6.4).
 */
function forErrorOutput(item: INodeExecutionData): INodeExecutionData {
	return Object.defineProperty(item, 'error', {
		value: { message: item.json.error },
		configurable: true,
	});
}

/** Whether n8n knows where the items come from: only then does it put out copies of those that failed. */
function hasSource(context: IExecuteFunctions): boolean {
	try {
		context.getInputSourceData();
		return true;
	} catch {
		return false;
	}
}

/**
 * With Retry On Fail, n8n runs the whole node again when the first output item's json has an `error` (n8n 6.4). What is
 * safe to retry has been retried by then, so that item alone carries its failure as an error object, which n8n
 * does not take for a failed run.
 */
function preventNodeRetry(
	context: IExecuteFunctions,
	output: INodeExecutionData[],
	outcomes: ItemOutcomes,
): void {
	const [first] = output;
	const outcome = outcomes.get(0);
	if (!first || !outcome || !isFailure(outcome) || context.getNode().retryOnFail !== true) return;
	const error = new NodeOperationError(context.getNode(), outcome.message, {
		description: outcome.hint,
		itemIndex: 0,
	});
	output[0] = { json: {}, error, pairedItem: first.pairedItem };
}

function failureJson(failure: Failure): IDataObject {
	const { kind, message, hint, retryable, attempts, httpCode, vendor, reference } = failure;
	const details: IDataObject = { outcome: kind, retryable, attempts };
	if (httpCode !== undefined) details.httpCode = httpCode;
	if (vendor !== undefined) details.vendor = vendor;
	if (reference !== undefined) details.reference = reference;
	return { error: message, message: hint, details };
}
