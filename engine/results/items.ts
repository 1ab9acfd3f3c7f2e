import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { type Failure, isFailure, type Outcomes, type Totals } from './outcomes';
import { EventLoopYielder } from '../delivery/eventLoop';

const number = (n: number) => n.toLocaleString('en-US');

/** Such as "1 request", "2,000 items". */
const counted = (n: number, noun: string) => `${number(n)} ${noun}${n === 1 ? '' : 's'}`;

/** The totals in words, for the execution hint and the log. */
export function summary(totals: Totals): string {
	const { items, requests, accepted, rejected, unknown, notSent, retried, heldSeconds } = totals;
	const parts = [`${number(accepted)} accepted`, `${number(rejected)} rejected`, `${number(unknown)} unknown`];
	if (notSent > 0) parts.push(`${number(notSent)} not sent`);
	const asides = [];
	if (retried > 0) asides.push(`${counted(retried, 'request')} retried`);
	if (heldSeconds > 0) asides.push(`held back ${number(heldSeconds)} s by rate limits`);
	const aside = asides.length > 0 ? ` (${asides.join(', ')})` : '';
	return `${counted(items, 'item')} in ${counted(requests, 'request')}: ${parts.join(', ')}${aside}`;
}

/**
 * The outcomes as output items, in input order, each paired with its input item.
 *
 * Failures take the one form that n8n routes to the error output with the source item's fields merged
 * in: `{ error, message, details }` and no other key.
 */
export async function outputItems(context: IExecuteFunctions, outcomes: Outcomes): Promise<INodeExecutionData[]> {
	const pace = new EventLoopYielder();
	const output: INodeExecutionData[] = [];
	for (let item = 0; item < outcomes.items; item++) {
		if (pace.shouldYield) await pace.yieldNow();
		const outcome = outcomes.get(item)!;
		if (isFailure(outcome)) {
			output.push({ json: failureJson(outcome), pairedItem: { item } });
		} else if (Array.isArray(outcome)) {
			for (const one of outcome) output.push(one);
		} else {
			output.push(outcome);
		}
	}
	preventNodeRetry(context, output, outcomes);
	return quickToEmpty(output);
}

/**
 * Where errors go to an output of their own, n8n empties the list from its front, item by item. V8 moves all
 * that is left of a long list each time: most of a second for 100,000 items and a minute for a million, in
 * which n8n answers nobody. This list is turned round at the first item taken, so that the others come from its end.
 */
function quickToEmpty<Item>(items: Item[]): Item[] {
	let turned = false;
	const shift = function (this: Item[]): Item | undefined {
		if (!turned) this.reverse();
		turned = true;
		return this.pop();
	};
	return Object.defineProperty(items, 'shift', { value: shift });
}

/**
 * With Retry On Fail, n8n runs the whole node again when the first output item's json has an `error`.
 * The sending was repeated as far as it was safe already, so that item alone carries its failure as an
 * error object, which n8n does not take for a failed run.
 */
function preventNodeRetry(context: IExecuteFunctions, output: INodeExecutionData[], outcomes: Outcomes): void {
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

/** The error of a run that stops at its first failure: what happened, where, how far it got, how to go on. */
export function stopError(
	context: IExecuteFunctions,
	{ item, failure }: { item: number; failure: Failure },
	totals: Totals,
): NodeApiError | NodeOperationError {
	const { accepted, rejected, unknown, notSent } = totals;
	const description = [
		failure.vendor ? `The vendor says: ${failure.vendor}.` : '',
		`${failure.hint}.`,
		`Of ${counted(totals.items, 'item')}, ${number(accepted)} were accepted, ${number(rejected)} rejected, ${number(unknown)} are unknown and ${number(notSent)} were not sent.`,
		'Set On Error to Continue (using error output) to get every item with its own outcome and go on with the others.',
	]
		.filter(Boolean)
		.join(' ');
	const node = context.getNode();
	const { message } = failure;
	if (failure.httpCode === undefined) return new NodeOperationError(node, message, { description, itemIndex: item });
	const httpCode = String(failure.httpCode);
	return new NodeApiError(node, { message, httpCode }, { message, description, httpCode, itemIndex: item });
}
