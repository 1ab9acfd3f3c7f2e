import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { Batcher, type Batch } from './batching/batcher';
import { BatchSizeLimit } from './batching/batchSize';
import { Queue } from './batching/queue';
import { Dispatcher } from './delivery/dispatcher';
import { EventLoopYielder } from './delivery/eventLoop';
import { Throttle } from './delivery/throttle';
import { ItemError, itemError } from './fields/itemError';
import { Parameters } from './fields/parameters';
import { type Entry, isSending, type Operation, type Resource } from './operation';
import { Progress } from './progress';
import { outputItems, outputSummary } from './results/outputItems';
import { Outcomes } from './results/outcomes';
import { rememberSettled, settledInEarlierTry } from './results/retryOnFail';
import { stopError } from './results/stopError';
import { inWords, type Totals } from './results/totals';
import { readRunSettings } from './runSettings';
import { referenceOf } from './transport/reference';
import { Sessions } from './transport/sessions';
import type { Vendor } from './vendor';

/** Notes of a run beyond these tell nothing new. */
const MAX_NOTES = 10;

/**
 * Runs a node: entries are read from the items, batched into requests and sent within the vendor's limits,
 * and the responses are applied to the items.
 *
 * @returns one output item for each input item (several for lists), in input order
 * @throws NodeApiError or NodeOperationError at the first failure where On Error is Stop
 */
export async function run(
	this: IExecuteFunctions,
	vendor: Vendor,
	resources: Resource[],
): Promise<INodeExecutionData[][]> {
	const operation = chosenOperation(this, resources);
	const items = this.getInputData();
	const { policy, ...settings } = readRunSettings(this, operation.batching);
	const batchSize = new BatchSizeLimit(settings.batchSize, operation.batching.maxBytes);
	const signal = this.getExecutionCancelSignal();
	const startedAt = Date.now();
	const keepsInput = settings.includeInputFields && operation.kind !== 'createFile';
	const outcomes = new Outcomes(items.length, keepsInput ? (item) => items[item]?.json : undefined);
	const eventLoop = new EventLoopYielder();
	const throttle = new Throttle(policy.maxConcurrency, signal, settings.requestsPerSecond);
	const notes = new Set<string>();
	const sessions = new Sessions(this, vendor, settings.timeoutMs);
	const dispatcher = new Dispatcher({
		vendor,
		operation,
		sessions,
		throttle,
		batchSize,
		policy,
		outcomes,
		eventLoop,
		signal,
	});
	for (const [item, outcome] of settledInEarlierTry(this, items)) outcomes.set(item, outcome);

	try {
		const parameters = new Parameters(this, items);
		await sessions.open(servicesOf(operation, parameters));
		const read = operation.read(parameters, {
			timezone: this.getTimezone(),
			startedAt,
			reference: referenceOf(this),
			setting: (service, property) => sessions.setting(service, property),
			note: (text) => notes.size < MAX_NOTES && notes.add(text),
			signedResumeUrl: (query) => this.getSignedResumeUrl(query),
		});
		const queue = new Queue<Batch>(policy.maxConcurrency);
		const progress = new Progress(this, vendor, outcomes);
		const batcher = new Batcher(operation.batching, batchSize);
		await Promise.all([
			fill({ queue, read, batcher, dispatcher, outcomes, eventLoop }),
			...Array.from({ length: policy.maxConcurrency }, async () => {
				for (let batch = await queue.take(); batch; batch = await queue.take()) {
					await dispatcher.send(batch);
					progress.tell();
				}
			}),
		]);
	} catch (error) {
		if (!(error instanceof ItemError)) throw new NodeOperationError(this.getNode(), error as Error);
		dispatcher.halt(error);
	}
	for (let item = 0; item < items.length; item++) {
		if (!outcomes.get(item)) dispatcher.markNotSent(item);
	}
	const totals: Totals = {
		items: outcomes.items,
		...outcomes.counts,
		requests: dispatcher.requests,
		retried: dispatcher.retried,
		heldSeconds: Math.round(throttle.heldMs / 1000),
		seconds: Math.round((Date.now() - startedAt) / 100) / 10,
	};
	const message = `${vendor.name}: ${inWords(totals)}`;
	this.logger.info(message, { node: this.getNode().name });
	rememberSettled(this, outcomes, policy.resendUnknown || operation.idempotent);
	// A cancelled run still tells what was accepted.
	if (policy.stopAtFailure && outcomes.firstFailure && !signal?.aborted) {
		throw stopError(this, outcomes.firstFailure, totals);
	}
	const hints = [message, ...notes].map((text) => ({
		message: text,
		location: 'outputPane' as const,
	}));
	this.addExecutionHints(...hints);
	if (settings.summaryOnly && isSending(operation))
		return [await outputSummary(this, outcomes, totals)];
	const output = await outputItems(this, outcomes);
	return [operation.afterRun ? await operation.afterRun(this, output) : output];
}

function chosenOperation(context: IExecuteFunctions, resources: Resource[]): Operation {
	const resource = context.getNodeParameter('resource', 0);
	const value = context.getNodeParameter('operation', 0);
	const operation = resources
		.find((r) => r.value === resource)
		?.operations.find((o) => o.value === value);
	if (operation) return operation;
	const message = `There is no operation "${String(value)}" for "${String(resource)}"`;
	throw new NodeOperationError(context.getNode(), message, {
		description: 'Choose the resource and the operation from their lists',
	});
}

function servicesOf({ services }: Operation, parameters: Parameters) {
	return typeof services === 'function' ? services(parameters) : services;
}

interface Filling<Data> {
	queue: Queue<Batch<Data>>;
	read: (item: number) => Entry<Data>;
	batcher: Batcher<Data>;
	dispatcher: Dispatcher<Data>;
	outcomes: Outcomes;
	eventLoop: EventLoopYielder;
}

/** Reads and batches ahead of the network, as far as the queue has room. */
async function fill<Data>(filling: Filling<Data>): Promise<void> {
	const { queue, read, batcher, dispatcher, outcomes, eventLoop } = filling;
	const hand = async (batch: Batch<Data>) => {
		// While a sender is idle, the request is to leave before the next one is made.
		if (await queue.put(batch)) await eventLoop.yieldNow();
	};
	for (let item = 0; item < outcomes.items && !dispatcher.isHalted; item++) {
		if (eventLoop.shouldYield) await eventLoop.yieldNow();
		if (outcomes.get(item)) continue;
		try {
			const entry = read(item);
			if (!batcher.fitsAlone(entry)) {
				throw itemError(
					`The item is too large to send: ${entry.bytes.toLocaleString('en-US')} bytes`,
					'Send fewer or shorter fields in this item',
				);
			}
			for (const batch of batcher.add(entry)) await hand(batch);
		} catch (error) {
			reject(outcomes, item, error as Error);
		}
	}
	for (const batch of batcher.flush()) await hand(batch);
	queue.close();
}

/** One item that cannot be sent; the others go on. */
function reject(outcomes: Outcomes, item: number, error: Error): void {
	const isItemError = error instanceof ItemError;
	outcomes.set(item, {
		kind: 'rejected',
		message: isItemError
			? error.message
			: `A field of this item could not be read: ${error.message}`,
		hint: isItemError ? error.hint : 'Correct the expression of the field',
		retryable: false,
		attempts: 0,
	});
}
