/** A lock between processes that the operating system releases when its holder ends, however it ends. */
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Takes the lock `file`, if nobody holds it: answers a function that releases it, or undefined.
 * SQLite's exclusive transaction is a lock of the operating system on an open file, so there is no stale lock to
 * detect: a killed holder no longer holds it. The empty file stays, since removing it could pull it from under others.
 */
export function tryFileLock(file: string): (() => void) | undefined {
	const database = new DatabaseSync(file);
	try {
		database.exec('BEGIN EXCLUSIVE');
		return () => database.close();
	} catch (error) {
		database.close();
		if (/database is locked/.test(String(error))) return undefined;
		throw error;
	}
}

interface LockedWork<T> {
	work: () => Promise<T>;
	/** Called about every five seconds while another process holds the lock, with the seconds waited so far. */
	onWait: (seconds: number) => void;
}

/** Runs `work` while holding the lock `file`, waiting for it as long as another process holds it. */
export async function withFileLock<T>(file: string, { work, onWait }: LockedWork<T>): Promise<T> {
	const started = Date.now();
	let release = tryFileLock(file);
	for (let attempt = 1; !release; attempt++) {
		await pause(500);
		if (attempt % 10 === 0) onWait(Math.round((Date.now() - started) / 1000));
		release = tryFileLock(file);
	}
	try {
		return await work();
	} finally {
		release();
	}
}
