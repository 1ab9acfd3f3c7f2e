/**
 * `npm run test:versions -- 2.20.12 2.41.1`: the packed package in each of these versions of n8n, installed once a
 * machine. Without versions, in the oldest that is supported, one between, and the one that the other tests
 * run. Ends with 0 only
 * when every check has passed on each.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureN8n, ensureN8nVersion } from '../n8n/install.mts';
import { repositoryRoot } from '../n8n/repository.mts';
import { cleanUpOnSignals, makeCleanup } from '../../workflows/cleanup.mts';
import { step, table } from '../../workflows/progress.mts';
import { openStage, owner, saveSandboxCredentials } from '../../workflows/setup.mts';
import { checks } from './checks.mts';

const report = (line: string) => console.log(line);

interface Manifest {
	dependencies: { n8n: string };
}

const { n8n: tested } = (
	JSON.parse(await readFile(join(repositoryRoot(), 'test/n8n/package.json'), 'utf8')) as Manifest
).dependencies;
const OLDER = ['2.20.12', '2.34.6'];
const cleanup = makeCleanup();
cleanUpOnSignals(cleanup);

/** @returns what went wrong, by the check's name; undefined for what passed */
async function results(version: string): Promise<Map<string, string | undefined>> {
	const done = new Map<string, string | undefined>();
	try {
		const install =
			version === tested ? ensureN8n : async () => await ensureN8nVersion(version, report);
		const stage = await openStage({ report, cleanup, install, tenantName: 'versions' });
		await stage.client.signIn(owner);
		const credentials = await saveSandboxCredentials(stage);
		for (const { name, run } of checks) {
			const result = await step(
				report,
				name,
				async () =>
					await run({ ...stage, credentials }).then(
						() => undefined,
						(error: Error) => error.message,
					),
			);
			if (result !== undefined) report(`  did not pass: ${result}`);
			done.set(name, result);
		}
	} catch (error) {
		done.set('n8n starts with the pack', (error as Error).message);
	} finally {
		await cleanup.run();
	}
	return done;
}

const versions = process.argv.slice(2);
const rows: string[][] = [];
for (const version of versions.length > 0 ? versions : [...OLDER, tested]) {
	report(`\nn8n ${version}`);
	const done = [...(await results(version))];
	const failed = done.filter(([, result]) => result !== undefined);
	if (failed.length > 0) process.exitCode = 1;
	rows.push([
		version,
		`${done.length - failed.length} of ${done.length}`,
		failed.map(([name]) => name).join('; '),
	]);
}
console.log(`\n${table([['n8n', 'Passed', 'Failed'], ...rows])}`);
