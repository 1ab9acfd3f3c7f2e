import axios from 'axios';
import { Agent } from 'node:http';
import { publishForVendor, type PublishedTrigger } from '../../workflows/callbacks.mts';
import type { WorkflowDocument } from '../n8n/client.mts';
import { pollUntil } from '../n8n/process.mts';
import { airEvent, movement, transactionOp, W } from '../eagleEye/events.mts';
import { enterStage, type TestStage } from './stage.mts';

/** Of them a fifth are repeats. */
const EVENTS = Number(process.env.EAGLE_EYE_EVENTS ?? 2000);
const CALLERS = 16;

/** The trigger alone. */
const document: WorkflowDocument = {
	name: 'E2E: Eagle Eye events',
	nodes: [
		{
			id: 'trigger',
			name: 'Outbound event',
			type: 'n8n-nodes-customer-activation.eagleEyeTrigger',
			typeVersion: 1,
			position: [0, 0],
			webhookId: '5c3c1b1e-6a0b-4d6e-8b0f-0d6c52c1a7f4',
			parameters: {
				useCases: ['rewardIssued'],
				customEvents: '',
				identityType: 'CUSTOMER_ID',
				options: {},
			},
			credentials: { eagleEyeWebhookApi: { id: null, name: 'Eagle Eye events' } },
		},
	],
	connections: {},
	settings: { executionOrder: 'v1' },
};

describe('the Eagle Eye credentials in the real n8n', () => {
	let stage: TestStage;
	beforeAll(async () => (stage = await enterStage()));

	it.each(['eagleEyeAirApi', 'eagleEyeConnectApi', 'eagleEyeWebhookApi'])(
		'%s is accepted when it is right',
		async (type) => {
			expect(
				await stage.client.testCredential(stage.credentials.find((one) => one.type === type)!),
			).toMatchObject({ status: 'OK' });
		},
	);

	it('a wrong secret and a wrong token are told in plain words', async () => {
		const { baseUrl, clientId, connectorPath } = stage.tenant.access('eagleEye');
		const air = await stage.client.saveCredential({
			name: 'Wrong secret',
			type: 'eagleEyeAirApi',
			data: {
				clientId,
				clientSecret: 'wrong-secret',
				walletUrl: baseUrl,
				resourcesUrl: baseUrl,
				posUrl: baseUrl,
			},
		});
		expect(await stage.client.testCredential(air)).toEqual({
			status: 'Error',
			message: 'AIR did not accept the client ID and the secret',
		});
		const connect = await stage.client.saveCredential({
			name: 'Wrong token',
			type: 'eagleEyeConnectApi',
			data: { connectorUrl: `${baseUrl}${connectorPath}`, authToken: 'wrong-token' },
		});
		expect(await stage.client.testCredential(connect)).toMatchObject({
			status: 'Error',
			message: expect.not.stringMatching('wrong-token'),
		});
	});
});

describe('a burst of events on the real n8n', () => {
	let stage: TestStage;
	let trigger: PublishedTrigger;
	const agent = new Agent({ keepAlive: true, maxSockets: CALLERS });
	const post = async (event: object, header: string) =>
		await axios.post(trigger.url, event, {
			proxy: false,
			httpAgent: agent,
			timeout: 120_000,
			validateStatus: () => true,
			headers: { 'X-Auth-Token': header },
		});

	beforeAll(async () => {
		stage = await enterStage();
		trigger = await publishForVendor(
			stage,
			await stage.client.saveWorkflow(document, stage.credentials),
		);
	});
	afterAll(async () => {
		agent.destroy();
		await trigger.end();
	});

	it('Must be seen: a wrong or missing header is answered 401, and nothing is started', async () => {
		const event = airEvent({ name: 'SERVICE.TRIGGER' });
		expect((await post(event, 'wrong')).status).toBe(401);
		expect(
			(await axios.post(trigger.url, event, { proxy: false, validateStatus: () => true })).status,
		).toBe(401);
		expect(await stage.client.executions(trigger.workflow.id)).toEqual([]);
	});

	it(`Must be seen: ${EVENTS} events with 20 % duplicates, each once`, async () => {
		const { headerValue } = stage.tenant.access('eagleEye');
		const events = Array.from({ length: EVENTS * 0.8 }, (_, n) =>
			airEvent({
				name: 'SERVICE.TRIGGER',
				id: `burst-${n}`,
				operations: [transactionOp(`r-${n}`), movement('POINTS', 'CREDIT', n, n)],
				wallets: { [W]: [['CUSTOMER_ID', `c-${n}`]] },
			}),
		);
		const calls = [...events, ...events.filter((_, n) => n % 4 === 0)];
		const queue = calls
			.map((event, n) => ({ event, at: (n * 7919) % calls.length }))
			.sort((a, b) => a.at - b.at);
		const statuses: number[] = [];
		const started = Date.now();
		await Promise.all(
			Array.from({ length: CALLERS }, async () => {
				for (let next = queue.shift(); next; next = queue.shift())
					statuses.push((await post(next.event, headerValue!)).status);
			}),
		);
		const seconds = (Date.now() - started) / 1000;
		expect(statuses.filter((status) => status === 200)).toHaveLength(EVENTS);
		const ids = await pollUntil(
			'All events in executions',
			async () => {
				const found = await stage.client.outputs(trigger.workflow, 'Outbound event');
				return found.length >= events.length ? found.map(({ json }) => json.eventId) : undefined;
			},
			{ deadlineInMs: 120_000, everyMs: 2000 },
		);
		process.stderr.write(`${EVENTS} callbacks in ${seconds.toFixed(1)} s, ${ids.length} items\n`);
		expect(ids).toHaveLength(events.length);
		expect(new Set(ids).size).toBe(events.length);
	}, 600_000);
});
