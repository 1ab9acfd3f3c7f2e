import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { ItemOutcomes } from './itemOutcomes';
import { isFailure, type Outcome } from './outcomes';

/**
 * What earlier tries of the same node run have settled, which is not to be sent again
 * (docs/decisions/retry-on-fail.md). n8n runs the node again with the same item objects (n8n 6.4).
 */
const triesOf = new WeakMap<INodeExecutionData, Map<number, Outcome>>();

/** Whether n8n runs the whole node again when it fails. */
export function retries(context: IExecuteFunctions): boolean {
	const { retryOnFail, type } = context.getNode();
	// A tool is called many times over one item: those are no tries of the same call.
	return retryOnFail === true && !type.endsWith('Tool');
}

/** Outcomes by item index that an earlier try of this node run has reached for good. */
export function settledInEarlierTry(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
): Map<number, Outcome> {
	return (retries(context) && items[0] && triesOf.get(items[0])) || new Map<number, Outcome>();
}

/**
 * Keeps what this try has reached for good, in case n8n tries again.
 *
 * @param mayRepeat whether an item whose outcome is unknown may safely be sent again
 */
export function rememberSettled(
	context: IExecuteFunctions,
	outcomes: ItemOutcomes,
	mayRepeat: boolean,
): void {
	const [first] = context.getInputData();
	if (!retries(context) || !first) return;
	const settled = new Map<number, Outcome>();
	for (let item = 0; item < outcomes.items; item++) {
		const outcome = outcomes.get(item);
		if (outcome && (!isFailure(outcome) || (outcome.kind === 'unknown' && !mayRepeat)))
			settled.set(item, outcome);
	}
	triesOf.set(first, settled);
}
