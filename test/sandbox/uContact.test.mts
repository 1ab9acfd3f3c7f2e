import type { SandboxTenant } from '../../sandbox/client.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';

let sandbox: Sandbox;
let tenant: SandboxTenant;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(() => sandbox.stop());
beforeEach(async () => (tenant = await sandbox.tenant()));

interface Options {
	body: unknown;
	authorization?: string;
	contentType?: string;
}

async function post(path: string, { body, contentType = 'application/json', ...options }: Options) {
	const { baseUrl, apiToken } = tenant.access('uContact');
	const { authorization = `Bearer ${apiToken}` } = options;
	const response = await fetch(baseUrl + path, {
		method: 'POST',
		headers: { 'content-type': contentType, authorization },
		body: typeof body === 'string' ? body : JSON.stringify(body),
	});
	return { status: response.status, text: await response.text() };
}

const lists = (hub: string) => `/api/dialer/id/${encodeURIComponent(hub)}/lists`;
const freshLeads = (hub: string) => `/api/dialer/id/${encodeURIComponent(hub)}/freshLeads`;
const people = [{ clientIds: ['1567890', '1234567'] }, { clientIds: ['1987789'], name: 'Ana' }];
const june = { filename: 'June sales clients', list: people };

async function signIn(): Promise<string> {
	const { user, password } = tenant.access('uContact');
	const body = new URLSearchParams({ user, password }).toString();
	const path = '/Integra/resources/auth/getUserToken';
	const { text } = await post(path, { body, contentType: 'application/x-www-form-urlencoded' });
	return JSON.parse(text).at(-1);
}

describe('lists', () => {
	it('are loaded after the answer, and inactive until somebody starts them', async () => {
		await tenant.configure({ uContact: { listLoadMs: 200 } });
		expect((await post(lists('Calls'), { body: june })).status).toBe(200);
		const loading = {
			id: '1',
			hub: 'Calls',
			filename: 'June sales clients',
			contacts: 2,
			status: 'loading',
		};
		expect(await tenant.rows('uContact/lists')).toMatchObject([loading]);
		expect(await tenant.rows('uContact/leads')).toEqual([]);
		await expect(tenant.act('uContact/startList', { id: '1' })).rejects.toThrow('409');
		await new Promise((resolve) => setTimeout(resolve, 250));
		expect(await tenant.rows('uContact/lists')).toMatchObject([{ status: 'inactive' }]);
		const saved = people.map((contact) => ({
			hub: 'Calls',
			list: 'June sales clients',
			contact,
			active: false,
		}));
		expect(await tenant.rows('uContact/leads')).toMatchObject(saved);
		expect(await tenant.act('uContact/startList', { id: '1' })).toMatchObject({
			id: '1',
			status: 'active',
		});
		expect(await tenant.rows('uContact/leads')).toMatchObject([{ active: true }, { active: true }]);
		await expect(tenant.act('uContact/startList', { id: '2' })).rejects.toThrow('404');
	});

	it('of one name are two lists', async () => {
		for (let n = 0; n < 2; n++) await post(lists('Calls'), { body: june });
		const [one, two] = await tenant.rows('uContact/lists');
		expect([one, two]).toMatchObject([
			{ id: '1', contacts: 2 },
			{ id: '2', contacts: 2 },
		]);
		expect((await tenant.summary()).uContact).toMatchObject({ lists: 2, leads: 4 });
	});
});

describe('fresh leads', () => {
	it('are saved when the answer comes, and active', async () => {
		await tenant.configure({ uContact: { listLoadMs: 60_000, maxLeads: 2 } });
		expect((await post(freshLeads('Calls'), { body: june })).status).toBe(200);
		expect((await post(freshLeads('Calls'), { body: { list: people } })).status).toBe(200);
		expect(await tenant.rows('uContact/leads')).toMatchObject(
			[...people, ...people].map((contact) => ({
				hub: 'Calls',
				list: null,
				contact,
				active: true,
			})),
		);
		expect(
			(await post(freshLeads('Calls'), { body: { list: [...people, ...people] } })).status,
		).toBe(400);
		expect(await tenant.rows('uContact/lists')).toEqual([]);
	});
});

describe.each([
	['lists', lists],
	['freshLeads', freshLeads],
])('%s', (_, path) => {
	it.each<[string, string, object, boolean]>([
		['numbers of a telephony hub', 'Calls', { clientIds: ['1567890'] }, true],
		['an address of a telephony hub', 'Calls', { clientId: 'john@example.com' }, false],
		['no number', 'Calls', { clientIds: [] }, false],
		['a number that is not text', 'Calls', { clientIds: [1567890] }, false],
		['an address of an email hub', 'Newsletter', { clientId: 'john@example.com' }, true],
		['what is no address', 'Newsletter', { clientId: '1567890' }, false],
		['numbers of an email hub', 'Newsletter', { clientIds: ['1567890'] }, false],
		['numbers of a WhatsApp hub', 'Reminders', { clientIds: ['1567890'], template: 'x' }, true],
		['one number of an SMS hub', 'Texts', { clientId: '1567890' }, true],
		['nobody', 'Texts', { name: 'Ana' }, false],
		['both at once', 'Texts', { clientId: '1567890', clientIds: ['1567890'] }, false],
	])('%s', async (_name, hub, contact, isTaken) => {
		const { status } = await post(path(hub), { body: { filename: 'f', list: [contact] } });
		expect(status).toBe(isTaken ? 200 : 400);
		expect(await tenant.rows('uContact/leads')).toHaveLength(isTaken ? 1 : 0);
	});

	it.each<[string, Partial<Options>, number]>([
		['a wrong token', { authorization: 'Bearer x' }, 401],
		['no JSON', { contentType: 'text/plain' }, 415],
		['a form', { contentType: 'application/x-www-form-urlencoded', body: 'filename=f&list=' }, 415],
		['what cannot be read', { body: '{' }, 400],
		['an empty list', { body: { ...june, list: [] } }, 400],
		['no list', { body: { filename: 'f' } }, 400],
		['another field', { body: { ...june, campaign: 'x' } }, 400],
		['a name that is not text', { body: { ...june, filename: 5 } }, 400],
		['no contacts', { body: { ...june, list: ['1567890'] } }, 400],
	])('rejects %s', async (_name, more, status) => {
		expect((await post(path('Calls'), { body: june, ...more })).status).toBe(status);
		expect(await tenant.rows('uContact/leads')).toEqual([]);
	});

	it('takes the portal’s API token only', async () => {
		const token = await signIn();
		expect(
			(await post(path('Calls'), { body: june, authorization: `Basic ${token}` })).status,
		).toBe(401);
	});

	it.each(['calls', 'No such hub', '../Calls', ''])('knows no hub %j', async (hub) => {
		expect((await post(path(hub), { body: june })).status).toBe(404);
		expect(await tenant.rows('uContact/leads')).toEqual([]);
	});
});

it('a list needs a name', async () => {
	expect((await post(lists('Calls'), { body: { list: people } })).status).toBe(400);
});

describe('the older calls', () => {
	const form = 'application/x-www-form-urlencoded';
	const upload = async (authorization: string, rows: string) => {
		const fields = {
			filename: 'f.csv',
			fileb64: Buffer.from(rows).toString('base64'),
			campaign: 'Reminders',
		};
		const body = new URLSearchParams(fields).toString();
		return await post('/Integra/resources/SMS/uploadbase', {
			body,
			contentType: form,
			authorization,
		});
	};

	it('take a session’s token until it ends', async () => {
		const authorization = `Basic ${await signIn()}`;
		expect(await upload(authorization, 'Reminders;59891111111;hsm:code;\n')).toEqual({
			status: 200,
			text: 'OK',
		});
		expect(await tenant.act('uContact/expireTokens')).toEqual({ expired: 1 });
		expect((await upload(authorization, 'Reminders;59891111111;hsm:code;\n')).status).toBe(401);
		expect(await tenant.rows('uContact/base')).toHaveLength(1);
	});

	it.each(['Reminders;59891111111;x', 'Other;59891111111;x;', 'Reminders;abc;x;'])(
		'answer ERROR under HTTP 200: %s',
		async (row) => {
			const authorization = `Bearer ${tenant.access('uContact').apiToken}`;
			expect(await upload(authorization, row)).toEqual({ status: 200, text: 'ERROR' });
			expect(await tenant.rows('uContact/base')).toEqual([]);
		},
	);
});

describe('callbacks of Wavy', () => {
	const clientInfo = { customerId: 42, subAccountId: 1291, userId: 1 };
	const message = {
		id: 'm',
		source: '5511900000001',
		message: { type: 'TEXT', messageText: 'hi' },
	};
	const forward = async (kind: string, body: unknown) =>
		await post(`/Integra/resources/Wavy/${kind}`, { body, authorization: '' });

	it('are kept with what tells Wavy’s accounts apart', async () => {
		expect((await forward('message', { total: 1, data: [message], clientInfo })).text).toBe('');
		expect((await forward('message', { total: 1, data: [message] })).text).toBe('');
		expect(await tenant.rows('uContact/forwarded')).toMatchObject([
			{ kind: 'message', id: 'm', entry: message, clientInfo },
			{ kind: 'message', id: 'm', entry: message, clientInfo: null },
		]);
	});

	it.each([
		['a message at the address of statuses', 'status', { data: [message] }],
		['nothing', 'message', { data: [] }],
		['no JSON', 'message', '{'],
		[
			'clientInfo of another shape',
			'message',
			{ data: [message], clientInfo: { customerId: 'x' } },
		],
	])('%s is answered with ERROR', async (_, kind, body) => {
		expect(await forward(kind, body)).toEqual({ status: 200, text: 'ERROR' });
		expect(await tenant.rows('uContact/forwarded')).toEqual([]);
	});
});
