import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { SandboxClient } from '../../sandbox/client.mts';

/** The project's root: Jest knows this file's folder; scripts are run from the root. */
const root = typeof __dirname === 'string' ? path.resolve(__dirname, '../..') : process.cwd();
const node24 = path.join(root, 'node_modules/.bin/node');

/** How to start a sandbox: it needs Node 24, which is in node_modules whatever node runs this. */
export const sandboxCommand = {
	node: existsSync(node24) ? node24 : process.execPath,
	main: path.join(root, 'sandbox/main.mts'),
};

/** A sandbox in a process of its own. */
export class Sandbox extends SandboxClient {
	private readonly child: ChildProcess;

	constructor(url: string, child: ChildProcess) {
		super(url);
		this.child = child;
	}

	async stop(): Promise<void> {
		if (this.child.exitCode !== null) return;
		const exited = new Promise((resolve) => this.child.once('exit', resolve));
		this.child.kill('SIGTERM');
		await exited;
	}
}

/**
 * Starts a sandbox on a free port of the loopback. It ends with `stop()`, and with this process however that ends.
 * @throws Error with what it printed, if it does not come up
 */
export async function startSandbox(): Promise<Sandbox> {
	const { node, main } = sandboxCommand;
	const child = spawn(node, [main, '--exit-with-parent'], { stdio: ['pipe', 'pipe', 'pipe'] });
	let printed = '';
	child.stderr.on('data', (chunk) => (printed += chunk));
	const ready = await new Promise<string>((resolve, reject) => {
		createInterface(child.stdout).once('line', resolve);
		child.once('exit', (code) =>
			reject(new Error(`The sandbox ended with code ${code}: ${printed}`)),
		);
		child.once('error', reject);
	});
	return new Sandbox((JSON.parse(ready) as { url: string }).url, child);
}
