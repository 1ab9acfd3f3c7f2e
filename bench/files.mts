/**
 * `npm run bench:files`: sends a list from a file to the sandbox's WAI on the real n8n with its default settings,
 * as the rows of the file and as items, and prints what people wait for: the whole execution, and that of others.
 * Beside it a bare script parses the same file and posts the same bodies. Options: `--rows 1000000` (rows of the
 * file; by a script and by the node), `--items 100000` (the same list as items and as rows; 0 for none).
 */
import axios from 'axios';
import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Papa } from '../engine/files/libraries.ts';
import { writeCustomersCsv } from '../sandbox/data.mts';
import type { CredentialReference, WorkflowDocument } from '../test/n8n/client.mts';
import { repositoryRoot } from '../test/n8n/repository.mts';
import { readingFile } from '../workflows/customerList.mts';
import { table } from '../workflows/progress.mts';
import { openStage, owner, saveSandboxCredentials, type Stage } from '../workflows/setup.mts';
import { FIELDS } from './contestants.mts';
import { postAll } from './floor.mts';
import { strainBetween } from './probe.mts';

const { values } = parseArgs({
	options: {
		rows: { type: 'string', default: '1000000' },
		items: { type: 'string', default: '100000' },
	},
});
const say = (line: string) => console.log(line);
const scratch = mkdtempSync(join(tmpdir(), 'bench-files-'));
const probeFile = join(scratch, 'probe.jsonl');

/** What a list took. */
interface Taken {
	way: string;
	rows: number;
	/** Of the node, in milliseconds; undefined where n8n hands out no data of an execution as large as that. */
	nodeMs?: number;
	/** From the click until n8n shows the execution as ended, in milliseconds. */
	wholeMs: number;
	/** Longest time that n8n let somebody else wait, and that its event loop was held while the node ran. */
	othersMs?: number;
	heldMs?: number;
	/** Over n8n's own, and added to its database, in bytes. */
	memory?: number;
	database?: number;
}

const stage = await openStage({
	report: say,
	tenantName: 'files',
	n8n: {
		env: {
			NODE_OPTIONS: `--require ${join(repositoryRoot(), 'bench/loopProbe.cjs')}`,
			BENCH_PROBE_FILE: probeFile,
			N8N_PAYLOAD_SIZE_MAX: '512',
		},
	},
});
try {
	await stage.client.signIn(owner);
	await stage.tenant.configure({ wai: { tokenTtlSeconds: 36_000 } });
	const credentials = await saveSandboxCredentials(stage);
	const [byRows, byItems] = [
		'wai-million-customers-from-file.json',
		'wai-csv-10000-contacts.json',
	].map(
		(file) =>
			JSON.parse(
				readFileSync(join(repositoryRoot(), 'workflows', file), 'utf8'),
			) as WorkflowDocument,
	) as [WorkflowDocument, WorkflowDocument];
	const rows = { document: byRows, sender: 'Send the rows to WAI', way: 'Rows of a file' };
	const items = { document: byItems, sender: 'Send contacts to WAI', way: 'Items' };
	const taken: Taken[] = [];
	// The first run of a process is none to compare: V8 has compiled little, and n8n's HTTP library is set up.
	await run(stage, rows, credentials, 1000);
	if (Number(values.items) > 0) {
		for (const one of [rows, items])
			taken.push(await run(stage, one, credentials, Number(values.items)));
	}
	taken.push(await run(stage, rows, credentials, Number(values.rows)));
	taken.push(await bare(stage, Number(values.rows)));
	say(
		table([
			[
				'Way',
				'rows',
				'node, s',
				'execution, s',
				'others wait, ms',
				'loop held, ms',
				'memory, MB',
				'database, MB',
			],
			...taken.map((one) => [
				one.way,
				one.rows.toLocaleString('en-US'),
				one.nodeMs === undefined ? '' : (one.nodeMs / 1000).toFixed(1),
				(one.wholeMs / 1000).toFixed(1),
				...[one.othersMs, one.heldMs].map((ms) =>
					ms === undefined ? '' : Math.round(ms).toString(),
				),
				...[one.memory, one.database].map((bytes) =>
					bytes === undefined ? '' : (bytes / 1e6).toFixed(1),
				),
			]),
		]),
	);
} finally {
	await stage.close();
	rmSync(scratch, { recursive: true, force: true });
}

async function fileOf(on: Stage, count: number): Promise<string> {
	const file = join(on.n8n.filesFolder, `${count}.csv`);
	await writeCustomersCsv(file, { count });
	return file;
}

/** Sends the list on n8n, and holds that each row has arrived. */
async function run(
	on: Stage,
	{ document, sender, way }: { document: WorkflowDocument; sender: string; way: string },
	credentials: CredentialReference[],
	count: number,
): Promise<Taken> {
	const written = await writesOf(on);
	const workflow = await on.client.saveWorkflow(
		readingFile(document, await fileOf(on, count)),
		credentials,
	);
	const database = sizeOf(on.n8n.databaseFile);
	const others = watchOthers(on.n8n.url);
	const startedAt = Date.now();
	const execution = await on.client.run(workflow, 'When you press Execute workflow', {
		deadlineInMs: 3_600_000,
		everyMs: 500,
	});
	const wholeMs = Date.now() - startedAt;
	const othersMs = await others.end();
	if (execution.status !== 'success')
		throw new Error(`${way}: ${execution.failure?.message ?? execution.status}`);
	const arrived = (await writesOf(on)) - written;
	if (arrived !== count)
		throw new Error(`${way}: WAI received ${arrived} contacts instead of ${count}`);
	// The probe writes down what it has noted a few times a second.
	await setTimeout(500);
	const isKnown = execution.nodes.includes(sender);
	const [from, nodeMs] = [execution.startedAt(sender), execution.duration(sender)];
	const strain = isKnown ? strainBetween(probeFile, from, from + nodeMs) : undefined;
	say(
		`  ${way}, ${count.toLocaleString('en-US')}: ${Math.round(wholeMs).toLocaleString('en-US')} ms`,
	);
	return {
		way,
		rows: count,
		nodeMs: isKnown ? nodeMs : undefined,
		wholeMs,
		othersMs,
		heldMs: strain?.longestHeld,
		memory: strain?.memory,
		database: sizeOf(on.n8n.databaseFile) - database,
	};
}

async function writesOf({ tenant }: Stage): Promise<number> {
	return (await tenant.summary()).wai.contactWrites;
}

/** With what SQLite has not yet moved into it. */
function sizeOf(database: string): number {
	const sizes = ['', '-wal'].map(
		(ending) => statSync(`${database}${ending}`, { throwIfNoEntry: false })?.size ?? 0,
	);
	return sizes.reduce((sum, size) => sum + size, 0);
}

/** Asks n8n for something else all the while; `end` tells the longest time that it took to answer. */
function watchOthers(url: string): { end(): Promise<number> } {
	let longest = 0;
	let isOver = false;
	const asking = (async () => {
		while (!isOver) {
			const asked = performance.now();
			await axios.get(`${url}/healthz`).catch(() => undefined);
			longest = Math.max(longest, performance.now() - asked);
			await setTimeout(20);
		}
	})();
	return {
		async end() {
			isOver = true;
			await asking;
			return longest;
		},
	};
}

/** Parses the file with the library that the pack brings along, and posts the bodies that it sends. */
async function bare(on: Stage, count: number): Promise<Taken> {
	const file = await fileOf(on, count);
	const startedAt = Date.now();
	await postAll(on.tenant.access('wai'), bodiesOf(file));
	const ms = Date.now() - startedAt;
	return { way: 'Bare script: parse and post', rows: count, nodeMs: ms, wholeMs: ms };
}

async function* bodiesOf(file: string): AsyncGenerator<Buffer> {
	const parsed = createReadStream(file).pipe(Papa.parse(Papa.NODE_STREAM_INPUT, { header: true }));
	let members: string[] = [];
	const pick = (row: Record<string, string>, fields: readonly string[]) =>
		Object.fromEntries(fields.map((field) => [field, row[field]]));
	for await (const row of parsed as AsyncIterable<Record<string, string>>) {
		const document = { personal: pick(row, FIELDS.personal), general: pick(row, FIELDS.general) };
		members.push(`${JSON.stringify(row.id)}:${JSON.stringify(document)}`);
		if (members.length < 500) continue;
		yield Buffer.from(`{${members.join(',')}}`);
		members = [];
	}
	if (members.length > 0) yield Buffer.from(`{${members.join(',')}}`);
}
