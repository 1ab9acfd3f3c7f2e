import { ItemError } from '../fields/itemError';
import { type Entry, type Operation, requestOf } from '../operation';
import type { Sessions } from '../transport/sessions';
import type { Service, Vendor } from '../vendor';
import { backoffMs, MAX_PAUSE_MS } from './backoff';
import { classifyResponse, parseBody, type ResponseAction } from './classify';
import type { EventLoopYielder } from './eventLoop';
import type { RetryState } from './retryState';
import type { Throttle } from './throttle';

/** A batch, or a part of one, that is still to be settled. */
export interface PendingBatch<Data> {
	entries: Array<Entry<Data>>;
	state: RetryState;
}

/** What a sender works with, all of one run. */
export interface SenderOptions<Data> {
	vendor: Vendor;
	operation: Operation<Data>;
	sessions: Sessions;
	eventLoop: EventLoopYielder;
}

/** What came of a request, and what it has passed. */
export interface Sent<Data> {
	action: ResponseAction<Data>;
	throttle: Throttle;
}

/**
 * Sends a run's requests one by one, each when it is its turn, and tells the gate what the vendor says of
 * its limits.
 */
export class Sender<Data> {
	requests = 0;
	retried = 0;

	constructor(private readonly options: SenderOptions<Data>) {}

	/**
	 * Sends one request.
	 *
	 * @param isHalted whether the run sends nothing more; asked when it is the request's turn
	 * @returns undefined where it was not sent
	 */
	async send(
		pending: PendingBatch<Data>,
		isHalted: () => boolean,
	): Promise<Sent<Data> | undefined> {
		const throttle = this.options.sessions.throttle(this.serviceOf(pending));
		if (!(await throttle.acquire())) return undefined;
		try {
			if (isHalted()) return undefined;
			const action = await this.request(pending);
			// Before the next request is let in, so that it meets the pause and not the limit again.
			if (action.kind === 'rateLimited') {
				const askedMs = action.retryAfterMs;
				const waitMs = askedMs ?? backoffMs(pending.state.retries + 1);
				throttle.pauseFor(Math.min(MAX_PAUSE_MS, waitMs), askedMs !== undefined);
			} else {
				throttle.onSuccess();
			}
			return { action, throttle };
		} finally {
			throttle.release();
		}
	}

	/** The service that the next request goes to. Where an operation calls several, that shows in the request alone. */
	private serviceOf(pending: PendingBatch<Data>): Service {
		const { vendor, operation, sessions } = this.options;
		if (sessions.only) return sessions.only;
		const spec = requestOf(operation, this.upToDate(pending));
		return spec instanceof ItemError ? vendor.service : (spec.service ?? vendor.service);
	}

	private upToDate({ entries, state }: PendingBatch<Data>): Array<Entry<Data>> {
		const { beforeSend } = this.options.operation;
		return beforeSend
			? entries.map((entry) => beforeSend(entry, state.lastMayHaveArrived))
			: entries;
	}

	private async request(pending: PendingBatch<Data>): Promise<ResponseAction<Data>> {
		const { vendor, operation, sessions, eventLoop } = this.options;
		pending.entries = this.upToDate(pending);
		const { entries: batch, state } = pending;
		const spec = requestOf(operation, batch);
		if (spec instanceof ItemError)
			return { kind: 'rejected', message: spec.message, hint: spec.hint };
		this.requests++;
		if (state.beginAttempt()) this.retried++;
		const result = await sessions.send(spec);
		await eventLoop.yieldIfOverBudget();
		const body = parseBody(result, vendor);
		await eventLoop.yieldIfOverBudget();
		return classifyResponse(
			{ vendor, operation, batch, service: spec.service ?? vendor.service, body },
			result,
		);
	}
}
