import { sleep } from 'n8n-workflow';

import { Rate } from './rate';

/** Waits are cut into slices of this length where n8n is too old to end a wait on cancellation. */
const SLICE_MS = 500;

/** A vendor that asks for a longer pause than this is not waited for. */
export const LONGEST_HOLD_MS = 15 * 60_000;

/**
 * Waits, and ends at once when the execution is cancelled.
 *
 * @returns whether the time has passed; false where the execution was cancelled
 */
export async function pause(ms: number, signal?: AbortSignal): Promise<boolean> {
	const until = Date.now() + ms;
	for (let left = ms; left > 0 && !signal?.aborted; left = until - Date.now()) {
		// It rejects when the signal ends it, which the loop's condition sees as well.
		await sleep(Math.min(left, SLICE_MS), signal).catch(() => undefined);
	}
	return !signal?.aborted;
}

/**
 * What every request of a node run passes: at most so many at a time, at most so many a second, and
 * none while the vendor has asked to be left alone. The number at a time is halved when the vendor says
 * that it is too much (one more after each round that goes well); the pace adapts as `Rate` has it.
 */
export class Gate {
	private active = 0;
	private allowed: number;
	private heldUntil = 0;
	private sentAt = 0;
	private goodInARow = 0;
	/** Requests enter one after the other: resolves when the one before has entered. */
	private turn: Promise<void> = Promise.resolve();
	/** Tells the one whose turn it is that there may be room now. */
	private roomMade: (() => void) | undefined;
	private readonly rate: Rate;
	/** Milliseconds during which all requests were held back. */
	heldMs = 0;

	/**
	 * @param most requests at a time
	 * @param signal of the execution's cancellation
	 * @param perSecond most requests a second, where the user has set it
	 */
	constructor(
		private readonly most: number,
		private readonly signal?: AbortSignal,
		perSecond = Number.POSITIVE_INFINITY,
	) {
		this.allowed = most;
		this.rate = new Rate(1000 / perSecond);
	}

	/** Requests that the vendor has answered other than by "too many requests". */
	get passed(): number {
		return this.rate.passed;
	}

	/**
	 * Resolves when a request may be sent.
	 *
	 * @returns true, upon which `leave` must follow; false where the execution was cancelled
	 */
	async enter(): Promise<boolean> {
		const { promise, resolve: next } = Promise.withResolvers<void>();
		const before = this.turn;
		this.turn = promise;
		await before;
		try {
			while (!this.signal?.aborted) {
				const now = Date.now();
				// From when the last one was really sent: one that a busy machine sent late must not meet the next.
				const wait = Math.max(this.heldUntil, this.sentAt + this.rate.interval) - now;
				if (this.active >= this.allowed) {
					await new Promise<void>((made) => (this.roomMade = made));
				} else if (wait > 0) {
					await pause(wait, this.signal);
				} else {
					this.active++;
					this.sentAt = now;
					this.rate.sending(now);
					return true;
				}
			}
			return false;
		} finally {
			next();
		}
	}

	/** A request has ended. */
	leave(): void {
		this.active--;
		this.roomMade?.();
	}

	/**
	 * The vendor answered that it takes no more for now: hold everything back for so long.
	 *
	 * @param asked whether the vendor has named the time
	 */
	hold(ms: number, asked: boolean): void {
		const now = Date.now();
		// Requests that were under way together are refused together: only the first of them tells something new.
		if (now >= this.heldUntil) {
			this.allowed = Math.max(1, Math.floor(this.allowed / 2));
			this.goodInARow = 0;
			this.rate.limited(now, asked && ms > 0);
		}
		const until = now + ms;
		if (until <= this.heldUntil) return;
		this.heldMs += until - Math.max(now, this.heldUntil);
		this.heldUntil = until;
	}

	/** The vendor took a request. */
	passedOne(): void {
		this.rate.taken();
		if (this.allowed < this.most && ++this.goodInARow >= this.allowed) {
			this.allowed++;
			this.goodInARow = 0;
		}
	}
}

/**
 * How long a Retry-After header asks to wait.
 *
 * @param value seconds or an HTTP date (RFC 9110, 10.2.3)
 * @returns milliseconds, undefined where the header is missing or unreadable
 */
export function retryAfterMs(value: unknown, now = Date.now()): number | undefined {
	if (typeof value !== 'string' || value.trim() === '') return undefined;
	const seconds = Number(value);
	const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now;
	return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** Capped exponential back-off with full jitter, in milliseconds; `attempt` counts from 1. */
export function backOffMs(attempt: number): number {
	const ceiling = Math.min(30_000, 500 * 2 ** (attempt - 1));
	return ceiling / 4 + Math.random() * ceiling * 0.75;
}
