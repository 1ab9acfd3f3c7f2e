/** A burst of Wavy's callbacks on real n8n: this pack's trigger beside n8n's own Webhook node, in the same n8n. */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';
import type { StoredWorkflow, WorkflowDocument } from '../test/n8n/client.mts';
import { pollUntil } from '../test/n8n/process.mts';
import { callPublished } from '../workflows/callbacks.mts';
import { table } from '../workflows/progress.mts';
import { openStage, owner, type Stage } from '../workflows/setup.mts';

/** Callbacks posted at a time. */
export const CALLERS = 32;

/** How the triggers of one n8n took a burst. */
export interface CallbackMeasurement {
	name: string;
	engine: 'vm' | 'legacy';
	callbacks: number;
	executions: number;
	/** Callbacks answered a second. */
	perSecond: number;
	/** Milliseconds to the answer. */
	median: number;
	percentile95: number;
	/** Share answered within the 200 ms after which Wavy sends a callback again. */
	inTime: number;
	/** Entries sent, and how many of them came out once, more often, never. */
	entries: number;
	once: number;
	repeated: number;
	lost: number;
}

interface Contestant {
	name: string;
	workflow: StoredWorkflow;
	url: string;
	node: string;
}

/** Callbacks of 1 to 24 entries; a third of them is sent a second time. */
function burst(entries: number): { bodies: string[]; ids: string[] } {
	const ids = Array.from({ length: entries }, () => randomUUID());
	const batches: string[] = [];
	for (let at = 0; at < ids.length; ) {
		const data = ids.slice(at, at + 1 + Math.floor(Math.random() * 24)).map((id) => ({
			id,
			destination: '5519900000001',
			origin: '551140000000',
			correlationId: id,
			sentStatusCode: 2,
			sentStatus: 'SENT_SUCCESS',
			sentAt: Date.now(),
		}));
		batches.push(JSON.stringify({ total: data.length, data }));
		at += data.length;
	}
	const repeats = batches.filter(() => Math.random() < 1 / 3);
	const bodies = [...batches, ...repeats]
		.map((body) => ({ body, order: Math.random() }))
		.sort((a, b) => a.order - b.order);
	return { bodies: bodies.map(({ body }) => body), ids };
}

async function publish(
	{ client, n8n }: Stage,
	name: string,
	type: string,
	path: (webhookId: string) => string,
	parameters: (webhookId: string) => object,
): Promise<Contestant> {
	const webhookId = randomUUID();
	const node = {
		id: randomUUID(),
		name: 'Trigger',
		type,
		typeVersion: type.endsWith('.webhook') ? 2 : 1,
		position: [0, 0],
		parameters: parameters(webhookId),
		webhookId,
	};
	const document = {
		name: `${name} ${webhookId}`,
		nodes: [node],
		connections: {},
		settings: { executionOrder: 'v1' },
	} as unknown as WorkflowDocument;
	const workflow = await client.saveWorkflow(document);
	await client.publish(workflow);
	const url = `${n8n.url}/webhook/${path(webhookId)}`;
	await callPublished(url, {});
	return { name, workflow, url, node: 'Trigger' };
}

async function post(
	dispatcher: Agent,
	url: string,
	body: string,
): Promise<{ status: number; ms: number }> {
	const started = performance.now();
	const { statusCode, body: answer } = await request(url, {
		method: 'POST',
		body,
		headers: { 'content-type': 'application/json' },
		dispatcher,
	});
	await answer.dump();
	return { status: statusCode, ms: performance.now() - started };
}

/** @throws Error where this pack's trigger does not put out each entry exactly once */
async function measure(
	{ client }: Stage,
	{ name, workflow, url, node }: Contestant,
	engine: 'vm' | 'legacy',
	entries: number,
): Promise<CallbackMeasurement> {
	const { bodies, ids } = burst(entries);
	const before = (await client.executions(workflow.id, { most: 10_000 })).length;
	const agent = new Agent({ connections: CALLERS, headersTimeout: 120_000 });
	const times: number[] = [];
	let next = 0;
	const started = performance.now();
	await Promise.all(
		Array.from({ length: CALLERS }, async () => {
			while (next < bodies.length) {
				const { status, ms } = await post(agent, url, bodies[next++]!);
				if (status !== 200) throw new Error(`${name} answered ${status}`);
				times.push(ms);
			}
		}),
	);
	const seconds = (performance.now() - started) / 1000;
	await agent.close();
	const executions = await pollUntil(
		'The end of the executions',
		async () => {
			const all = await client.executions(workflow.id, { most: 10_000 });
			return all.every(({ status }) => status === 'success')
				? all.slice(0, all.length - before)
				: undefined;
		},
		{ deadlineInMs: 300_000 },
	);
	const seen = new Map<string, number>();
	for (const { id } of executions) {
		for (const { json } of (await client.execution(id)).items(node)) {
			const found =
				json.id === undefined
					? ((json.body as { data: Array<{ id: string }> }).data ?? []).map((entry) => entry.id)
					: [String(json.id)];
			for (const one of found) seen.set(one, (seen.get(one) ?? 0) + 1);
		}
	}
	const once = ids.filter((id) => seen.get(id) === 1).length;
	if (
		workflow.nodes[0]!.type.endsWith('.wavyTrigger') &&
		(once !== ids.length || seen.size !== ids.length)
	)
		throw new Error(`${name} did not put out each entry exactly once`);
	times.sort((a, b) => a - b);
	const at = (share: number) => Math.round(times[Math.floor((times.length - 1) * share)]!);
	return {
		name,
		engine,
		callbacks: bodies.length,
		executions: executions.length,
		perSecond: bodies.length / seconds,
		median: at(0.5),
		percentile95: at(0.95),
		inTime: times.filter((ms) => ms <= 200).length / times.length,
		entries: ids.length,
		once,
		repeated: ids.filter((id) => (seen.get(id) ?? 0) > 1).length,
		lost: ids.filter((id) => !seen.has(id)).length,
	};
}

/** The same burst at each of three triggers, with each of n8n's expression engines. */
export async function measureCallbacks(
	entries: number,
	report: (line: string) => void,
): Promise<CallbackMeasurement[]> {
	const measurements: CallbackMeasurement[] = [];
	for (const engine of ['vm', 'legacy'] as const) {
		const stage = await openStage({ report, n8n: { expressionEngine: engine } });
		try {
			await stage.client.signIn(owner);
			const wavy = async (name: string, parameters: object) =>
				await publish(
					stage,
					name,
					'n8n-nodes-customer-activation.wavyTrigger',
					(id) => `${id}/webhook`,
					() => ({ events: ['reply', 'status'], authentication: 'none', ...parameters }),
				);
			for (const contestant of [
				await wavy('Wavy Trigger', {}),
				await wavy('Wavy Trigger, not joined', { joinCallbacks: false }),
				await publish(
					stage,
					"n8n's Webhook node",
					'n8n-nodes-base.webhook',
					(id) => id,
					(id) => ({ httpMethod: 'POST', path: id, options: {} }),
				),
			]) {
				const measurement = await measure(stage, contestant, engine, entries);
				report(
					`  ${contestant.name}, expression engine ${engine}: ` +
						`${Math.round(measurement.perSecond)} callbacks a second, ${measurement.executions} executions`,
				);
				measurements.push(measurement);
			}
		} finally {
			await stage.close();
		}
	}
	return measurements;
}

/** The figures of one expression engine, side by side. */
export function tableOfCallbacks(measurements: CallbackMeasurement[]): string {
	return table([HEADINGS, ...measurements.map(cellsOf)]);
}

export const HEADINGS = [
	'Trigger',
	'callbacks',
	'executions',
	'callbacks/s',
	'median, ms',
	'95 %, ms',
	'within 200 ms',
	'entries once',
	'repeated',
	'lost',
];

export function cellsOf({
	name,
	callbacks,
	executions,
	perSecond,
	median,
	percentile95,
	inTime,
	entries,
	once,
	repeated,
	lost,
}: CallbackMeasurement): string[] {
	const figures = [callbacks, executions, Math.round(perSecond), median, percentile95].map((n) =>
		n.toLocaleString('en-US'),
	);
	return [
		name,
		...figures,
		`${Math.round(100 * inTime)} %`,
		`${once.toLocaleString('en-US')} of ${entries.toLocaleString('en-US')}`,
		repeated.toLocaleString('en-US'),
		String(lost),
	];
}
