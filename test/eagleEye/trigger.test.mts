import crypto from 'node:crypto';

import type { INodeParameters } from 'n8n-workflow';

import { EagleEyeTrigger } from '../../nodes/EagleEye/EagleEyeTrigger.node';
import { issueReward, runEagleEye } from '../support/eagleEye.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { TriggerServer } from '../support/trigger.mts';
import { airEvent, movement, transactionOp, W } from './events.mts';

const HEADER = { headerName: 'X-Auth-Token', headerValue: 'a pre-shared text' };
const open: TriggerServer[] = [];
afterEach(
	async () => void (await Promise.all(open.splice(0).map(async (trigger) => await trigger.stop()))),
);

async function trigger(
	parameters: INodeParameters = {},
	mode: 'webhook' | 'manual' = 'webhook',
	credential = HEADER,
): Promise<TriggerServer> {
	const listening = await TriggerServer.start(new EagleEyeTrigger(), {
		parameters: {
			useCases: ['any'],
			customEvents: '',
			identityType: 'CUSTOMER_ID',
			options: {},
			...parameters,
		},
		credentials: { eagleEyeWebhookApi: credential },
		mode,
	});
	open.push(listening);
	return listening;
}

/** As Eagle Eye does, with the header, or with others. */
const post = async (
	listening: TriggerServer,
	body: unknown,
	headers: Record<string, string> = { 'x-auth-token': HEADER.headerValue },
) => await listening.post(body, { headers });

const names = ({ items }: TriggerServer) => items.map(({ eventName }) => eventName);

describe('Must be seen: a wrong or missing header', () => {
	it.each<[string, Record<string, string>]>([
		['none', {}],
		['a wrong one', { 'x-auth-token': 'another text' }],
		['a beginning of it', { 'x-auth-token': 'a pre-shared' }],
		['more than it', { 'x-auth-token': 'a pre-shared text!' }],
		['an empty one', { 'x-auth-token': '' }],
		['another name', { authorization: 'a pre-shared text' }],
	])('%s: 401, and nothing is started', async (_, headers) => {
		const listening = await trigger();
		const answer = await post(listening, airEvent({ name: 'SERVICE.TRIGGER' }), headers);
		expect(answer.status).toBe(401);
		expect(JSON.stringify(answer.body)).not.toContain('pre-shared');
		expect(listening.executions).toEqual([]);
	});

	it('a credential without a value lets nobody in', async () => {
		const listening = await trigger({}, 'webhook', { headerName: 'X-Auth-Token', headerValue: '' });
		expect(
			(await post(listening, airEvent({ name: 'SERVICE.TRIGGER' }), { 'x-auth-token': '' })).status,
		).toBe(401);
	});

	it('the comparison takes constant time, whatever the length of what is shown', async () => {
		const compare = jest.spyOn(crypto, 'timingSafeEqual');
		const listening = await trigger();
		for (const shown of ['', 'a', 'a pre-shared text', 'x'.repeat(5000)])
			await post(listening, airEvent({ name: 'SERVICE.TRIGGER' }), { 'x-auth-token': shown });
		const lengths = compare.mock.calls.map((sides) => sides.map(({ byteLength }) => byteLength));
		compare.mockRestore();
		expect(lengths).toEqual(Array(4).fill([32, 32]));
	});

	it('the right one, whatever the case of its name', async () => {
		const listening = await trigger();
		expect(
			(
				await post(listening, airEvent({ name: 'SERVICE.TRIGGER' }), {
					'X-AUTH-TOKEN': HEADER.headerValue,
				})
			).status,
		).toBe(200);
		expect(names(listening)).toEqual(['SERVICE.TRIGGER']);
	});
});

describe('which events start the workflow', () => {
	const events = [
		'SERVICE.TRIGGER',
		'POSCONNECT.WALLET.RETURN',
		'POSCONNECT.WALLET.REFUND',
		'SERVICE.WALLET.POINTS.EXPIRE',
		'WALLET.CONSUMER.UPDATE',
	];
	it.each<[string, INodeParameters, string[]]>([
		['a use case', { useCases: ['rewardIssued'] }, ['SERVICE.TRIGGER']],
		[
			'both spellings of the refund',
			{ useCases: ['refunded'] },
			['POSCONNECT.WALLET.RETURN', 'POSCONNECT.WALLET.REFUND'],
		],
		[
			'a custom event',
			{ useCases: ['rewardIssued'], customEvents: 'x, service.wallet.points.expire' },
			['SERVICE.TRIGGER', 'SERVICE.WALLET.POINTS.EXPIRE'],
		],
		['any', { useCases: ['any'] }, events],
		['none of them', { useCases: ['left'] }, []],
	])('%s', async (_, parameters, expected) => {
		const listening = await trigger(parameters);
		for (const name of events) expect((await post(listening, airEvent({ name }))).status).toBe(200);
		expect(names(listening)).toEqual(expected);
	});

	it('gives out what a marketer needs, with the whole event beside it', async () => {
		const listening = await trigger();
		const event = airEvent({
			name: 'SERVICE.TRIGGER',
			id: 'e-1',
			operations: [transactionOp('ref-9'), movement('POINTS', 'CREDIT', 5, 25)],
			wallets: { [W]: [['CUSTOMER_ID', 'c-1']] },
		});
		await post(listening, event);
		expect(listening.items[0]).toMatchObject({
			eventId: 'e-1',
			useCases: ['rewardIssued'],
			walletId: W,
			identity: 'c-1',
			points: { moved: 5, balance: 25 },
			transaction: { reference: 'ref-9', storeId: 'store-1' },
			raw: event,
		});
	});

	it('what is no event is rejected with 400', async () => {
		const listening = await trigger();
		for (const body of [{}, [[]], { headers: {} }, { headers: { eventName: 7 } }])
			expect((await post(listening, body)).status).toBe(400);
		expect(listening.executions).toEqual([]);
	});
});

describe('repeats and bursts', () => {
	it('2,000 events at once with 20 % duplicates: each once, joined into few executions', async () => {
		const listening = await trigger();
		const events = Array.from({ length: 1600 }, (_, n) =>
			airEvent({ name: 'SERVICE.TRIGGER', id: `burst-${n}` }),
		);
		const calls = [...events, ...events.filter((_, n) => n % 4 === 0)];
		// 2,000 connections at once would meet the limits of the machine before those of the trigger.
		const queue = calls
			.map((event, n) => ({ event, n }))
			.sort((a, b) => ((a.n * 7919) % 2000) - ((b.n * 7919) % 2000));
		const statuses: number[] = [];
		await Promise.all(
			Array.from({ length: 100 }, async () => {
				for (let next = queue.shift(); next; next = queue.shift())
					statuses.push((await post(listening, next.event)).status);
			}),
		);
		expect(statuses).toHaveLength(2000);
		expect(new Set(statuses)).toEqual(new Set([200]));
		const ids = listening.items.map(({ eventId }) => eventId);
		expect(ids).toHaveLength(1600);
		expect(new Set(ids).size).toBe(1600);
		expect(listening.executions.length).toBeLessThan(400);
	}, 60_000);

	it('events without an id, test runs, and those whose repeats are wanted are never dropped', async () => {
		const same = airEvent({ name: 'SERVICE.TRIGGER', id: 'same' });
		const nameless = { ...same, headers: { ...same.headers, eesEventId: undefined } };
		const cases = [
			[await trigger(), nameless],
			[await trigger({}, 'manual'), same],
			[await trigger({ options: { ignoreDuplicates: false } }), same],
		] as const;
		for (const [listening, event] of cases) {
			for (let n = 0; n < 3; n++) await post(listening, event);
			expect(listening.items).toHaveLength(3);
		}
	});

	it('429 with Retry-After when overloaded, which Eagle Eye comes back after', async () => {
		const listening = await trigger();
		const events = Array.from({ length: 2600 }, (_, n) =>
			airEvent({ name: 'SERVICE.TRIGGER', id: `flood-${n}` }),
		);
		const answers = await Promise.all(
			events.map(
				async (event) => await listening.call(event, { 'x-auth-token': HEADER.headerValue }),
			),
		);
		const rejected = answers.filter(({ status }) => status === 429);
		expect(rejected).toHaveLength(600);
		expect(rejected.every(({ headers }) => headers['retry-after'] === '1')).toBe(true);
		// What was answered 200 has started; what was answered 429 has not, and starts when it comes again.
		expect(listening.items).toHaveLength(2000);
		const again = events.filter((_, n) => answers[n]!.status === 429);
		for (let round = 0; round < 2; round++) {
			const answered = await Promise.all(
				again.map(
					async (event) => await listening.call(event, { 'x-auth-token': HEADER.headerValue }),
				),
			);
			expect(answered.every(({ status }) => status === 200)).toBe(true);
		}
		expect(new Set(listening.items.map(({ eventId }) => eventId)).size).toBe(2600);
		expect(listening.items).toHaveLength(2600);
	}, 60_000);
});

describe("AIR's own events, from the sandbox", () => {
	let sandbox: Sandbox;
	beforeAll(async () => void (sandbox = await startSandbox()));
	afterAll(async () => await sandbox.stop());

	it('rewards come back as events with their references, once each, through duplicates and our 429', async () => {
		const listening = await trigger({ useCases: ['rewardIssued'] });
		let reject = 20;
		// A gate before the trigger that is overloaded at first.
		const { createServer } = await import('node:http');
		const gate = createServer(async (request, response) => {
			if (reject-- > 0) return void response.writeHead(429, { 'retry-after': '0' }).end();
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			const { 'x-auth-token': token = '' } = request.headers;
			const answer = await post(listening, JSON.parse(Buffer.concat(chunks).toString()), {
				'x-auth-token': String(token),
			});
			response.writeHead(answer.status).end();
		});
		await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
		const { port } = gate.address() as { port: number };
		const tenant = await sandbox.tenant({
			eagleEye: {
				wallets: Array.from({ length: 100 }, (_, n) => ({
					identities: [{ type: 'CUSTOMER_ID', value: `C${n}` }],
					points: n,
				})),
				events: {
					url: `http://127.0.0.1:${port}/`,
					headerValue: HEADER.headerValue,
					duplicateEvery: 5,
					retryMs: 20,
				},
			},
		});
		const items = Array.from({ length: 100 }, (_, n) => ({ id: `C${n}` }));
		const { output } = await runEagleEye(
			tenant,
			issueReward({ options: { maxConcurrency: 8 } }),
			items,
		);
		const rows = async () =>
			await tenant.rows<{ status: string; duplicates: number; held: number }>('eagleEye/events');
		for (
			let wait = 0;
			wait < 100 && (await rows()).some(({ status }) => status !== 'delivered');
			wait++
		)
			await new Promise((resolve) => setTimeout(resolve, 50));
		await new Promise((resolve) => setTimeout(resolve, 300));
		gate.close();
		const delivered = await rows();
		expect(delivered.map(({ status }) => status)).toEqual(Array(100).fill('delivered'));
		expect(delivered.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(20);
		expect(delivered.reduce((sum, { held }) => sum + held, 0)).toBe(20);
		const received = listening.items;
		expect(received).toHaveLength(100);
		// From end to end: what the node reported is what the event tells, by the same reference.
		const byReference = new Map(
			received.map((json) => [(json.transaction as { reference: string }).reference, json]),
		);
		for (const { json } of output) {
			expect(byReference.get(String(json.reference))).toMatchObject({
				identity: json.identity,
				walletId: json.walletId,
				points: { moved: json.pointsIssued, balance: json.pointsBalance },
			});
		}
	}, 60_000);
});
