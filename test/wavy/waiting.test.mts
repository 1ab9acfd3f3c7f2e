import fc from 'fast-check';

import {
	decodeResumeToken,
	encodeResumeToken,
	resumePath,
	resumeTokenOf,
	type ResumeToken,
} from '../../nodes/Wavy/resumeToken';
import { takeAnswer } from '../../nodes/Wavy/operations/message/sendAndWait';
import { WavyTrigger } from '../../nodes/Wavy/WavyTrigger.node';
import { onErrorOutput } from '../support/engine.mts';
import { phone, runWavy, message, messagesOf } from '../support/wavy.mts';
import { startSandbox } from '../support/sandbox.mts';
import { TriggerServer } from '../support/trigger.mts';
import { callback, reply, status } from './callbacks.mts';

const hex = fc.string({
	unit: fc.constantFrom(...'0123456789abcdef'),
	minLength: 64,
	maxLength: 64,
});
const tokens: fc.Arbitrary<ResumeToken> = fc.record({
	executionId: fc.stringMatching(/^[1-9][0-9]{0,12}$/),
	nodeId: fc.oneof(
		fc.uuid(),
		fc
			.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
			.filter((text) => !['.', '..'].includes(text)),
	),
	askedAt: fc.integer({ min: 1, max: 8.64e12 }),
	signature: hex,
});

describe('what travels with a question', () => {
	it('comes back as it was, from a correlation id and from an extra info', () => {
		fc.assert(
			fc.property(tokens, (written) => {
				const token = encodeResumeToken(written);
				expect(decodeResumeToken(token)).toEqual(written);
				expect(decodeResumeToken(JSON.stringify({ n8n: token, segmentation_list: [1] }))).toEqual(
					written,
				);
				expect(
					new URL(`http://x/webhook-waiting${resumePath(written)}`).pathname.split('/').length,
				).toBe(4);
			}),
		);
	});

	it('gives back the very address that n8n has signed', () => {
		const url =
			'http://localhost/webhook-waiting/77/6f1f2f0e-5a3b-4c1d-9e8f-001122334455' +
			`?asked=1763750000000&signature=${'ab'.repeat(32)}`;
		expect(resumePath(resumeTokenOf(url))).toBe(
			url.slice('http://localhost/webhook-waiting'.length),
		);
		expect(encodeResumeToken(resumeTokenOf(url)).length).toBeLessThan(90);
	});

	it('is found in nothing else', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) =>
				expect(decodeResumeToken(JSON.stringify(value))).toBeUndefined(),
			),
		);
	});
});

describe('the trigger and waiting executions', () => {
	const token = encodeResumeToken({
		executionId: '7',
		nodeId: '6f1f2f0e-5a3b-4c1d-9e8f-001122334455',
		askedAt: 1_763_750_000_000,
		signature: 'ab'.repeat(32),
	});
	const answer = (id: string, correlationId: string = token) => reply(id, { correlationId });
	let trigger: TriggerServer;
	beforeEach(async () => {
		trigger = await TriggerServer.start(new WavyTrigger(), {
			parameters: {
				events: ['reply', 'status'],
				messageTypes: [],
				statuses: [],
				authentication: 'none',
				ignoreDuplicates: true,
				joinCallbacks: true,
			},
		});
	});
	afterEach(async () => await trigger.stop());

	it('posts the answer to the signed address on this very port, and puts out nothing of it', async () => {
		const calls: object[] = [];
		trigger.resume = async (call) => (calls.push(call), { status: 200, body: { resumed: true } });
		expect((await trigger.post(callback(answer('1'), status('2')))).status).toBe(200);
		expect(calls).toEqual([
			{
				path: `/webhook-waiting/7/6f1f2f0e-5a3b-4c1d-9e8f-001122334455?asked=1763750000000&signature=${'ab'.repeat(32)}`,
				body: {
					text: 'Hello',
					payload: null,
					from: '5519900000000',
					receivedAt: '2017-12-18T17:09:31.473Z',
				},
			},
		]);
		expect(trigger.items.map(({ id }) => id)).toEqual(['2']);
	});

	it.each<[string, number, unknown, string[]]>([
		['nothing waits any more', 200, '<html></html>', ['1', '2']],
		['the execution is gone', 404, { message: 'does not exist' }, ['1', '2']],
		['it has ended with an error', 409, { message: 'has finished with error' }, ['1', '2']],
		['another question is waited with', 410, { resumed: false }, ['1', '2']],
		['the signature is another n8n’s, or forged', 401, '<html></html>', ['1', '2']],
	])('where %s (HTTP %i), puts out only what is for it', async (_, code, body, expected) => {
		trigger.resume = async () => ({ status: code, body });
		expect((await trigger.post(callback(answer('1'), reply('2')))).status).toBe(200);
		expect(trigger.items.map(({ id }) => id)).toEqual(expected);
	});

	it('asks Wavy to send again what n8n is not ready for, puts out the rest once, and takes the repeat', async () => {
		let isReady = false;
		trigger.resume = async () =>
			isReady
				? { status: 200, body: { resumed: true } }
				: { status: 409, body: { message: 'The execution "7" is running already.' } };
		const body = callback(answer('1'), reply('2'));
		expect((await trigger.post(body)).status).toBe(503);
		isReady = true;
		expect((await trigger.post(body)).status).toBe(200);
		expect(trigger.items.map(({ id }) => id)).toEqual(['2']);
	});

	it('acknowledges no repeat before the first has arrived', async () => {
		let calls = 0;
		trigger.resume = async () => {
			calls++;
			await new Promise((resolve) => setTimeout(resolve, 150));
			return { status: 500, body: {} };
		};
		const [first, second] = await Promise.all([
			trigger.post(callback(answer('1'))),
			new Promise((resolve) => setTimeout(resolve, 50)).then(
				async () => await trigger.post(callback(answer('1'))),
			),
		]);
		expect([first.status, second.status]).toEqual([503, 503]);
		expect(calls).toBeLessThanOrEqual(3);
		expect(trigger.items).toEqual([]);
	});
});

describe('Send and Wait for Reply, before it waits', () => {
	it('asks one person at a time, and says how to ask several', async () => {
		const sandbox = await startSandbox();
		try {
			const tenant = await sandbox.tenant({ wavy: { openToAll: true } });
			const parameters = message('sendAndWait', {
				messageInput: 'text',
				message: 'Coming?',
				waitLimit: 1,
				waitLimitUnit: 'hours',
			});
			const { errors } = await runWavy(
				tenant,
				parameters,
				[{ phone: phone(1) }, { phone: phone(2) }],
				onErrorOutput,
			);
			expect(errors.map(({ json }) => json.message)).toEqual([
				expect.stringContaining('Loop Over Items'),
				expect.stringContaining('sub-workflow'),
			]);
			const bad = await runWavy(
				tenant,
				{ ...parameters, waitLimit: 0 },
				[{ phone: phone(1) }],
				onErrorOutput,
			);
			expect(bad.errors[0]!.json.error).toContain('"Wait Limit"');
			expect(await messagesOf(tenant)).toEqual([]);
		} finally {
			await sandbox.stop();
		}
	});
});

describe('an answer that approves what an AI agent is about to do', () => {
	const asked = '2026-11-21T10:00:00.000Z';
	const from = '5519900001111';
	const answered = async (
		text: string,
		{
			type = 'wavyHitlTool',
			query = String(Date.parse(asked)),
			payload = null as string | null,
		} = {},
	) => {
		const context = {
			evaluateExpression: (expression: string) => (expression.includes('askedAt') ? asked : from),
			getQueryData: () => ({ asked: query }),
			getBodyData: () => ({ text, payload, from, receivedAt: asked }),
			getNode: () => ({ type }),
			getNodeParameter: () => 'yes, ok, sim',
			getResponseObject: () => ({ status: () => ({ json: () => undefined }) }),
		};
		return (await takeAnswer.call(context as never)).workflowData?.[0]?.[0]?.json;
	};

	it.each([
		['Yes!', true],
		[' SIM ', true],
		['ok.', true],
		['no', false],
		['yes but not now', false],
	])('%s: %s', async (text, approved) => {
		expect(await answered(text)).toMatchObject({ approved, replied: true, chatInput: text });
	});

	it('is a tap on Approve, whatever words approve, and a tap tells the agent no more than that', async () => {
		expect(await answered('Approve', { payload: 'approve' })).toEqual({
			replied: true,
			text: 'Approve',
			payload: 'approve',
			from,
			receivedAt: asked,
			approved: true,
		});
		expect(await answered('Decline', { payload: 'decline' })).not.toHaveProperty('chatInput');
	});

	it('is a plain answer elsewhere, and none to a question asked before', async () => {
		expect(await answered('yes', { type: 'wavy' })).toEqual({
			replied: true,
			text: 'yes',
			payload: null,
			from,
			receivedAt: asked,
		});
		expect(await answered('yes', { query: '1' })).toBeUndefined();
	});
});
