import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, pollUntil, startGuarded } from './process.mts';
import { repositoryRoot } from './repository.mts';

describe('a guarded process', () => {
	let folder: string;
	beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'guarded-'))));
	afterEach(async () => await rm(folder, { recursive: true, force: true, maxRetries: 5 }));

	/** A program that writes its process id into a file and runs on; `deaf` to being asked to end. */
	const program = (file: string, deaf = false) => `
		require('node:fs').writeFileSync(${JSON.stringify(file)}, String(process.pid));
		${deaf ? "process.on('SIGTERM', () => {});" : ''}
		setInterval(() => {}, 1000);`;
	const command = (file: string, deaf = false) => ({
		command: process.execPath,
		args: ['-e', program(file, deaf)],
		cwd: folder,
		env: process.env,
		logFile: join(folder, 'log'),
		graceInMs: 300,
	});
	const pidIn = async (file: string) =>
		await pollUntil(
			'The start',
			async () => Number(await readFile(file, 'utf8').catch(() => '')) || undefined,
			{ deadlineInMs: 10_000, everyMs: 20 },
		);
	const gone = async (pid: number) =>
		await pollUntil('The end', async () => (runs(pid) ? undefined : true), {
			deadlineInMs: 10_000,
			everyMs: 20,
		});

	it.each([
		['by itself when asked', false],
		['by force when it does not listen', true],
	])('ends %s', async (_how, deaf) => {
		const file = join(folder, 'pid');
		const guarded = startGuarded(command(file, deaf));
		const pid = await pidIn(file);
		await guarded.stop();
		expect(guarded.isRunning()).toBe(false);
		expect(runs(pid)).toBe(false);
	});

	it('does not outlive a killed parent', async () => {
		const file = join(folder, 'pid');
		const script = `
			import { startGuarded } from ${JSON.stringify(join(repositoryRoot(), 'test/n8n/process.mts'))};
			startGuarded(${JSON.stringify({ ...command(file), env: {} })});`;
		const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
			stdio: 'ignore',
			cwd: repositoryRoot(),
		});
		const pid = await pidIn(file);
		parent.kill('SIGKILL');
		await expect(gone(pid)).resolves.toBe(true);
	});

	it('tells how it ended and what it said last', async () => {
		const guarded = startGuarded({
			...command(''),
			args: ['-e', "console.log('first'); console.error('last'); process.exit(7)"],
		});
		expect(await guarded.ended).toBe(7);
		expect(guarded.logTail(1)).toBe('last');
	});

	it('that cannot be started says so', async () => {
		const guarded = startGuarded({ ...command(''), command: 'no-such-program' });
		expect(await guarded.ended).toBe(127);
		expect(guarded.logTail()).toContain('no-such-program could not be started');
	});
});

describe('a free port', () => {
	it('is the preferred one unless somebody listens there', async () => {
		const port = await freePort();
		expect(await freePort(port)).toBe(port);
		const server = createServer().listen(port, '127.0.0.1');
		await new Promise((resolve) => server.once('listening', resolve));
		expect((server.address() as AddressInfo).port).toBe(port);
		expect(await freePort(port)).not.toBe(port);
		await new Promise((resolve) => server.close(resolve));
	});
});

function runs(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
