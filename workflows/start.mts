/**
 * `npm start`: n8n's editor with this pack and the example workflows in it, and the sandbox's page beside it, until
 * Ctrl-C. n8n's data stays in `.data/`, so that what a user makes or changes there is there again the next time.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { tryFileLock } from '../test/n8n/lock.mts';
import { repositoryRoot } from '../test/n8n/repository.mts';
import { cleanUpOnSignals, makeCleanup } from './cleanup.mts';
import { step } from './progress.mts';
import { provideExamples, type CalledExample } from './provide.mts';
import { openStage, owner, type Stage } from './setup.mts';

/** The same addresses each time, as long as they are free, so that bookmarks and saved credentials stay valid. */
const ports = { editor: 5678, sandbox: 5680 };

const report = (line: string) => console.log(line);
const cleanup = makeCleanup();
const interrupted = cleanUpOnSignals(cleanup);

const dataFolder = join(repositoryRoot(), '.data');
await mkdir(dataFolder, { recursive: true });
const release = tryFileLock(join(dataFolder, 'start.lock'));
if (!release) {
	console.error('It is running already, from another terminal. Stop it there with Ctrl-C first.');
	process.exit(1);
}
cleanup.add(async () => release());

try {
	const stage = await openStage({
		report,
		cleanup,
		ports,
		userFolder: join(dataFolder, 'n8n'),
		n8n: { network: 'open' },
	});
	const called = await provide(stage);
	console.log(`
Editor   ${stage.n8n.url}   sign in as ${owner.email}, password ${owner.password}
Sandbox  ${stage.sandbox.url}   shows what each vendor receives, and the phone

${tellCalls(called)}

Open a workflow, press "Execute workflow", and watch the sandbox's page.
Your changes are kept in .data/. Ctrl-C stops both.`);
} catch (error) {
	if (!interrupted()) {
		console.error(`\nIt could not be started. ${(error as Error).message}`);
		await cleanup.run();
		process.exit(1);
	}
}

/** Says which examples the vendors call. */
function tellCalls(called: CalledExample[]): string {
	if (called.length === 0)
		return 'No vendor calls n8n back: none of the examples with a trigger is published.';
	return [
		'The sandbox’s vendors call these published examples back, each the first one that has its trigger:',
		...called.map(({ vendor, workflow }) => `  ${vendor.padEnd(9)} → "${workflow}"`),
		'To have another one called, unpublish the first, publish the other, and start again.',
	].join('\n');
}

/** Examples are only provided with the account made here; whoever changed it keeps n8n entirely as it is. */
async function provide(stage: Stage): Promise<CalledExample[]> {
	try {
		await stage.client.signIn(owner);
	} catch (error) {
		console.log(`Examples are left as they are: ${(error as Error).message}`);
		return [];
	}
	return await step(
		report,
		'Providing credentials and example workflows',
		async () => await provideExamples(stage, join(dataFolder, 'provided.json'), report),
	);
}
