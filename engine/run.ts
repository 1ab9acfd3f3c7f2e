import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { Dispatcher, type Policy } from './dispatch';
import { Gate } from './gate';
import { itemsOf, stopError, summary } from './items';
import type { Entry, Operation, Resource, Vendor } from './operation';
import { Outcomes, type Totals } from './outcome';
import { Pace } from './pace';
import { Packer, type Batch } from './pack';
import { Parameters } from './parameters';
import { Queue } from './queue';
import { ItemRefusal, refusal } from './refusal';
import { referenceOf } from './reference';
import { Room } from './room';
import { rememberSettled, settledBefore } from './retryOnFail';
import { Sessions } from './sessions';

/** The `options` collection; see `runOptions`. */
interface Options {
	batchSize?: number;
	maxConcurrency?: number;
	maxRetries?: number;
	timeout?: number;
	resendUnknown?: boolean;
	requestsPerSecond?: number;
}

const DEFAULT_CONCURRENCY = 4;
const DEFAULT_RETRIES = 5;
const DEFAULT_TIMEOUT_S = 60;

/** How often a long run says in n8n's log where it is. */
const PROGRESS_EVERY_MS = 10_000;

/**
 * Runs a node: entries are read from the items, packed into requests, sent within the vendor's limits,
 * and the answers laid back onto the items.
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
	const options = this.getNodeParameter('options', 0, {}) as Options;
	const policy: Policy = {
		maxConcurrency: atLeast(1, options.maxConcurrency, DEFAULT_CONCURRENCY),
		maxRetries: atLeast(0, options.maxRetries, DEFAULT_RETRIES),
		resendUnknown: options.resendUnknown === true,
		stopAtFailure: !this.continueOnFail(),
	};
	const { packing } = operation;
	const batchSize = atLeast(1, options.batchSize, packing.usualEntries ?? packing.entries);
	const room = new Room(Math.min(packing.entries, batchSize), packing.bytes);
	const signal = this.getExecutionCancelSignal();
	const outcomes = new Outcomes(items.length);
	const pace = new Pace();
	const gate = new Gate(policy.maxConcurrency, signal, options.requestsPerSecond || undefined);
	const sessions = new Sessions(this, vendor, atLeast(1, options.timeout, DEFAULT_TIMEOUT_S) * 1000);
	const dispatcher = new Dispatcher(vendor, operation, sessions, gate, room, policy, outcomes, pace, signal);
	for (const [item, outcome] of settledBefore(this, items)) outcomes.set(item, outcome);

	try {
		const parameters = new Parameters(this, items);
		const { services } = operation;
		await sessions.open(typeof services === 'function' ? services(parameters) : services);
		const read = operation.read(parameters, {
			timezone: this.getTimezone(),
			startedAt: Date.now(),
			reference: referenceOf(this),
			setting: (service, property) => sessions.setting(service, property),
			signedResumeUrl: (query) => this.getSignedResumeUrl(query),
		});
		const queue = new Queue<Batch>(policy.maxConcurrency);
		const packer = new Packer(packing, room);
		const progress = new Progress(this, vendor, outcomes);
		await Promise.all([
			fill(queue, read, packer, dispatcher, outcomes, pace),
			...Array.from({ length: policy.maxConcurrency }, async () => {
				for (let batch = await queue.take(); batch; batch = await queue.take()) {
					await dispatcher.send(batch);
					packer.settled(batch);
					progress.tell();
				}
			}),
		]);
	} catch (error) {
		if (!(error instanceof ItemRefusal)) throw new NodeOperationError(this.getNode(), error as Error);
		dispatcher.refuseAll(error);
	}
	for (let item = 0; item < items.length; item++) {
		if (!outcomes.get(item)) dispatcher.leaveOut(item);
	}
	const totals = totalsOf(outcomes, dispatcher, gate);
	this.logger.info(`${vendor.name}: ${summary(totals)}`, { node: this.getNode().name });
	rememberSettled(this, outcomes, policy.resendUnknown || operation.idempotent);
	// A cancelled run still tells what was accepted.
	if (policy.stopAtFailure && outcomes.firstFailure && !signal?.aborted) {
		throw stopError(this, outcomes.firstFailure, totals);
	}
	this.addExecutionHints({ message: `${vendor.name}: ${summary(totals)}`, location: 'outputPane' });
	const output = await itemsOf(this, outcomes);
	return [operation.finish ? await operation.finish(this, output) : output];
}

function chosenOperation(context: IExecuteFunctions, resources: Resource[]): Operation {
	const resource = context.getNodeParameter('resource', 0);
	const value = context.getNodeParameter('operation', 0);
	const operation = resources
		.find((r) => r.value === resource)
		?.operations.find((o) => o.value === value);
	if (!operation) {
		throw new NodeOperationError(context.getNode(), `There is no operation "${String(value)}" for "${String(resource)}"`, {
			description: 'Choose the resource and the operation from their lists',
		});
	}
	return operation;
}

/** Reads and packs ahead of the network, as far as the queue has room. */
async function fill<Data>(
	queue: Queue<Batch<Data>>,
	read: (item: number) => Entry<Data>,
	packer: Packer<Data>,
	dispatcher: Dispatcher<Data>,
	outcomes: Outcomes,
	pace: Pace,
): Promise<void> {
	const hand = async (batch: Batch<Data>) => {
		dispatcher.announce(batch);
		// While a sender has nothing to do, the request is to leave before the next one is made.
		if (await queue.put(batch)) await pace.turn();
	};
	for (let item = 0; item < outcomes.items && !dispatcher.isHalted; item++) {
		if (pace.due) await pace.turn();
		if (outcomes.get(item)) continue;
		try {
			const entry = read(item);
			if (!packer.fitsAlone(entry)) {
				throw refusal(
					`The item is too large to be sent: ${entry.bytes.toLocaleString('en-US')} bytes`,
					'Send fewer or shorter fields in this item',
				);
			}
			for (const batch of packer.add(entry)) await hand(batch);
		} catch (error) {
			refuse(outcomes, item, error as Error);
		}
	}
	for (const batch of packer.flush()) await hand(batch);
	queue.close();
}

/** One item that cannot be sent; the others go on. */
function refuse(outcomes: Outcomes, item: number, error: Error): void {
	const isRefusal = error instanceof ItemRefusal;
	outcomes.set(item, {
		kind: 'rejected',
		message: isRefusal ? error.message : `A field of this item could not be read: ${error.message}`,
		advice: isRefusal ? error.advice : 'Correct the expression of the field',
		retryable: false,
		attempts: 0,
	});
}

function totalsOf(outcomes: Outcomes, dispatcher: Dispatcher<unknown>, gate: Gate): Totals {
	return {
		items: outcomes.items,
		...outcomes.counts,
		requests: dispatcher.requests,
		repeated: dispatcher.repeated,
		heldSeconds: Math.round(gate.heldMs / 1000),
	};
}

/** Says in n8n's log where a long run is. */
class Progress {
	private last = Date.now();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly vendor: Vendor,
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

function atLeast(least: number, value: number | undefined, fallback: number): number {
	return value === undefined || !Number.isFinite(value) ? fallback : Math.max(least, Math.floor(value));
}
