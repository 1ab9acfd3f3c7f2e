/** How time and memory of one node grow with its input, on n8n-core alone: each size in a process of its own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../test/n8n/repository.mts';

export interface Growth {
	items: number;
	ms: number;
	/** Longest time that the event loop was held, in milliseconds. */
	longestHeld: number;
	/** The same in a small run before, the first of its process. */
	firstHeld: number;
	/** Peak of heap and buffers over what the items themselves take, in bytes. */
	memory: number;
	/** What is left of it without garbage when the node has ended: its output, in bytes. */
	kept: number;
}

/** @param sizes numbers of items */
export function measureGrowth(sizes: number[]): Growth[] {
	const folder = mkdtempSync(join(tmpdir(), 'growth-'));
	try {
		return sizes.map((items) => {
			const report = join(folder, `${items}.json`);
			const jest = join(repositoryRoot(), 'node_modules/jest/bin/jest.js');
			const flags = [
				'--experimental-vm-modules',
				'--disable-warning=ExperimentalWarning',
				'--expose-gc',
				'--max-old-space-size=12000',
			];
			const run = spawnSync(
				process.execPath,
				[...flags, jest, '--config', 'bench/jest.config.cjs', '--runInBand', 'bench/growth'],
				{
					cwd: repositoryRoot(),
					env: { ...process.env, GROWTH_ITEMS: String(items), GROWTH_REPORT: report },
					encoding: 'utf8',
				},
			);
			if (run.status !== 0)
				throw new Error(
					`The growth run of ${items} items did not pass:\n${run.stdout}\n${run.stderr}`,
				);
			return JSON.parse(readFileSync(report, 'utf8')) as Growth;
		});
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
