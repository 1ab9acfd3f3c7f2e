import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { sandboxCommand, startSandbox } from '../support/sandbox.mts';
import { login } from './client.mts';

async function start(
	...options: string[]
): Promise<{ child: ChildProcess; url: string; pid: number }> {
	const child = spawn(sandboxCommand.node, [sandboxCommand.main, ...options], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
	return { child, ...(JSON.parse(line) as { url: string; pid: number }) };
}

describe('the sandbox process', () => {
	it.each(['SIGTERM', 'SIGINT'] as const)(
		'says where it is, and ends on %s though connections are open',
		async (signal) => {
			const { child, url, pid } = await start();
			expect(pid).toBe(child.pid);
			expect(new URL(url).hostname).toBe('127.0.0.1');
			expect((await fetch(url)).status).toBe(200);
			child.kill(signal);
			expect(await once(child, 'exit')).toEqual([0, null]);
		},
	);

	it('ends with its parent if told so', async () => {
		const { child } = await start('--exit-with-parent');
		child.stdin!.destroy();
		expect(await once(child, 'exit')).toEqual([0, null]);
	});

	it('otherwise outlives its standard input', async () => {
		const { child, url } = await start();
		child.stdin!.destroy();
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect((await fetch(url)).status).toBe(200);
		child.kill();
		await once(child, 'exit');
	});

	it('ends while a request hangs', async () => {
		const sandbox = await startSandbox();
		const client = await login(
			await sandbox.tenant({ faults: [{ match: { method: 'GET' }, action: 'hang' }] }),
		);
		const hanging = client.get('/api/Campaign/campaigns').catch(() => 'lost');
		await sandbox.stop();
		expect(await hanging).toBe('lost');
	});
});
