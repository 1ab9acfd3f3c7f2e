import { request } from 'node:http';

import type { SandboxTenant } from '../../sandbox/client.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { login, person } from './client.mts';
import { startReceiver } from './receiver.mts';

let sandbox: Sandbox;
let tenant: SandboxTenant;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(() => sandbox.stop());
beforeEach(async () => (tenant = await sandbox.tenant()));

async function control(
	method: string,
	path: string,
	body?: unknown,
): Promise<{ status: number; json: any }> {
	const response = await fetch(`${sandbox.url}/control${path}`, {
		method,
		...(body !== undefined && {
			body: JSON.stringify(body),
			headers: { 'content-type': 'application/json' },
		}),
	});
	return { status: response.status, json: await response.json() };
}

const own = async (method: string, path: string, body?: unknown) =>
	await control(method, `/tenants/${tenant.name}${path}`, body);

/** What each of some requests was answered with; `lost` when the connection broke. */
async function statuses(count: number): Promise<Array<number | 'lost'>> {
	const { baseUrl, apiToken } = tenant.access('uContact');
	const headers = { authorization: `Bearer ${apiToken}` };
	const seen: Array<number | 'lost'> = [];
	for (let n = 0; n < count; n++) {
		seen.push(
			await fetch(`${baseUrl}/Integra/`, { headers }).then(
				({ status }) => status,
				() => 'lost' as const,
			),
		);
	}
	return seen;
}

describe('GET /control/vendors', () => {
	it('names every mock vendor with what it has to offer', async () => {
		const { json } = await control('GET', '/vendors');
		expect(json.map(({ name }: { name: string }) => name)).toEqual([
			'eagleEye',
			'sessionM',
			'uContact',
			'wai',
			'wavy',
		]);
		for (const vendor of json) {
			const callbacks = vendor.callbacks.map(({ name }: { name: string }) => name);
			for (const sample of vendor.samples) {
				expect(callbacks).toContain(sample.callback);
				for (const field of sample.fields) {
					expect(Object.keys(field).sort()).toEqual(['default', 'name', 'title']);
				}
			}
			const names = vendor.samples.map(({ name }: { name: string }) => name);
			expect(new Set(names).size).toBe(names.length);
		}
		expect(
			json.filter(({ samples }: any) => samples.length > 0).map(({ name }: any) => name),
		).toEqual(['eagleEye', 'sessionM', 'wavy']);
	});
});

describe('switches', () => {
	const turn = async (switches: object) =>
		await own('PATCH', '', { switches: { uContact: switches } });

	it('are off at first, one set a vendor, and are shown with the settings', async () => {
		const { json } = await own('GET', '/settings');
		const off = {
			latencyMs: 0,
			rateLimit: null,
			rejectEveryNth: 0,
			rejectStatus: 500,
			loseAnswerEveryNth: 0,
			down: false,
		};
		expect(json.switches).toEqual({
			wai: off,
			wavy: off,
			uContact: off,
			eagleEye: off,
			sessionM: off,
		});
		expect(json.uContact.user).toBe('api-user');
	});

	it.each([
		['down', { down: true }, [503, 503, 503]],
		['reject every nth', { rejectEveryNth: 2 }, [200, 500, 200, 500]],
		[
			'reject every nth with a status',
			{ rejectEveryNth: 3, rejectStatus: 429 },
			[200, 200, 429, 200],
		],
		['lose the answer to every nth', { loseAnswerEveryNth: 2 }, [200, 'lost', 200, 'lost']],
		['rate limit', { rateLimit: { requests: 2, perSeconds: 60 } }, [200, 200, 429, 429]],
	])('%s', async (_, switches, expected) => {
		await turn(switches);
		expect(await statuses(expected.length)).toEqual(expected);
		await turn({ down: false, rejectEveryNth: 0, loseAnswerEveryNth: 0, rateLimit: null });
		expect(await statuses(2)).toEqual([200, 200]);
	});

	it('lose an answer only after the request was processed', async () => {
		await turn({ loseAnswerEveryNth: 1 });
		expect(await statuses(1)).toEqual(['lost']);
		expect(await tenant.requests()).toMatchObject([{ processed: true, faults: ['resetAfter'] }]);
		await turn({ loseAnswerEveryNth: 0, down: true });
		await statuses(1);
		expect((await tenant.requests())[1]).toMatchObject({ status: 503, processed: false });
	});

	it('latency waits before the answer', async () => {
		await turn({ latencyMs: 150 });
		const before = performance.now();
		await statuses(1);
		expect(performance.now() - before).toBeGreaterThanOrEqual(140);
	});

	it('are of one vendor, count no sign-in, and keep what a patch does not name', async () => {
		await turn({ rejectEveryNth: 1 });
		await turn({ rejectStatus: 418 });
		expect(await statuses(1)).toEqual([418]);
		const client = await login(tenant);
		expect((await client.put('/api/Contact/1', person())).status).toBe(200);
		await own('PATCH', '', { switches: { wai: { rejectEveryNth: 1 } } });
		expect((await login(tenant)).token).toBeTruthy();
		expect((await client.put('/api/Contact/1', person())).status).toBe(500);
	});

	it('act beside the fault rules, which keep their counts', async () => {
		const action = { type: 'status', status: 400 };
		await tenant.configure({ faults: [{ match: { endpoint: 'uContact.home', nth: 2 }, action }] });
		expect(await statuses(1)).toEqual([200]);
		await turn({ rejectEveryNth: 3 });
		expect(await statuses(3)).toEqual([400, 200, 500]);
	});

	it.each([
		[{ down: 'yes' }],
		[{ rejectEveryNth: -1 }],
		[{ rejectStatus: 200 }],
		[{ rateLimit: { requests: 1 } }],
		[{ slow: true }],
	])('%j is no switch', async (switches) => {
		const { status, json } = await turn(switches);
		expect([status, json.issues.length]).toEqual([400, 1]);
		expect(await statuses(1)).toEqual([200]);
	});
});

describe('reset', () => {
	it('forgets what was received, and keeps settings, credentials, addresses and switches', async () => {
		await tenant.configure({ wai: { maxItems: 3 }, switches: { wavy: { down: true } } });
		await own('PUT', '/callbacks/sessionM/messages', {
			url: 'http://localhost:1/hook',
			headerName: 'x',
			headerValue: 's',
		});
		await (await login(tenant)).put('/api/Contact/1', person());
		const before = (await own('GET', '/settings')).json;
		const { json } = await own('POST', '/reset', {});
		expect(json.wai).toEqual(tenant.access('wai'));
		expect((await own('GET', '/settings')).json).toEqual(before);
		expect((await own('GET', '/callbacks')).json).toContainEqual(
			expect.objectContaining({
				vendor: 'sessionM',
				url: 'http://localhost:1/hook',
				headerValue: 's',
			}),
		);
		expect(await tenant.summary()).toMatchObject({ requests: { total: 0 }, wai: { contacts: 0 } });
		expect((await login(tenant)).token).toBeTruthy();
	});
});

describe('callback addresses', () => {
	it('are listed for every vendor that calls', async () => {
		const { json } = await own('GET', '/callbacks');
		expect(json.map(({ vendor, name, url }: any) => [vendor, name, url])).toEqual([
			['eagleEye', 'events', null],
			['sessionM', 'messages', null],
			['wavy', 'message', null],
			['wavy', 'status', null],
			['wavy', 'smsMessage', null],
			['wavy', 'smsStatus', null],
		]);
	});

	it.each([
		['wavy', 'message', 'reply'],
		['wavy', 'status', 'delivered'],
		['wavy', 'smsMessage', 'smsReply'],
		['wavy', 'smsStatus', 'smsDelivered'],
		['eagleEye', 'events', 'SERVICE.TRIGGER-points'],
		['sessionM', 'messages', 'welcome'],
	])('of %s %s is called with the secret, until it is taken away', async (vendor, name, sample) => {
		const { samples } = (await control('GET', '/vendors')).json.find(
			(one: any) => one.name === vendor,
		);
		expect(samples.map((one: any) => one.name)).toContain(sample);
		const receiver = await startReceiver();
		const url = `${receiver.url}/hook?token=1`;
		const address = { url, headerName: 'x-secret', headerValue: 's3cret' };
		const { json } = await own('PUT', `/callbacks/${vendor}/${name}`, address);
		expect(json).toMatchObject({ vendor, name, ...address });
		expect((await own('POST', `/${vendor}/samples/${sample}`, {})).json).toMatchObject({
			name: sample,
			sentTo: url,
		});
		const { headers, path } = await receiver.until((all) => all[0]);
		expect([headers['x-secret'], path]).toEqual(['s3cret', '/hook?token=1']);

		// A header that is not named keeps its value.
		expect((await own('PUT', `/callbacks/${vendor}/${name}`, { url: null })).json).toMatchObject({
			url: null,
			headerValue: 's3cret',
		});
		expect((await own('POST', `/${vendor}/samples/${sample}`, {})).json.sentTo).toBeNull();
		receiver.close();
		if (vendor === 'eagleEye') return;
		expect(
			(await own('PUT', `/callbacks/${vendor}/${name}`, { url: null, headerName: null })).json,
		).toMatchObject({
			headerName: null,
			headerValue: null,
		});
	});

	it.each([
		['/callbacks/sessionM/messages', { url: 'ftp://x' }, 400],
		['/callbacks/sessionM/messages', { url: 'hook' }, 400],
		['/callbacks/sessionM/messages', {}, 400],
		['/callbacks/sessionM/messages', { url: null, secret: 's' }, 400],
		['/callbacks/sessionM/messages', { url: null, headerName: '' }, 400],
		['/callbacks/sessionM/messages', { url: null, headerValue: 's' }, 400],
		['/callbacks/wavy/status', { url: null, headerName: 'x' }, 400],
		['/callbacks/wavy/status', { url: null, headerName: 'x', headerValue: null }, 400],
		['/callbacks/eagleEye/events', { url: null, headerName: null }, 400],
		['/callbacks/sessionM/events', { url: null }, 404],
		['/callbacks/sessionM/toString', { url: null }, 404],
		['/callbacks/wai/events', { url: null }, 404],
	])('%s does not take %j', async (path, body, status) => {
		const before = (await own('GET', '/callbacks')).json;
		expect((await own('PUT', path, body)).status).toBe(status);
		expect((await own('GET', '/callbacks')).json).toEqual(before);
	});
});

describe('samples', () => {
	it.each([
		['/sessionM/samples/nothing', {}, 404],
		['/wai/samples/welcome', {}, 404],
		['/sessionM/samples/welcome', { colour: 'red' }, 400],
		['/sessionM/samples/welcome', { externalId: 5 }, 400],
	])('%s does not take %j', async (path, body, status) => {
		expect((await own('POST', path, body)).status).toBe(status);
	});

	it('are each sent as they are offered', async () => {
		const vendors = (await control('GET', '/vendors')).json;
		for (const { name: vendor, samples } of vendors) {
			for (const { name } of samples) {
				const { status, json } = await own('POST', `/${vendor}/samples/${name}`);
				expect([vendor, name, status, json.ids?.length > 0]).toEqual([vendor, name, 200, true]);
			}
		}
	});
});

describe('who may call', () => {
	/** With a Host header of choice, which fetch does not let one set. */
	const asHost = async (host: string, path = '/control/vendors'): Promise<number> =>
		await new Promise((resolve, reject) => {
			const call = request(new URL(path, sandbox.url), { headers: { host } }, (response) => {
				response.resume();
				resolve(response.statusCode!);
			});
			call.on('error', reject).end();
		});

	it.each([
		'localhost',
		'localhost:1',
		'127.0.0.1:5680',
		'127.9.8.7',
		'[::1]',
		'[::1]:80',
		'LOCALHOST',
	])('%s is answered', async (host) => expect(await asHost(host)).toBe(200));

	it.each([
		'example.com',
		'localhost.example.com',
		'127.0.0.1.example.com',
		'user@localhost',
		'[::2]',
		'10.0.0.1',
		'localhost:x',
	])('%s is not, whatever it asks for', async (host) => {
		const contact = `${new URL(tenant.access('wai').baseUrl).pathname}/api/Campaign/campaigns`;
		for (const path of ['/', '/control/vendors', contact, '/nothing']) {
			expect([path, await asHost(host, path)]).toEqual([path, 403]);
		}
		expect((await tenant.summary()).requests.total).toBe(0);
	});

	it('every answer may stand in no frame and is what its type says', async () => {
		const campaigns = `${new URL(tenant.access('wai').baseUrl).pathname}/api/Campaign/campaigns`;
		for (const path of ['/', '/control/vendors', campaigns, '/nothing']) {
			const { headers } = await fetch(`${sandbox.url}${path}`);
			expect([path, headers.get('x-frame-options'), headers.get('x-content-type-options')]).toEqual(
				[path, 'DENY', 'nosniff'],
			);
		}
	});
});
