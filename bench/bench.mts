/**
 * `npm run bench`: sends the same list to the sandbox's WAI in different ways on the real n8n, side by
 * side, and prints how their times relate; then how the node's time grows, and how triggers take a burst
 * of callbacks. Options: `--items 1000,10000` `--latency 0,50` `--rounds 5` `--growth 10000,1000000` (0 for none)
 * `--callbacks 5000` (entries; 0 for none) `--all` (also the slow ways at every size) `--quick` (neither the slow
 * ways nor memory) `--write` (also into docs/benchmarks.md).
 */
import lodash from 'lodash';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { writeCustomersCsv } from '../sandbox/data.mts';
import type { CredentialReference } from '../test/n8n/client.mts';
import { ensureN8n } from '../test/n8n/install.mts';
import { repositoryRoot } from '../test/n8n/repository.mts';
import { openStage, owner, saveSandboxCredentials, type Stage } from '../workflows/setup.mts';
import { measureCallbacks, tableOfCallbacks } from './callbacks.mts';
import { contestants, workflowOf, type Contestant } from './contestants.mts';
import { bulkBodies, postAll } from './floor.mts';
import { measureGrowth } from './growth.mts';
import { FLOOR, median, tableOf, type Measurement } from './measurement.mts';
import { strainBetween } from './probe.mts';
import { writeReport } from './report.mts';

const { values } = parseArgs({
	options: {
		items: { type: 'string', default: '1000,10000,100000' },
		latency: { type: 'string', default: '0,50' },
		rounds: { type: 'string', default: '5' },
		growth: { type: 'string', default: '10000,100000,1000000' },
		callbacks: { type: 'string', default: '5000' },
		all: { type: 'boolean', default: false },
		quick: { type: 'boolean', default: false },
		write: { type: 'boolean', default: false },
	},
});
const sizes = values.items.split(',').map(Number);
const latencies = values.latency.split(',').map(Number);
const rounds = Number(values.rounds);
const growthSizes = values.growth
	.split(',')
	.map(Number)
	.filter((size) => size > 0);
const entries = Number(values.callbacks);
const say = (line: string) => console.log(line);
if (values.write && (growthSizes.length === 0 || entries === 0))
	throw new Error(
		'--write writes the whole page, and so goes with neither --growth 0 nor --callbacks 0',
	);

/** Rounds that are not counted: in the first ones V8 has not compiled yet what runs often. */
const WARM_UP = 2;

const scratch = mkdtempSync(join(tmpdir(), 'bench-'));
const probeFile = join(scratch, 'probe.jsonl');

const stage = await openStage({
	report: say,
	tenantName: 'bench',
	n8n: {
		env: {
			NODE_OPTIONS: `--require ${join(repositoryRoot(), 'bench/loopProbe.cjs')} --expose-gc --max-old-space-size=8192`,
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
			const inTheRun = contestants.filter(
				({ most = Infinity }) => values.all || (values.quick ? most === Infinity : items <= most),
			);
			const found = new Map<string, Measurement[]>();
			const memoryOf = new Map<string, number | undefined>();
			const note = (m: Measurement) => found.set(m.name, [...(found.get(m.name) ?? []), m]);
			await stage.tenant.configure({ latencyMs });
			for (let round = -WARM_UP; round < rounds; round++) {
				const measured = [await floor(stage, bodies, items, latencyMs)];
				for (const contestant of inTheRun) {
					// The slow ways differ from the others by far more than from themselves: once is enough, for memory as well.
					if (!contestant.most)
						measured.push(await run(stage, contestant, credentials, csv, items, latencyMs));
				}
				if (round >= 0) measured.forEach(note);
			}
			writeFileSync(`${probeFile}.collect`, '');
			for (const contestant of values.quick ? [] : inTheRun) {
				const { memory, ...times } = await run(
					stage,
					contestant,
					credentials,
					csv,
					items,
					latencyMs,
				);
				if (contestant.most) note(times);
				memoryOf.set(contestant.name, memory);
			}
			rmSync(`${probeFile}.collect`);
			const medians = [...found.values()].map((runs) => ({
				...median(runs),
				memory: memoryOf.get(runs[0]!.name),
			}));
			measurements.push(...medians);
			say(
				`\n${items.toLocaleString('en-US')} contacts, ${latencyMs} ms of latency\n${tableOf(medians)}\n`,
			);
		}
	}
	await stage.close();
	if (growthSizes.length > 0) say('Growth on n8n-core …');
	const growth = measureGrowth(growthSizes);
	for (const { items, ms, longestHeld, firstHeld, memory, kept } of growth) {
		say(
			`  ${items.toLocaleString('en-US')} items: ${((ms * 1000) / items).toFixed(1)} µs and ` +
				`${Math.round(memory / items)} bytes an item at the peak (${Math.round(kept / items)} ` +
				`kept), loop held ${Math.round(longestHeld)} ms at most (${Math.round(firstHeld)} ms in ` +
				'the first run of the process)',
		);
	}
	const callbacks = entries > 0 ? await measureCallbacks(entries, say) : [];
	for (const group of Object.values(lodash.groupBy(callbacks, ({ engine }) => engine))) {
		say(`\nExpression engine ${group[0]!.engine}\n${tableOfCallbacks(group)}`);
	}
	if (values.write) {
		const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB`;
		writeReport(
			{ measurements, growth, callbacks },
			{ machine, n8n: (await ensureN8n(say)).version, rounds, warmUp: WARM_UP },
		);
		say('Written to docs/benchmarks.md');
	}
} finally {
	await stage.close();
	rmSync(scratch, { recursive: true, force: true });
}

async function received(
	{ tenant }: Stage,
	items: number,
	send: () => Promise<void>,
): Promise<{ requests: number; bytes: number }> {
	const before = (await tenant.requests()).length;
	await send();
	const rows = (await tenant.requests())
		.slice(before)
		.filter(({ endpoint, status }) => endpoint.startsWith('wai.contact') && status === 200);
	const contacts = rows.reduce((sum, { items: n }) => sum + n, 0);
	if (contacts !== items) throw new Error(`WAI received ${contacts} contacts instead of ${items}`);
	return { requests: rows.length, bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0) };
}

async function floor(
	on: Stage,
	bodies: Buffer[],
	items: number,
	latencyMs: number,
): Promise<Measurement> {
	let ms = 0;
	const sent = await received(on, items, async () => {
		ms = await postAll(on.tenant.access('wai'), bodies);
	});
	return { name: FLOOR, items, latencyMs, ms, ...sent };
}

async function run(
	on: Stage,
	contestant: Contestant,
	credentials: CredentialReference[],
	csv: string,
	items: number,
	latencyMs: number,
): Promise<Measurement> {
	const { baseUrl } = on.tenant.access('wai');
	const workflow = await on.client.saveWorkflow(workflowOf(contestant, baseUrl, csv), credentials);
	let ms = 0;
	let strain = { longestHeld: 0, memory: 0 };
	const sent = await received(on, items, async () => {
		// Asking often would be part of what is measured.
		const execution = await on.client.run(workflow, 'Start', {
			deadlineInMs: 1_800_000,
			everyMs: 1000,
		});
		if (execution.status !== 'success')
			throw new Error(`${contestant.name}: ${execution.failure?.message ?? execution.status}`);
		ms = contestant.nodes.reduce((sum, node) => sum + execution.duration(node), 0);
		const began = execution.startedAt(contestant.nodes[0]!);
		// The probe writes down what it has noted a few times a second.
		await setTimeout(500);
		strain = strainBetween(probeFile, began, began + ms);
	});
	await on.client.archive(workflow);
	say(`  ${contestant.name}: ${Math.round(ms).toLocaleString('en-US')} ms`);
	return {
		name: contestant.name,
		items,
		latencyMs,
		ms,
		held: strain.longestHeld,
		memory: strain.memory,
		...sent,
	};
}
