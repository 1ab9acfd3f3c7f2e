/**
 * A burst of Wavy's callbacks on real n8n: this pack's trigger beside n8n's own Webhook node, in the
 * same n8n, with both expression engines. Prints a table; no figure is asserted but that each entry
 * comes out exactly once.
 *
 * node bench/callbacks.mts [--entries 5000] [--callers 32] [--engines vm,legacy]
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Agent, request } from 'undici';
import type { StoredWorkflow, WorkflowDocument } from '../test/n8n/client.mts';
import { pollUntil } from '../test/n8n/process.mts';
import { callPublished } from '../workflows/callbacks.mts';
import { openStage, owner, type Stage } from '../workflows/setup.mts';

const { values } = parseArgs({
	options: {
		entries: { type: 'string', default: '5000' },
		callers: { type: 'string', default: '32' },
		engines: { type: 'string', default: 'vm,legacy' },
	},
});
const callers = Number(values.callers);
const agent = new Agent({ connections: callers, headersTimeout: 120_000 });

interface Contestant {
	name: string;
	workflow: StoredWorkflow;
	url: string;
	node: string;
}

/** Callbacks of 1 to 24 entries; a third of them is sent a second time. */
function burst(): { bodies: string[]; ids: string[] } {
	const ids = Array.from({ length: Number(values.entries) }, () => randomUUID());
	const batches: string[] = [];
	for (let at = 0; at < ids.length; ) {
		const data = ids.slice(at, at + 1 + Math.floor(Math.random() * 24)).map((id) => ({
			id, destination: '5519900000001', origin: '551140000000', correlationId: id, sentStatusCode: 2, sentStatus: 'SENT_SUCCESS', sentAt: Date.now(),
		}));
		batches.push(JSON.stringify({ total: data.length, data }));
		at += data.length;
	}
	const repeats = batches.filter(() => Math.random() < 1 / 3);
	const bodies = [...batches, ...repeats].map((body) => ({ body, order: Math.random() })).sort((a, b) => a.order - b.order);
	return { bodies: bodies.map(({ body }) => body), ids };
}

async function publish({ client, n8n }: Stage, name: string, type: string, path: (webhookId: string) => string, parameters: (webhookId: string) => object): Promise<Contestant> {
	const webhookId = randomUUID();
	const node = { id: randomUUID(), name: 'Trigger', type, typeVersion: type.endsWith('.webhook') ? 2 : 1, position: [0, 0], parameters: parameters(webhookId), webhookId };
	const document = { name: `${name} ${webhookId}`, nodes: [node], connections: {}, settings: { executionOrder: 'v1' } } as unknown as WorkflowDocument;
	const workflow = await client.saveWorkflow(document);
	await client.publish(workflow);
	const url = `${n8n.url}/webhook/${path(webhookId)}`;
	await callPublished(url, {});
	return { name, workflow, url, node: 'Trigger' };
}

async function post(url: string, body: string): Promise<{ status: number; ms: number }> {
	const started = performance.now();
	const { statusCode, body: answer } = await request(url, { method: 'POST', body, headers: { 'content-type': 'application/json' }, dispatcher: agent });
	await answer.dump();
	return { status: statusCode, ms: performance.now() - started };
}

async function measure({ client }: Stage, { name, workflow, url, node }: Contestant): Promise<void> {
	const { bodies, ids } = burst();
	const before = (await client.executions(workflow.id, { most: 10_000 })).length;
	const times: number[] = [];
	let next = 0;
	const started = performance.now();
	await Promise.all(Array.from({ length: callers }, async () => {
		while (next < bodies.length) {
			const { status, ms } = await post(url, bodies[next++]!);
			if (status !== 200) throw new Error(`${name} answered ${status}`);
			times.push(ms);
		}
	}));
	const seconds = (performance.now() - started) / 1000;
	const executions = await pollUntil('The end of the executions', async () => {
		const all = await client.executions(workflow.id, { most: 10_000 });
		return all.every(({ status }) => status === 'success') ? all.slice(0, all.length - before) : undefined;
	}, { deadlineInMs: 300_000 });
	const seen = new Map<string, number>();
	for (const { id } of executions) {
		for (const { json } of (await client.execution(id)).items(node)) {
			const found = json.id === undefined ? ((json.body as { data: Array<{ id: string }> }).data ?? []).map((entry) => entry.id) : [String(json.id)];
			for (const one of found) seen.set(one, (seen.get(one) ?? 0) + 1);
		}
	}
	times.sort((a, b) => a - b);
	const at = (share: number) => Math.round(times[Math.floor((times.length - 1) * share)]!);
	const once = ids.filter((id) => seen.get(id) === 1).length;
	const cells = [
		name, bodies.length, executions.length, (bodies.length / seconds).toFixed(0), at(0.5), at(0.95),
		`${Math.round((100 * times.filter((ms) => ms <= 200).length) / times.length)} %`, `${once} of ${ids.length}`, `${ids.filter((id) => (seen.get(id) ?? 0) > 1).length}`, ids.filter((id) => !seen.has(id)).length,
	];
	console.log(`| ${cells.join(' | ')} |`);
	if (workflow.nodes[0]!.type.endsWith('.wavyTrigger') && (once !== ids.length || seen.size !== ids.length)) throw new Error(`${name} did not put out each entry exactly once`);
}

for (const expressionEngine of values.engines.split(',') as Array<'vm' | 'legacy'>) {
	const stage = await openStage({ n8n: { expressionEngine } });
	try {
		await stage.client.signIn(owner);
		const ours = await publish(stage, 'Wavy Trigger', 'n8n-nodes-customer-activation.wavyTrigger', (id) => `${id}/webhook`, () => ({ events: ['reply', 'status'] }));
		const apart = await publish(stage, 'Wavy Trigger, not joined', 'n8n-nodes-customer-activation.wavyTrigger', (id) => `${id}/webhook`, () => ({ events: ['reply', 'status'], joinCallbacks: false }));
		const theirs = await publish(stage, "n8n's Webhook node", 'n8n-nodes-base.webhook', (id) => id, (id) => ({ httpMethod: 'POST', path: id, options: {} }));
		console.log(`\nExpression engine ${expressionEngine}, ${values.entries} entries, ${callers} callers\n`);
		console.log('| | callbacks | executions | callbacks/s | median ms | 95 % ms | within 200 ms | entries once | entries twice or more | entries lost |');
		console.log('|---|---|---|---|---|---|---|---|---|---|');
		for (const contestant of [ours, apart, theirs]) await measure(stage, contestant);
	} finally {
		await stage.close();
	}
}
await agent.close();
