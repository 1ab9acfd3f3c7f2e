import type { SandboxTenant } from '../../sandbox/client.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { bulkBody, login, type Client } from './client.mts';

let sandbox: Sandbox;
let tenant: SandboxTenant;
let client: Client;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(() => sandbox.stop());
beforeEach(async () => {
	tenant = await sandbox.tenant();
	client = await login(tenant);
});

const receipt = expect.stringMatching(/^\d{56}$/);

describe('campaigns', () => {
	it('answers the single call with a receipt as text', async () => {
		const { status, json } = await client.post('/api/Contact/a%2Fb/campaigns', {
			campaign: 'activation',
			iteration: '2017-09',
		});
		expect([status, json]).toEqual([200, { id: receipt }]);
		expect(await tenant.rows('wai/memberships')).toEqual([
			{
				contact: 'a/b',
				campaign: 'activation',
				iteration: '2017-09',
				request: 2,
				receipt: json.id,
				repeats: 0,
			},
		]);
	});

	it('answers the bulk call with a receipt a contact, in order', async () => {
		const { json } = await client.post(
			'/api/Contact/campaigns/_bulk',
			bulkBody(['20', '3'], { campaign: 'winback' }),
		);
		const rows = await tenant.rows('wai/memberships');
		expect(json).toEqual({ id: rows.map((row) => row.receipt) });
		expect(rows.map(({ contact, iteration }) => [contact, iteration])).toEqual([
			['20', undefined],
			['3', undefined],
		]);
	});

	it('processes contact, campaign and iteration once, and answers a repeat all the same', async () => {
		const join = (contact: string, body: object) =>
			client.post(`/api/Contact/${contact}/campaigns`, body);
		await join('1', { campaign: 'activation', iteration: '2017-09' });
		const repeat = await join('1', { campaign: 'activation', iteration: '2017-09' });
		await join('1', { campaign: 'activation', iteration: '2017-10' });
		await join('1', { campaign: 'winback', iteration: '2017-09' });
		await join('2', { campaign: 'activation', iteration: '2017-09' });
		await join('1', { campaign: 'activation' });
		await join('1', { campaign: 'activation' });
		await client.post('/api/Contact/campaigns/_bulk', {
			1: { campaign: 'activation', iteration: '2017-09' },
		});
		expect([repeat.status, repeat.json]).toEqual([200, { id: receipt }]);
		expect((await tenant.summary()).wai).toMatchObject({
			memberships: 5,
			repeatedMemberships: 3,
			receipts: 8,
		});
		expect((await tenant.rows('wai/memberships')).map(({ repeats }) => repeats)).toEqual([
			2, 0, 0, 0, 1,
		]);
	});

	it.each([
		['an unknown campaign', { campaign: 'nope' }],
		['no campaign', { iteration: '2017-09' }],
		['an empty campaign', { campaign: '' }],
		['a number for an iteration', { campaign: 'activation', iteration: 9 }],
		['an empty iteration', { campaign: 'activation', iteration: '' }],
		['another member', { campaign: 'activation', note: 'x' }],
	])('rejects %s', async (_, body) => {
		expect((await client.post('/api/Contact/1/campaigns', body)).status).toBe(400);
		expect(
			(await client.post('/api/Contact/campaigns/_bulk', { 1: { campaign: 'winback' }, 2: body }))
				.status,
		).toBe(400);
		expect((await tenant.summary()).wai.memberships).toBe(0);
	});

	it('are listed, all of them or the enabled ones', async () => {
		const campaigns = [
			{ id: 'a', description: 'A', enabled: true },
			{ id: 'b', description: 'B', enabled: false },
		];
		await tenant.configure({ wai: { campaigns } });
		expect((await client.get('/api/Campaign/campaigns')).json).toEqual(campaigns);
		expect((await client.get('/api/Campaign/campaigns?filterEnabled=false')).json).toEqual(
			campaigns,
		);
		expect((await client.get('/api/Campaign/campaigns?filterEnabled=true')).json).toEqual(
			campaigns.slice(0, 1),
		);
		expect((await client.get('/api/Campaign/campaigns?filterEnabled=yes')).status).toBe(400);
		expect((await client.get('/api/Campaign/campaigns?limit=5')).status).toBe(400);
	});
});
