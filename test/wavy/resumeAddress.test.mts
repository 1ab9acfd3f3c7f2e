import { createServer, type Server } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';

import { takeAnswer } from '../../nodes/Wavy/operations/message/sendAndWait';
import { resumptionOf } from '../../nodes/Wavy/resume';
import { decodeResumeToken, encodeResumeToken } from '../../nodes/Wavy/resumeToken';
import { isSameNumber } from '../../nodes/Wavy/sameNumber';
import { WavyTrigger } from '../../nodes/Wavy/WavyTrigger.node';
import { TriggerServer } from '../support/trigger.mts';
import { callback, reply } from './callbacks.mts';
import { tokenOf } from './tokens.mts';

describe('where n8n is called', () => {
	const servers: Server[] = [];
	const listen = async (answered: {
		status: number;
		body: string;
		type?: string;
	}): Promise<{ url: string; seen: string[] }> => {
		const seen: string[] = [];
		const server = createServer((request, response) => {
			seen.push(request.url!);
			response
				.writeHead(answered.status, { 'content-type': answered.type ?? 'application/json' })
				.end(answered.body);
		});
		servers.push(server);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
	};
	afterEach(() => servers.splice(0).forEach((server) => server.close()));

	it('no proxy gets n8n’s signature', async () => {
		const proxy = await listen({ status: 403, body: '<html>Forbidden</html>', type: 'text/html' });
		const before = { ...process.env };
		Object.assign(process.env, {
			HTTP_PROXY: proxy.url,
			HTTPS_PROXY: proxy.url,
			ALL_PROXY: proxy.url,
			http_proxy: proxy.url,
		});
		for (const name of ['NO_PROXY', 'no_proxy']) delete process.env[name];
		try {
			const trigger = await TriggerServer.start(new WavyTrigger(), {
				parameters: { authentication: 'none' },
			});
			trigger.resume = async () => ({ status: 200, body: { resumed: true } });
			const { status } = await trigger.post(
				callback(reply('1', { correlationId: encodeResumeToken(tokenOf(7)) })),
			);
			await trigger.stop();
			expect([status, proxy.seen, trigger.items]).toEqual([200, [], []]);
		} finally {
			for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
			Object.assign(process.env, before);
		}
	});

	it('no proxy that Node itself is told to use gets it (NODE_USE_ENV_PROXY), which `fetch` would take', async () => {
		const { url, seen } = await listen({ status: 200, body: '{"resumed":true}' });
		const fetched = jest
			.spyOn(globalThis, 'fetch')
			.mockRejectedValue(new Error('It went to a proxy'));
		try {
			expect(await post(elsewhere('http://127.0.0.1:9', Number(new URL(url).port)))).toBe(
				'resumed',
			);
			expect(await post(elsewhere(url))).toBe('resumed');
			expect([seen.length, fetched.mock.calls]).toEqual([2, []]);
		} finally {
			fetched.mockRestore();
		}
	});

	/** A connection as a server has it. */
	const ownSocket = (localPort: number) =>
		Object.defineProperties(new Socket(), {
			localAddress: { value: '127.0.0.1' },
			localFamily: { value: 'IPv4' },
			localPort: { value: localPort },
		});
	/** The port that took the callback does not answer, unless another is given. */
	const elsewhere = (url: string, localPort = 9) => ({
		evaluateExpression: () => `${url}/webhook-waiting/x`,
		getRequestObject: () => ({ socket: ownSocket(localPort) }),
	});
	const post = async (context: object) =>
		await resumptionOf(context as never, tokenOf(7), { text: 'Yes' } as never).post();

	it.each<[string, { status: number; body: string; type?: string }, string]>([
		['the node’s own answer', { status: 200, body: '{"resumed":true}' }, 'resumed'],
		['n8n’s 404', { status: 404, body: '{"code":404,"message":"does not exist"}' }, 'unverified'],
		[
			'n8n’s page',
			{ status: 200, body: '<title>No action required</title>', type: 'text/html' },
			'ended',
		],
		[
			'n8n’s page for a wrong signature',
			{ status: 401, body: '<title>Invalid Form Link</title>', type: 'text/html' },
			'unverified',
		],
		[
			'another page',
			{ status: 200, body: '<html>Welcome to nginx</html>', type: 'text/html' },
			'later',
		],
		[
			'a page to sign in',
			{ status: 401, body: '<html>Sign in</html>', type: 'text/html' },
			'later',
		],
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
		[
			'a second spelling of the signature',
			token.replace(/.$/, (last) => String.fromCharCode(last.charCodeAt(0) + 1)),
		],
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
	])(
		'the execution that asked %s takes an answer of %s accordingly',
		async (asked, from, rejection) => {
			let answered: unknown;
			const context = {
				evaluateExpression: (expression: string) =>
					expression.includes('askedAt') ? '2026-11-21T10:00:00.000Z' : asked,
				getQueryData: () => ({ asked: String(Date.parse('2026-11-21T10:00:00.000Z')) }),
				getBodyData: () => ({ text: 'Yes', from }),
				getNode: () => ({ type: 'wavy' }),
				getResponseObject: () => ({
					status: (code: number) => ({ json: (body: unknown) => void (answered = { code, body }) }),
				}),
			};
			const { workflowData } = await takeAnswer.call(context as never);
			expect([answered, workflowData?.[0]?.[0]?.json.replied]).toEqual([
				rejection,
				rejection ? undefined : true,
			]);
		},
	);
});
