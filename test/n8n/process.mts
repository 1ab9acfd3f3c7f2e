/** Child processes that are always cleaned up: guarded against outliving us, with their output in a file. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { repositoryRoot } from './repository.mts';

export interface GuardedCommand {
	command: string;
	args: string[];
	cwd: string;
	env: NodeJS.ProcessEnv;
	/** Everything the command prints is appended here. */
	logFile: string;
	/** How long it may take to end by itself after SIGTERM, in milliseconds (default 10,000). */
	graceInMs?: number;
}

export interface GuardedProcess {
	/** The guard's process id: ending it ends the command. */
	pid: number;
	/** Resolves with the exit code once the command has ended, however it ended. Never rejects. */
	ended: Promise<number>;
	/** True while it runs. */
	isRunning(): boolean;
	/** The last lines it printed. */
	logTail(lines?: number): string;
	/** SIGTERM, then SIGKILL after the grace; resolves when it is gone. Safe to call again. */
	stop(): Promise<void>;
}

const running = new Set<GuardedProcess>();

/** Stops every guarded process that runs: for a signal that comes in the middle of anything. */
export async function stopGuardedProcesses(): Promise<void> {
	await Promise.all([...running].map(async (process) => await process.stop()));
}

/** Starts a command that ends when this process ends, even when this process is killed. */
export function startGuarded({
	command,
	args,
	cwd,
	env,
	logFile,
	graceInMs = 10_000,
}: GuardedCommand): GuardedProcess {
	const log = openSync(logFile, 'a');
	const guard = join(repositoryRoot(), 'test/n8n/guard.mjs');
	const child = spawn(process.execPath, [guard, command, ...args], {
		cwd,
		env: { ...env, GUARD_GRACE_MS: String(graceInMs) },
		stdio: ['pipe', log, log],
		// Out of the terminal's foreground group: on Ctrl-C we decide in which order things end.
		detached: true,
	});
	closeSync(log);
	let hasEnded = false;
	const ended = new Promise<number>((resolve) => {
		const finish = (code: number) => {
			hasEnded = true;
			running.delete(guarded);
			resolve(code);
		};
		child.once('exit', (code) => finish(code ?? 1));
		child.once('error', () => finish(127));
	});
	// A command that ends early closes the pipe under us; its exit code says what there is to say.
	child.stdin?.on('error', () => {});

	const guarded: GuardedProcess = {
		pid: child.pid ?? -1,
		ended,
		isRunning: () => !hasEnded,
		logTail: (lines = 30) => lastLines(logFile, lines),
		async stop() {
			child.stdin?.end();
			if (!hasEnded) child.kill('SIGTERM');
			await ended;
		},
	};
	running.add(guarded);
	return guarded;
}

/** The last lines of a text file; empty when there is no such file. */
export function lastLines(file: string, lines: number): string {
	try {
		return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
	} catch {
		return '';
	}
}

/** A loopback port nobody uses: `preferred` when it is free, else one the system chooses. */
export async function freePort(preferred = 0): Promise<number> {
	const probe = createServer();
	try {
		probe.listen(preferred, '127.0.0.1');
		await once(probe, 'listening');
		return (probe.address() as AddressInfo).port;
	} catch (error) {
		if (preferred === 0) throw error;
		return await freePort();
	} finally {
		probe.close();
	}
}

/**
 * Asks `check` until it answers something else than undefined.
 * @throws what `check` throws, or, once `deadlineInMs` has passed, an error that names `what`.
 */
export async function pollUntil<T>(
	what: string,
	check: () => Promise<T | undefined>,
	{ deadlineInMs, everyMs = 200 }: { deadlineInMs: number; everyMs?: number },
): Promise<T> {
	const deadline = Date.now() + deadlineInMs;
	for (;;) {
		const answer = await check();
		if (answer !== undefined) return answer;
		if (Date.now() > deadline)
			throw new Error(`${what} did not happen within ${Math.round(deadlineInMs / 1000)} seconds.`);
		await pause(everyMs);
	}
}
