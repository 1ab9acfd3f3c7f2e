import { stopGuardedProcesses } from '../test/n8n/process.mts';

/** What has to be undone at the end, in reverse order, however the end comes. */
export interface Cleanup {
	/** Adds something to undo. */
	add(undo: () => Promise<void>): void;
	/** Undoes everything, newest first. One failure does not keep the rest from being undone. Safe to call again. */
	run(): Promise<void>;
}

export function makeCleanup(): Cleanup {
	const undos: Array<() => Promise<void>> = [];
	let running: Promise<void> | undefined;
	const run = async () => {
		for (let undo = undos.pop(); undo; undo = undos.pop()) {
			await undo().catch((error: Error) => console.error(`While cleaning up: ${error.message}`));
		}
	};
	return {
		add: (undo) => void undos.push(undo),
		run: async () => await (running ??= run().finally(() => (running = undefined))),
	};
}

/**
 * On Ctrl-C and SIGTERM: ends all processes, also those in the middle of starting, cleans up, and ends with the usual
 * code. A second Ctrl-C changes nothing.
 * @returns tells whether a signal has come, so that what fails because of it need not be reported.
 */
export function cleanUpOnSignals(cleanup: Cleanup): () => boolean {
	let ending = false;
	for (const [signal, code] of [
		['SIGINT', 130],
		['SIGTERM', 143],
		['SIGHUP', 129],
	] as const) {
		process.on(signal, () => {
			if (ending) return;
			ending = true;
			console.log('\nStopping …');
			void stopGuardedProcesses()
				.then(cleanup.run)
				.finally(() => process.exit(code));
		});
	}
	return () => ending;
}
