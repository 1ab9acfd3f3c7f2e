import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { EventLoopYielder } from '../delivery/eventLoop';
import { ItemError } from '../fields/itemError';
import { Parameters } from '../fields/parameters';
import { isSending, type Operation } from '../operation';
import { ItemOutcomes } from '../results/itemOutcomes';
import { outputItems, outputSummary } from '../results/outputItems';
import { rememberSettled, settledInEarlierTry } from '../results/retryOnFail';
import { stopError } from '../results/stopError';
import { figure, inWords } from '../results/totals';
import { readRunSettings } from '../runSettings';
import { referenceOf } from '../transport/reference';
import type { Vendor } from '../vendor';
import { Delivery } from './delivery';
import { tell } from './tell';
import { ItemSource } from './source';

/**
 * Sends the node's input items.
 *
 * @returns one output item for each input item (several for lists), in input order
 * @throws NodeApiError or NodeOperationError at the first failure where On Error is Stop
 */
export async function runItems(
	context: IExecuteFunctions,
	vendor: Vendor,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const settings = readRunSettings(context, operation.batching);
	const { policy } = settings;
	const keepsInput = settings.includeInputFields && operation.kind !== 'createFile';
	const source = new ItemSource(items);
	const outcomes = new ItemOutcomes(
		items.length,
		keepsInput ? (item) => source.json(item) : undefined,
	);
	for (const [item, outcome] of settledInEarlierTry(context, items)) outcomes.set(item, outcome);
	const delivery = new Delivery(context, {
		vendor,
		operation,
		settings,
		parameters: new Parameters(context, (item) => source.json(item), items.length),
		source,
		outcomes,
		eventLoop: new EventLoopYielder(),
		reference: referenceOf(context),
	});
	try {
		await delivery.prepare();
		await delivery.send();
	} catch (error) {
		if (!(error instanceof ItemError))
			throw new NodeOperationError(context.getNode(), error as Error);
		delivery.halt(error);
	} finally {
		delivery.end();
	}
	delivery.settleRemaining();
	const { totals } = delivery;
	const message = `${vendor.name}: ${inWords(totals, 'item')}`;
	context.logger.info(message, { node: context.getNode().name });
	rememberSettled(context, outcomes, policy.resendUnknown || operation.idempotent);
	const { firstFailure } = outcomes;
	// A cancelled run still tells what was accepted.
	if (policy.stopAtFailure && firstFailure && !delivery.isCancelled) {
		const { item, failure } = firstFailure;
		throw stopError(
			context,
			{ failure, itemIndex: item, noun: 'item', ...stopAdvice(item) },
			totals,
		);
	}
	tell(context, [message, ...delivery.notes]);
	if (settings.summaryOnly && isSending(operation))
		return await outputSummary(context, outcomes, totals);
	const output = await outputItems(context, outcomes);
	return operation.afterRun ? await operation.afterRun(context, output) : output;
}

const stopAdvice = (item: number) => ({
	// n8n itself adds the index, which begins at 0.
	where: `Counted from 1, it is item ${figure(item + 1)}.`,
	advice:
		'Set On Error to Continue (using error output) to get every item with its own outcome and go on with the others.',
});
