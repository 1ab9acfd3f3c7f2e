import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import axios from 'axios';
import { openStage, owner, type Stage } from '../../workflows/setup.mts';
import { N8nClient } from '../n8n/client.mts';
import { hasEnded } from '../n8n/execution.mts';
import { ensureN8n } from '../n8n/install.mts';
import { pollUntil } from '../n8n/process.mts';
import { startN8n, type N8nServer } from '../n8n/server.mts';
import { publishTrigger, type Published } from './wavy.mts';

const ROUNDS = 10;
const CALLERS = 20;

/** How long n8n's database is disturbed in each round: from a backup to a vacuum. */
const disturbedMs = (round: number) => 1000 + (round % 4) * 1000;

/** What happens to the database: how it begins and how it ends. */
const disturbances = {
	/** Nobody else can write meanwhile. n8n waits for a second, then gives up; which of its writes that are is chance. */
	'is locked': ['BEGIN IMMEDIATE', 'COMMIT'],
	/** No execution can be stored meanwhile, as on a full disk. */
	'takes no executions': [
		"CREATE TRIGGER no_executions BEFORE INSERT ON execution_entity BEGIN SELECT RAISE(ABORT, 'disk is full'); END",
		'DROP TRIGGER no_executions',
	],
} as const;

async function disturb(
	databaseFile: string,
	[begin, end]: readonly [string, string],
	ms: number,
): Promise<void> {
	const database = new DatabaseSync(databaseFile);
	database.exec('PRAGMA busy_timeout = 10000');
	database.exec(begin);
	await pause(ms);
	database.exec(end);
	database.close();
}

const statusEntry = (id: string) => ({
	id,
	destination: '5519900000001',
	correlationId: id,
	sentStatusCode: 2,
	sentStatus: 'SENT_SUCCESS',
	sentAt: 1_763_750_000_000,
});

/** Sends a callback until it is acknowledged, as a vendor does. @returns all HTTP statuses */
async function deliver(url: string, id: string): Promise<number[]> {
	const statuses: number[] = [];
	while (statuses.at(-1) !== 200) {
		if (statuses.length > 0) await pause(250);
		const { status } = await axios.post(
			url,
			{ total: 1, data: [statusEntry(id)] },
			{ proxy: false, validateStatus: () => true, timeout: 60_000 },
		);
		statuses.push(status);
		if (statuses.length > 60)
			throw new Error(`${id} was never acknowledged: ${statuses.join(', ')}`);
	}
	return statuses;
}

/** How often each id came out of the trigger, in executions that have ended. */
async function putOut(client: N8nClient, { workflow }: Published): Promise<Map<string, number>> {
	const executions = await pollUntil(
		'The end of the executions',
		async () => {
			const all = await client.executions(workflow.id, { most: 5000 });
			return all.every(hasEnded) ? all : undefined;
		},
		{ deadlineInMs: 120_000 },
	);
	const times = new Map<string, number>();
	for (const { id } of executions) {
		for (const { json } of (await client.execution(id)).items('Wavy Trigger'))
			times.set(String(json.id), (times.get(String(json.id)) ?? 0) + 1);
	}
	return times;
}

/** An n8n of its own, whose database is disturbed and which is restarted. */
describe('callbacks of a vendor to n8n', () => {
	let stage: Stage;
	let restarted: N8nServer | undefined;
	beforeAll(async () => {
		stage = await openStage({ tenantName: `kept-${randomUUID().slice(0, 8)}` });
		await stage.client.signIn(owner);
	});
	afterAll(async () => {
		await restarted?.stop();
		await stage.close();
	});

	let trigger: Published;
	const sent: string[] = [];

	it('may have any media type, or come by GET', async () => {
		trigger = await publishTrigger({
			client: stage.client,
			n8n: stage.n8n,
			tenant: stage.tenant,
			credentials: [],
		});
		const types = [
			'application/json',
			'text/plain',
			'text/json',
			undefined,
			'application/cloudevents+json',
			'application/x-www-form-urlencoded',
		];
		for (const type of types) {
			// fetch says no media type by itself for bytes.
			const body = new TextEncoder().encode(
				`\uFEFF${JSON.stringify({ data: [statusEntry(`as ${type}`)] })}`,
			);
			const answer = await fetch(trigger.url, {
				method: 'POST',
				headers: type ? { 'content-type': type } : {},
				body,
			});
			expect([answer.status, await answer.json()]).toEqual([200, { message: 'Received' }]);
		}
		const query = new URLSearchParams({
			id: 'sms',
			source: '5519900000001',
			shortCode: '123',
			messageText: 'STOP',
		});
		const answer = await fetch(`${trigger.url}?${query}`);
		expect([answer.status, await answer.json()]).toEqual([200, { message: 'Received' }]);
		const times = await putOut(stage.client, trigger);
		expect([...times.keys()].sort()).toEqual([...types.map((type) => `as ${type}`), 'sms'].sort());
	});

	it.each(Object.entries(disturbances))(
		'while its database %s: each is acknowledged, and in exactly one execution',
		async (name, disturbance) => {
			const ids: string[] = [];
			const statuses: number[] = [];
			for (let round = 0; round < ROUNDS; round++) {
				const together = Array.from({ length: CALLERS }, (_, n) => `${name} ${round}-${n}`);
				ids.push(...together);
				const [, ...answers] = await Promise.all([
					disturb(stage.n8n.databaseFile, disturbance, disturbedMs(round)),
					...together.map(
						async (id) => await pause(20).then(async () => await deliver(trigger.url, id)),
					),
				]);
				statuses.push(...answers.flat());
			}
			sent.push(...ids);
			const count = (code: number) => statuses.filter((status) => status === code).length;
			process.stderr.write(
				`${ids.length} callbacks, the database ${name}: ${count(200)} x 200, ${count(500)} x 500, ${count(503)} x 503\n`,
			);
			expect(count(200) + count(500) + count(503)).toBe(statuses.length);
			expect(count(200)).toBe(ids.length);
			if (name === 'takes no executions') expect(count(500)).toBeGreaterThan(ROUNDS);
			const times = await putOut(stage.client, trigger);
			expect(ids.filter((id) => times.get(id) !== 1)).toEqual([]);
		},
	);

	it('are known after a restart: none of them starts anything', async () => {
		const before = (await stage.client.executions(trigger.workflow.id, { most: 5000 })).length;
		await stage.n8n.stop();
		restarted = await startN8n({
			installation: await ensureN8n(() => {}),
			userFolder: stage.n8n.userFolder,
		});
		const client = new N8nClient(restarted.url);
		await client.signIn(owner);
		const url = trigger.url.replace(stage.n8n.url, restarted.url);
		for (let at = 0; at < sent.length; at += CALLERS) {
			const answers = await Promise.all(
				sent.slice(at, at + CALLERS).map(async (id) => await deliver(url, id)),
			);
			expect(answers).toEqual(Array(CALLERS).fill([200]));
		}
		expect((await client.executions(trigger.workflow.id, { most: 5000 })).length).toBe(before);
		// And it still takes what is new.
		expect(await deliver(url, 'new')).toEqual([200]);
		expect((await putOut(client, trigger)).get('new')).toBe(1);
	});
});
