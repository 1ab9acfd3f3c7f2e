import { join } from 'node:path';
import { SandboxClient } from '../sandbox/client.mts';
import { freePort, pollUntil, startGuarded } from '../test/n8n/process.mts';
import { environmentWithThisNode, repositoryRoot } from '../test/n8n/repository.mts';

/** The vendors' stand-ins, in a process of their own. */
export type Sandbox = SandboxClient & { stop(): Promise<void> };

/**
 * Starts the sandbox on loopback. It ends when this process ends.
 * @param options.port taken when it is free, another one otherwise.
 */
export async function startSandbox({
	port: preferred,
	logFile,
}: {
	port?: number;
	logFile: string;
}): Promise<Sandbox> {
	const port = await freePort(preferred);
	const client = new SandboxClient(`http://127.0.0.1:${port}`);
	const server = startGuarded({
		command: process.execPath,
		args: [join(repositoryRoot(), 'sandbox/main.mts'), '--port', String(port)],
		cwd: repositoryRoot(),
		env: environmentWithThisNode(),
		logFile,
		graceInMs: 3_000,
	});
	try {
		await pollUntil(
			'The start of the sandbox',
			async () => {
				if (!server.isRunning()) throw new Error('The sandbox ended while starting.');
				return (await client.isUp()) || undefined;
			},
			{ deadlineInMs: 30_000, everyMs: 100 },
		);
	} catch (error) {
		await server.stop();
		throw new Error(`${(error as Error).message} The end of its log:\n${server.logTail()}`);
	}
	return Object.assign(client, { stop: server.stop });
}
