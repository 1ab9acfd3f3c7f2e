import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { IDataObject } from 'n8n-workflow';

import { isSameNumber } from '../../nodes/Wavy/sameNumber';
import { takeAnswer } from '../../nodes/Wavy/operations/message/sendAndWait';
import { resumptionOf } from '../../nodes/Wavy/resume';
import { decodeResumeToken, encodeResumeToken, type ResumeToken } from '../../nodes/Wavy/resumeToken';
import { WavyTrigger } from '../../nodes/Wavy/WavyTrigger.node';
import { newRow, TriggerServer, type TriggerSetup } from '../support/trigger.mts';
import { callback, reply, status } from './callbacks.mts';

const closing: Array<{ stop(): Promise<void> }> = [];
afterEach(async () => {
	for (const one of closing.splice(0)) await one.stop();
});

async function start(setup: Partial<TriggerSetup> = {}): Promise<TriggerServer> {
	const server = await TriggerServer.start(new WavyTrigger(), { ...setup, parameters: { authentication: 'none', ...setup.parameters } });
	closing.push(server);
	return server;
}

const tokenOf = (n: number): ResumeToken => ({
	executionId: String(n),
	nodeId: '6f1f2f0e-5a3b-4c1d-9e8f-001122334455',
	askedAt: 1_763_750_000_000,
	signature: n.toString(16).padStart(64, '0'),
});
const answer = (id: string, n: number, more: IDataObject = {}) => reply(id, { correlationId: encodeResumeToken(tokenOf(n)), ...more });
const resumed = { status: 200, body: { resumed: true } };
const wrongSignature = { status: 401, body: '<title>Invalid Form Link</title>' };
const range = (count: number) => Array.from({ length: count }, (_, n) => n);

/** Has the trigger's n8n answer calls to waiting executions. @returns the ids of the executions that were called */
function calls(trigger: TriggerServer, answered: (execution: number) => { status: number; body: unknown }): number[] {
	const called: number[] = [];
	trigger.resume = async ({ path }) => {
		const execution = Number(path.split('/')[2]);
		called.push(execution);
		return answered(execution);
	};
	return called;
}

describe('what one callback can cause', () => {
	it('is a hundred calls of n8n to itself; the rest comes with the next try', async () => {
		const trigger = await start();
		const called = calls(trigger, () => resumed);
		const body = callback(...range(250).map((n) => answer(`r${n}`, n + 1)));
		expect((await trigger.post(body)).status).toBe(503);
		expect(called).toHaveLength(100);
		expect((await trigger.post(body)).status).toBe(503);
		expect((await trigger.post(body)).status).toBe(200);
		expect([...called].sort((a, b) => a - b)).toEqual(range(250).map((n) => n + 1));
		expect(trigger.items).toEqual([]);
	});

	it('is some calls for executions that are not there, and none of its replies is lost', async () => {
		const trigger = await start();
		const called = calls(trigger, (execution) => (execution === 1000 ? resumed : execution % 2 ? wrongSignature : { status: 404, body: { message: 'does not exist' } }));
		const body = callback(...range(30).map((n) => answer(`r${n}`, n + 1)), answer('ours', 1000));
		expect((await trigger.post(body)).status).toBe(503);
		expect(called.length).toBeLessThanOrEqual(12);
		for (let tries = 1; (await trigger.post(body)).status !== 200; tries++) expect(tries).toBeLessThan(10);
		expect(called).toContain(1000);
		expect(new Set(called).size).toBe(called.length);
		expect(trigger.items.map(({ id }) => id).sort()).toEqual(range(30).map((n) => `r${n}`).sort());
		expect(trigger.items.map(({ unverifiedExecution }) => Number(unverifiedExecution)).sort((a, b) => a - b)).toEqual(range(30).map((n) => n + 1));
		// Sent once more, nothing of it is tried again.
		const { length } = called;
		await trigger.post(callback(...range(30).map((n) => answer(`again${n}`, n + 1))));
		expect(called).toHaveLength(length);
	});

	it('is one call for each question, whoever answers twice', async () => {
		const trigger = await start();
		const called = calls(trigger, () => resumed);
		expect((await trigger.post(callback(answer('first', 7), answer('second', 7), reply('other')))).status).toBe(200);
		expect(called).toEqual([7]);
		expect(trigger.items.map(({ id, answeredExecution }) => [id, answeredExecution])).toEqual([['second', '7'], ['other', undefined]]);
	});
});

describe('an answer', () => {
	it('to a question that has been answered is put out, marked, and n8n is not asked again', async () => {
		const row = newRow();
		const [trigger, other] = [await start({ row }), await start({ row })];
		const called = calls(trigger, () => resumed);
		const elsewhere = calls(other, () => ({ status: 200, body: '<title>No action required</title>' }));
		await trigger.post(callback(answer('yes', 7)));
		for (const server of [trigger, other]) {
			// The repeat is dropped by every process; what comes later is an event like any other.
			expect((await server.post(callback(answer('yes', 7), answer(`thanks at ${server === trigger}`, 7)))).status).toBe(200);
		}
		expect([called, elsewhere]).toEqual([[7], []]);
		expect([...trigger.items, ...other.items].map(({ id, answeredExecution }) => [id, answeredExecution])).toEqual([['thanks at true', '7'], ['thanks at false', '7']]);
	});

	it.each([
		['has ended', { status: 200, body: '<title>No action required</title>' }, { answeredExecution: '7' }],
		['has ended with an error', { status: 409, body: { message: 'The execution "7" has finished with error.' } }, { answeredExecution: '7' }],
		['waits for another answer', { status: 410, body: { resumed: false } }, { answeredExecution: '7' }],
		['is another n8n’s', wrongSignature, { unverifiedExecution: '7' }],
		['does not exist', { status: 404, body: { message: 'The execution "7" does not exist.' } }, { unverifiedExecution: '7' }],
		['has asked somebody else', { status: 403, body: { resumed: false } }, {}],
	])('to an execution that %s comes out', async (_, said, marks) => {
		const trigger = await start();
		calls(trigger, () => said);
		expect((await trigger.post(callback(answer('1', 7)))).status).toBe(200);
		const { id, answeredExecution, unverifiedExecution } = trigger.items[0]!;
		expect({ id, answeredExecution, unverifiedExecution }).toEqual({ id: '1', ...marks });
	});

	it('is taken again where n8n breaks down while it resumes', async () => {
		const trigger = await start();
		let broken = 4;
		const called = calls(trigger, () => (broken-- > 0 ? { status: 503, body: { message: 'Database is not ready' } } : resumed));
		expect((await trigger.post(callback(answer('1', 7)))).status).toBe(503);
		expect((await trigger.post(callback(answer('1', 7)))).status).toBe(200);
		expect([called.length, trigger.items]).toEqual([5, []]);
	});

	it('of another sender does not stand in the way of the one who was asked', async () => {
		const trigger = await start();
		trigger.resume = async ({ body }) => (body.from === '5519900000000' ? resumed : { status: 403, body: { resumed: false } });
		expect((await trigger.post(callback(answer('forged', 7, { source: '15550006666' }), answer('true', 7)))).status).toBe(200);
		expect(trigger.items.map(({ id }) => id)).toEqual(['forged']);
	});

	it('is put out with what could be begun, where n8n could not begin the rest, and resumes nothing twice', async () => {
		const trigger = await start();
		const called = calls(trigger, () => resumed);
		trigger.beforeStart = async () => {
			throw new Error('database is locked');
		};
		const body = callback(answer('1', 7), reply('2'));
		expect((await trigger.post(body)).status).toBe(500);
		trigger.beforeStart = async () => {};
		expect((await trigger.post(body)).status).toBe(200);
		expect([called, trigger.items.map(({ id }) => id)]).toEqual([[7], ['2']]);
	});
});

describe('a reply that was made up before the true one', () => {
	it.each([
		['correlationId', { correlationId: 'other' }],
		['extraInfo', { extraInfo: '{"admin":true}' }],
		['the sender’s name', { userProfile: { name: 'Mallory', whatsAppId: '5519900000000' } }],
		['an unknown field', { unheardOf: 1 }],
	])('with another %s does not keep it out', async (_, more) => {
		const trigger = await start();
		await trigger.post(callback(reply('1', more)));
		for (let n = 0; n < 2; n++) await trigger.post(callback(reply('1')));
		expect(trigger.items).toHaveLength(2);
	});

	it('two statuses of one message to two people are two', async () => {
		const trigger = await start();
		await trigger.post(callback(status('1'), status('1', { destination: '5519900000001', correlationId: 'c2' }), status('1')));
		expect(trigger.items).toHaveLength(2);
	});

	it('rounded ids are none', async () => {
		const trigger = await start();
		for (let n = 0; n < 2; n++) await trigger.send(`{"data":[{"id":1234567890123456801,"source":"1"},{"id":12345,"source":"1"}]}`, 'application/json');
		expect(trigger.items.map(({ id }) => id)).toHaveLength(3);
	});
});

describe('where n8n is called', () => {
	const servers: Server[] = [];
	const listen = async (answered: { status: number; body: string; type?: string }): Promise<{ url: string; seen: string[] }> => {
		const seen: string[] = [];
		const server = createServer((request, response) => {
			seen.push(request.url!);
			response.writeHead(answered.status, { 'content-type': answered.type ?? 'application/json' }).end(answered.body);
		});
		servers.push(server);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
	};
	afterEach(() => servers.splice(0).forEach((server) => server.close()));

	it('no proxy gets n8n’s signature', async () => {
		const proxy = await listen({ status: 403, body: '<html>Forbidden</html>', type: 'text/html' });
		const before = { ...process.env };
		Object.assign(process.env, { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url, ALL_PROXY: proxy.url, http_proxy: proxy.url });
		for (const name of ['NO_PROXY', 'no_proxy']) delete process.env[name];
		try {
			const trigger = await start();
			calls(trigger, () => resumed);
			expect((await trigger.post(callback(answer('1', 7)))).status).toBe(200);
			expect([proxy.seen, trigger.items]).toEqual([[], []]);
		} finally {
			for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
			Object.assign(process.env, before);
		}
	});

	/** The port that took the callback does not answer. */
	const elsewhere = (url: string, localPort = 9) => ({
		evaluateExpression: () => `${url}/webhook-waiting/x`,
		getRequestObject: () => ({ socket: { localAddress: '127.0.0.1', localFamily: 'IPv4', localPort } }),
	});
	const post = async (context: object) => await resumptionOf(context as never, tokenOf(7), { text: 'Yes' } as never).post();

	it.each<[string, { status: number; body: string; type?: string }, string]>([
		['the node’s own answer', { status: 200, body: '{"resumed":true}' }, 'resumed'],
		['n8n’s 404', { status: 404, body: '{"code":404,"message":"does not exist"}' }, 'unverified'],
		['n8n’s page', { status: 200, body: '<title>No action required</title>', type: 'text/html' }, 'ended'],
		['n8n’s page for a wrong signature', { status: 401, body: '<title>Invalid Form Link</title>', type: 'text/html' }, 'unverified'],
		['another page', { status: 200, body: '<html>Welcome to nginx</html>', type: 'text/html' }, 'later'],
		['a page to sign in', { status: 401, body: '<html>Sign in</html>', type: 'text/html' }, 'later'],
		['a proxy’s 403', { status: 403, body: '<html>Forbidden</html>', type: 'text/html' }, 'later'],
		['a proxy’s 404', { status: 404, body: '<html>Not found</html>', type: 'text/html' }, 'later'],
		['a proxy’s 407', { status: 407, body: '', type: 'text/html' }, 'later'],
		['a redirect', { status: 302, body: '' }, 'later'],
		['a flood', { status: 200, body: 'x'.repeat(5_000_000) }, 'later'],
	])('at its public address only n8n’s own word is believed: %s', async (_, said, result) => {
		const { url, seen } = await listen(said);
		expect(await post(elsewhere(url))).toBe(result);
		expect(seen.length).toBe(result === 'later' ? 3 : 1);
	});

	it('nobody answers anywhere', async () => {
		expect(await post(elsewhere('http://127.0.0.1:9'))).toBe('later');
	});
});

describe('a token', () => {
	const token = encodeResumeToken(tokenOf(60));
	it.each([
		['an execution that is no number', token.replace('n8nw.60.', 'n8nw.60x.')],
		['a path of dots', encodeResumeToken({ ...tokenOf(60), nodeId: '..' })],
		['a dot', encodeResumeToken({ ...tokenOf(60), nodeId: '.' })],
		['no node', encodeResumeToken({ ...tokenOf(60), nodeId: 'x' }).replace('.teA.', '.t_.')],
		['a second spelling of the signature', token.replace(/.$/, (last) => String.fromCharCode(last.charCodeAt(0) + 1))],
		['a long number', token.replace('n8nw.60.', `n8nw.${'6'.repeat(20)}.`)],
	])('with %s is none', (_, text) => {
		expect(text).not.toBe(token);
		expect(decodeResumeToken(text)).toBeUndefined();
		expect(decodeResumeToken(token)).toEqual(tokenOf(60));
	});
});

describe('who may answer', () => {
	it.each([
		['5531996883193', '553196883193', true],
		['553188887777', '5531988887777', true],
		['525512345678', '5215512345678', true],
		['5215512345678', '+52 1 55 1234 5678', true],
		['541123456789', '5491123456789', true],
		['46701234567', '+46 70 123 45 67', true],
		['46701234567', 46_701_234_567, true],
		['5519900001111', '15550006666', false],
		['5531996883193', '5531996883194', false],
		['5531996883193', '553296883193', false],
		['525512345678', '5225512345678', false],
		['46701234567', '', false],
		['46701234567', null, false],
		['', '', false],
		[undefined, undefined, false],
		[null, 'null', false],
	])('%s asked, %s answers: %s', (asked, from, isSame) => {
		expect(isSameNumber(asked, from)).toBe(isSame);
	});

	it.each([
		['5531996883193', '553196883193', undefined],
		['5531996883193', '15550006666', { code: 403, body: { resumed: false } }],
		['5531996883193', null, { code: 403, body: { resumed: false } }],
	])('the execution that asked %s takes an answer of %s accordingly', async (asked, from, refusal) => {
		let answered: unknown;
		const context = {
			evaluateExpression: (expression: string) => (expression.includes('askedAt') ? '2026-11-21T10:00:00.000Z' : asked),
			getQueryData: () => ({ asked: String(Date.parse('2026-11-21T10:00:00.000Z')) }),
			getBodyData: () => ({ text: 'Yes', from }),
			getNode: () => ({ type: 'wavy' }),
			getResponseObject: () => ({ status: (code: number) => ({ json: (body: unknown) => void (answered = { code, body }) }) }),
		};
		const { workflowData } = await takeAnswer.call(context as never);
		expect([answered, workflowData?.[0]?.[0]?.json.replied]).toEqual([refusal, refusal ? undefined : true]);
	});
});
