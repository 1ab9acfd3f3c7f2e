import { sleep } from 'n8n-workflow';

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
 * What every request of a node run passes: at most so many at a time, none while the vendor has asked
 * to be left alone. How many there may be adapts: halved when the vendor says that it is too much, one
 * more after each round that went well.
 */
export class Gate {
	private active = 0;
	private allowed: number;
	private heldUntil = 0;
	private goodInARow = 0;
	private readonly waiting: Array<() => void> = [];
	/** Requests that the vendor has answered other than by "too many requests". */
	passed = 0;
	/** Milliseconds during which all requests were held back. */
	heldMs = 0;

	constructor(
		private readonly most: number,
		private readonly signal?: AbortSignal,
	) {
		this.allowed = most;
	}

	/**
	 * Resolves when a request may be sent.
	 *
	 * @returns true, upon which `leave` must follow; false where the execution was cancelled
	 */
	async enter(): Promise<boolean> {
		for (;;) {
			if (this.signal?.aborted) return false;
			const wait = this.heldUntil - Date.now();
			if (wait > 0) await pause(wait, this.signal);
			else if (this.active >= this.allowed) await new Promise<void>((go) => this.waiting.push(go));
			else break;
		}
		this.active++;
		return true;
	}

	/** A request has ended. */
	leave(): void {
		this.active--;
		this.wake();
	}

	/** The vendor answered that it takes no more for now: hold everything back for so long. */
	hold(ms: number): void {
		const now = Date.now();
		const until = now + ms;
		if (until > this.heldUntil) {
			this.heldMs += until - Math.max(now, this.heldUntil);
			this.heldUntil = until;
		}
		this.allowed = Math.max(1, Math.floor(this.allowed / 2));
		this.goodInARow = 0;
	}

	/** The vendor took a request. */
	passedOne(): void {
		this.passed++;
		if (this.allowed < this.most && ++this.goodInARow >= this.allowed) {
			this.allowed++;
			this.goodInARow = 0;
		}
		this.wake();
	}

	private wake(): void {
		for (let free = this.allowed - this.active; free > 0; free--) this.waiting.shift()?.();
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
