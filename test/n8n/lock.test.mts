import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryFileLock, withFileLock } from './lock.mts';
import { repositoryRoot } from './repository.mts';

describe('a lock between processes', () => {
	let folder: string;
	let file: string;
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'lock-'));
		file = join(folder, 'lock');
	});
	afterEach(async () => await rm(folder, { recursive: true, force: true }));

	/** Another process that takes the lock and keeps it until it is killed. */
	async function holder() {
		const script = `
			import { tryFileLock } from ${JSON.stringify(join(repositoryRoot(), 'test/n8n/lock.mts'))};
			console.log(tryFileLock(${JSON.stringify(file)}) ? 'held' : 'taken');
			setInterval(() => {}, 1000);`;
		const process_ = spawn(process.execPath, ['--input-type=module', '-e', script], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		const [said] = (await once(process_.stdout!, 'data')) as [Buffer];
		expect(said.toString().trim()).toBe('held');
		return process_;
	}

	it('is held by one process at a time, and free again once its holder is killed', async () => {
		const other = await holder();
		expect(tryFileLock(file)).toBeUndefined();
		other.kill('SIGKILL');
		await once(other, 'exit');
		const release = tryFileLock(file);
		expect(release).toBeDefined();
		release?.();
	});

	it('is waited for', async () => {
		const other = await holder();
		const order: string[] = [];
		const work = withFileLock(file, {
			onWait: () => {},
			work: async () => void order.push('work'),
		});
		order.push('killed');
		other.kill('SIGKILL');
		await work;
		expect(order).toEqual(['killed', 'work']);
	});

	it('is released when the work fails', async () => {
		const work = async () => await Promise.reject(new Error('no space left'));
		await expect(withFileLock(file, { onWait: () => {}, work })).rejects.toThrow('no space left');
		const release = tryFileLock(file);
		expect(release).toBeDefined();
		release?.();
	});
});
