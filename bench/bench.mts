/**
 * `npm run bench`: sends the same list to the sandbox's WAI in different ways on the real n8n, side by
 * side, and prints how their times relate. Options: `--items 1000,10000` `--latency 0,50` `--rounds 3`
 * `--all` (also the slow ways at every size) `--write` (also into docs/benchmarks.md).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeCustomersCsv } from '../sandbox/data.mts';
import type { CredentialReference } from '../test/n8n/client.mts';
import { repositoryRoot } from '../test/n8n/repository.mts';
import { table } from '../workflows/progress.mts';
import { openStage, owner, saveSandboxCredentials, type Stage } from '../workflows/setup.mts';
import { contestants, workflowOf, type Contestant } from './contestants.mts';
import { bulkBodies, postAll } from './floor.mts';
import { strainBetween } from './probe.mts';
import { writeReport } from './report.mts';

/** One way's figures at one size and latency. */
export interface Measurement {
	name: string;
	items: number;
	latencyMs: number;
	/** Median over the rounds, in milliseconds. */
	ms: number;
	/** Longest time that the event loop was held, in milliseconds; the floor runs outside n8n. */
	held?: number;
	/** Peak memory over n8n's own, in bytes. */
	memory?: number;
	/** Bytes of request bodies that WAI received. */
	bytes: number;
	requests: number;
}

export const FLOOR = 'Bare script posting the same bodies';

const { values } = parseArgs({
	options: {
		items: { type: 'string', default: '1000,10000,100000' },
		latency: { type: 'string', default: '0,50' },
		rounds: { type: 'string', default: '3' },
		all: { type: 'boolean', default: false },
		write: { type: 'boolean', default: false },
	},
});
const sizes = values.items.split(',').map(Number);
const latencies = values.latency.split(',').map(Number);
const rounds = Number(values.rounds);
const say = (line: string) => console.log(line);

const scratch = mkdtempSync(join(tmpdir(), 'bench-'));
const probeFile = join(scratch, 'probe.jsonl');

const stage = await openStage({
	report: say,
	tenantName: 'bench',
	n8n: {
		env: {
			NODE_OPTIONS: `--require ${join(repositoryRoot(), 'bench/loopProbe.cjs')} --max-old-space-size=8192`,
			BENCH_PROBE_FILE: probeFile,
			N8N_LOG_LEVEL: 'warn',
			N8N_PAYLOAD_SIZE_MAX: '512',
		},
	},
});
try {
	await stage.client.signIn(owner);
	await stage.tenant.configure({ wai: { tokenTtlSeconds: 36_000 } });
	const credentials = await saveSandboxCredentials(stage);
	const measurements: Measurement[] = [];
	for (const latencyMs of latencies) {
		for (const items of sizes) {
			await stage.tenant.configure({ latencyMs: 0 });
			const csv = join(stage.n8n.filesFolder, `${items}.csv`);
			await writeCustomersCsv(csv, { count: items });
			const bodies = bulkBodies(items);
			const inTheRun = contestants.filter(({ most = Infinity }) => values.all || items <= most);
			const found = new Map<string, Measurement[]>();
			const note = (m: Measurement) => found.set(m.name, [...(found.get(m.name) ?? []), m]);
			for (let round = 0; round < rounds; round++) {
				await stage.tenant.configure({ latencyMs });
				note(await floor(stage, bodies, items, latencyMs));
				for (const contestant of inTheRun) {
					// The slow ways differ from the others by far more than from themselves.
					if (contestant.most && round > 0) continue;
					note(await run(stage, contestant, credentials, csv, items, latencyMs));
				}
			}
			const medians = [...found.values()].map(median);
			measurements.push(...medians);
			say(`\n${items.toLocaleString('en-US')} contacts, ${latencyMs} ms of latency\n${tableOf(medians)}\n`);
		}
	}
	if (values.write) {
		writeReport(measurements, { cpu: `${cpus().length} × ${cpus()[0]?.model}`, memoryGiB: Math.round(totalmem() / 2 ** 30), rounds });
		say('Written to docs/benchmarks.md');
	}
} finally {
	await stage.close();
	rmSync(scratch, { recursive: true, force: true });
}

/** The ways side by side, as multiples of this pack with mapped fields and of the floor. */
export function tableOf(medians: Measurement[]): string {
	const pack = medians.find(({ name }) => name === contestants[0]!.name);
	const bare = medians.find(({ name }) => name === FLOOR);
	const times = (ms: number, of: Measurement | undefined) => (of ? `${(ms / of.ms).toFixed(2)}` : '');
	return table([
		['Way', '× this pack', '× floor', 'ms', 'requests', 'MB sent', 'loop held, ms', 'memory, MB'],
		...medians.map((m) => [
			m.name,
			times(m.ms, pack),
			times(m.ms, bare),
			Math.round(m.ms).toLocaleString('en-US'),
			m.requests.toLocaleString('en-US'),
			(m.bytes / 1e6).toFixed(2),
			m.held === undefined ? '' : String(m.held),
			m.memory === undefined ? '' : String(Math.round(m.memory / 1e6)),
		]),
	]);
}

function median(runs: Measurement[]): Measurement {
	const sorted = [...runs].sort((a, b) => a.ms - b.ms);
	const middle = sorted[Math.floor(sorted.length / 2)]!;
	return { ...middle, held: worst(runs.map(({ held }) => held)), memory: worst(runs.map(({ memory }) => memory)) };
}

function worst(figures: Array<number | undefined>): number | undefined {
	return figures.includes(undefined) ? undefined : Math.max(...(figures as number[]));
}

async function received({ tenant }: Stage, items: number, send: () => Promise<void>): Promise<{ requests: number; bytes: number }> {
	const before = (await tenant.requests()).length;
	await send();
	const rows = (await tenant.requests()).slice(before).filter(({ endpoint, status }) => endpoint.startsWith('wai.contact') && status === 200);
	const contacts = rows.reduce((sum, { items: n }) => sum + n, 0);
	if (contacts !== items) throw new Error(`WAI received ${contacts} contacts instead of ${items}`);
	return { requests: rows.length, bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0) };
}

async function floor(on: Stage, bodies: Buffer[], items: number, latencyMs: number): Promise<Measurement> {
	let ms = 0;
	const sent = await received(on, items, async () => {
		ms = await postAll(on.tenant.access('wai'), bodies);
	});
	return { name: FLOOR, items, latencyMs, ms, ...sent };
}

async function run(on: Stage, contestant: Contestant, credentials: CredentialReference[], csv: string, items: number, latencyMs: number): Promise<Measurement> {
	const { baseUrl } = on.tenant.access('wai');
	const workflow = await on.client.saveWorkflow(workflowOf(contestant, baseUrl, csv), credentials);
	let ms = 0;
	let strain = { longestHeld: 0, memory: 0 };
	const sent = await received(on, items, async () => {
		const execution = await on.client.run(workflow, 'Start', { deadlineInMs: 1_800_000 });
		if (execution.status !== 'success') throw new Error(`${contestant.name}: ${execution.failure?.message ?? execution.status}`);
		ms = contestant.nodes.reduce((sum, node) => sum + execution.duration(node), 0);
		const began = execution.startedAt(contestant.nodes[0]!);
		strain = strainBetween(probeFile, began, began + ms);
	});
	await on.client.archive(workflow);
	say(`  ${contestant.name}: ${Math.round(ms).toLocaleString('en-US')} ms`);
	return { name: contestant.name, items, latencyMs, ms, held: strain.longestHeld, memory: strain.memory, ...sent };
}
