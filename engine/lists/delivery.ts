import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { Batcher, type Batch } from '../batching/batcher';
import { BatchSizeLimit } from '../batching/batchSize';
import { Queue } from '../batching/queue';
import { Dispatcher } from '../delivery/dispatcher';
import { EventLoopYielder } from '../delivery/eventLoop';
import { checkChoices } from '../fields/choice';
import { adviceOnColumns } from '../fields/columns';
import { BlankValueError, ItemError, itemError } from '../fields/itemError';
import { unsupportedHost } from '../host';
import type { Parameters } from '../fields/parameters';
import type { Entry, Operation } from '../operation';
import { Progress } from '../progress';
import type { Outcomes } from '../results/outcomes';
import type { Totals } from '../results/totals';
import type { RunSettings } from '../runSettings';
import { Sessions } from '../transport/sessions';
import type { Vendor } from '../vendor';
import type { Source } from './source';

/** Notes of a run beyond these tell nothing new. */
const MAX_NOTES = 10;

/** A list to deliver: what is sent and how, and where the outcomes go. */
export interface DeliveryOptions {
	vendor: Vendor;
	operation: Operation;
	settings: RunSettings;
	parameters: Parameters;
	source: Source;
	outcomes: Outcomes;
	eventLoop: EventLoopYielder;
	/** A text that names the item of that number for the vendor; see `RunFacts`. */
	reference(item: number): string;
}

/**
 * Delivers one list, be it of items or of a file's rows: entries are read from the source, batched into requests and
 * sent within the vendor's limits, and the outcomes go to where they belong. What it holds of the list at a time does
 * not grow with it.
 */
export class Delivery {
	/** What the operation has to say of the whole list. */
	readonly notes = new Set<string>();
	private readonly startedAt = Date.now();
	private readonly signal: AbortSignal | undefined;
	private readonly batchSize: BatchSizeLimit;
	private readonly sessions: Sessions;
	private readonly dispatcher: Dispatcher<unknown>;
	private read: ((item: number) => Entry) | undefined;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly options: DeliveryOptions,
	) {
		const { vendor, operation, settings, outcomes, eventLoop } = options;
		const { policy } = settings;
		this.signal = context.getExecutionCancelSignal();
		this.batchSize = new BatchSizeLimit(settings.batchSize, operation.batching.maxBytes);
		const { limitGroup } = operation;
		this.sessions = new Sessions(context, vendor, { ...settings, ...policy, limitGroup });
		const { batchSize, sessions, signal } = this;
		const parts = { vendor, operation, sessions, batchSize, policy, outcomes, eventLoop, signal };
		this.dispatcher = new Dispatcher(parts);
	}

	/**
	 * Reads the credentials and the parameters, before anything is sent.
	 *
	 * @throws ItemError where nothing can be sent as they are
	 */
	async prepare(): Promise<void> {
		const { operation, parameters, reference } = this.options;
		const { services } = operation;
		const unsupported = unsupportedHost();
		if (unsupported) throw unsupported;
		await this.sessions.open(typeof services === 'function' ? services(parameters) : services);
		checkChoices(operation.properties, parameters);
		this.read = operation.read(parameters, {
			timezone: this.context.getTimezone(),
			startedAt: this.startedAt,
			reference,
			setting: (service, property) => this.sessions.setting(service, property),
			note: (text) => this.notes.size < MAX_NOTES && this.notes.add(text),
			signedResumeUrl: (query) => this.context.getSignedResumeUrl(query),
		});
	}

	/**
	 * Sends all that the source has; to be called after `prepare`.
	 *
	 * @throws ItemError where the source cannot be read to its end; what was read of it is sent
	 */
	async send(): Promise<void> {
		const { vendor, operation, outcomes, settings } = this.options;
		const { maxConcurrency } = settings.policy;
		const queue = new Queue<Batch>(maxConcurrency);
		const batcher = new Batcher(operation.batching, this.batchSize);
		const progress = new Progress(this.context, vendor, outcomes);
		const senders = Array.from({ length: maxConcurrency }, async () => {
			for (let batch = await queue.take(); batch; batch = await queue.take()) {
				await this.dispatcher.send(batch);
				await outcomes.ready();
			}
		});
		let failure: unknown;
		progress.start();
		try {
			// What was read before is sent even so.
			const filled = this.fill(queue, batcher).catch((error: unknown) => (failure = error));
			await Promise.all([filled, ...senders]);
		} finally {
			progress.end();
		}
		if (failure !== undefined) throw failure;
	}

	/** Lets go what waits for its turn to send; to be called in the end, whatever that is. */
	end(): void {
		this.sessions.stop();
	}

	/** Nothing can be sent, or nothing more. */
	halt(error: ItemError): void {
		this.dispatcher.halt(error);
	}

	/** Settles what has no outcome, since sending has stopped early. */
	settleRemaining(): void {
		const { source, outcomes } = this.options;
		for (const item of source.remaining())
			if (!outcomes.recall(item)) this.dispatcher.markNotSent(item);
	}

	get isCancelled(): boolean {
		return this.signal?.aborted === true;
	}

	get totals(): Totals {
		return {
			...this.options.outcomes.counts,
			requests: this.dispatcher.sender.requests,
			retried: this.dispatcher.sender.retried,
			heldSeconds: Math.round(this.sessions.heldMs / 1000),
			seconds: Math.round((Date.now() - this.startedAt) / 100) / 10,
		};
	}

	/** Reads and batches ahead of the network, as far as the queue has room. */
	private async fill(queue: Queue<Batch>, batcher: Batcher<unknown>): Promise<void> {
		const { source, outcomes, eventLoop } = this.options;
		const hand = async (batches: Batch[]) => {
			for (const batch of batches) {
				// While a sender is idle, the request is to leave before the next one is made.
				if (await queue.put(batch)) await eventLoop.yieldNow();
			}
		};
		try {
			reading: for await (const items of source.batches()) {
				for (const item of items) {
					if (eventLoop.shouldYield) await eventLoop.yieldNow();
					if (this.dispatcher.isHalted && (!source.isReadToEnd || this.isCancelled)) break reading;
					if (outcomes.recall(item)) continue;
					if (this.dispatcher.isHalted) {
						this.dispatcher.markNotSent(item);
						continue;
					}
					const complete = this.add(item, batcher);
					if (complete.length > 0) await hand(complete);
				}
				await outcomes.ready();
				if (!source.isFull) continue;
				// What waits for more entries of its kind would never give its memory back.
				await hand(batcher.flush());
				await source.room();
			}
		} finally {
			await hand(batcher.flush());
			queue.close();
		}
	}

	/** @returns the batches that are complete by this item; one that cannot be sent is rejected, and the others go on */
	private add(item: number, batcher: Batcher<unknown>): Batch[] {
		const { source, outcomes } = this.options;
		try {
			source.check(item);
			const entry = this.read!(item);
			if (batcher.fitsAlone(entry)) return batcher.add(entry);
			throw itemError(
				`The item is too large to send: ${entry.bytes.toLocaleString('en-US')} bytes`,
				'Send fewer or shorter fields in this item',
			);
		} catch (error) {
			reject(outcomes, item, error as Error, this.options.parameters.json(item));
			return [];
		}
	}
}

/** One item that cannot be sent; the others go on. */
function reject(outcomes: Outcomes, item: number, error: Error, json: IDataObject): void {
	const isItemError = error instanceof ItemError;
	const advice = error instanceof BlankValueError ? adviceOnColumns(json) : undefined;
	outcomes.fail(item, {
		kind: 'rejected',
		message: isItemError
			? error.message
			: `A field of this item could not be read: ${error.message}`,
		hint: advice ?? (isItemError ? error.hint : 'Correct the expression of the field'),
		retryable: false,
		attempts: 0,
	});
}
