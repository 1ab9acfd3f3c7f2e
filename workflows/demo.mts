/**
 * `npm run demo`: everything for real on this machine, and nothing left behind. Installs n8n (once), builds and packs
 * this pack, installs it into a fresh n8n as n8n does, runs the example workflows against the sandbox and compares
 * what the sandbox received with what was to be sent. Ends with 0 only when all of it is right.
 */
import { cleanUpOnSignals, makeCleanup } from './cleanup.mts';
import { journeys, type Figures } from './journeys.mts';
import { step, table } from './progress.mts';
import { runJourney } from './runJourney.mts';
import { openStage, owner, saveSandboxCredentials } from './setup.mts';
import { Mismatch } from './verify.mts';

const report = (line: string) => console.log(line);
const cleanup = makeCleanup();
const interrupted = cleanUpOnSignals(cleanup);

try {
	const stage = await openStage({ report, cleanup });
	await stage.client.signIn(owner);
	const credentials = await saveSandboxCredentials(stage);
	const done: Figures[] = [];
	for (const journey of journeys) {
		const far = async () => (await journey.progress?.(stage.tenant)) ?? '';
		done.push(
			await step(
				report,
				`Running "${journey.name}" in n8n`,
				async () => await runJourney(journey, stage, credentials),
				far,
			),
		);
	}
	console.log(summary(done));
} catch (error) {
	const what =
		error instanceof Mismatch
			? 'The demo ran, but its result is not right'
			: 'The demo could not be run';
	if (!interrupted()) console.error(`\n${what}. ${(error as Error).message}`);
	process.exitCode = 1;
} finally {
	await cleanup.run();
}

function summary(done: Figures[]): string {
	const figure = (value: number) => value.toLocaleString('en');
	const rows = done.map(({ name, items, requests, accepted, rejected, seconds }) => [
		name,
		figure(items),
		figure(requests),
		figure(accepted),
		figure(rejected),
		`${seconds.toFixed(1)} s`,
	]);
	return `
${table([['Workflow', 'Items', 'Requests', 'Accepted', 'Rejected', 'Time'], ...rows])}

The sandbox has received exactly what the workflows sent: every entry once, none lost.
Items are counted at each node of this pack that they pass.
Time is a whole execution in n8n, reading and storing included.

Next: "npm start" opens the editor with these workflows and the sandbox's page.`;
}
