import { sleep } from 'n8n-workflow';

/** Waits are cut into slices of this length where n8n is too old to end a wait on cancellation (n8n 6.14). */
const SLICE_MS = 500;

/** A vendor that asks for a longer pause than this is not waited for. */
export const MAX_PAUSE_MS = 15 * 60_000;

/** Capped exponential back-off with full jitter, in milliseconds; `attempt` counts from 1. */
export function backoffMs(attempt: number): number {
	const ceiling = Math.min(30_000, 500 * 2 ** (attempt - 1));
	return ceiling / 4 + Math.random() * ceiling * 0.75;
}

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
