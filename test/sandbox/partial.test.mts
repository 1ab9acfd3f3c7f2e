import type { SandboxTenant } from '../../sandbox/client.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { bulkBody, ids, login, person, type Client } from './client.mts';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(() => sandbox.stop());

async function failing(
	action: object,
	seed = 1,
): Promise<{ tenant: SandboxTenant; client: Client }> {
	const tenant = await sandbox.tenant({
		seed,
		faults: [{ action: { type: 'failEntries', ...action } }],
	});
	return { tenant, client: await login(tenant) };
}

describe('failEntries', () => {
	const bulk = async (client: Client, order: string[]) =>
		(await client.put('/api/Contact/_bulk', bulkBody(order, person()))).json;

	it('fails the named contacts with null in their places, and keeps them out of the ledger', async () => {
		const { tenant, client } = await failing({ ids: ['3', '__proto__'], retry: true });
		const { status, json, text } = await client.put(
			'/api/Contact/_bulk',
			bulkBody(['20', '3', '1', '__proto__'], person()),
		);
		expect(status).toBe(200);
		expect(json.id).toEqual([expect.any(String), null, expect.any(String), null]);
		expect(json.error).toBe(true);
		expect(text).toContain('"failures":{"3":{"retry":true},"__proto__":{"retry":true}}');
		expect((await tenant.rows('wai/contacts')).map(({ id }) => id)).toEqual(['20', '1']);
		expect((await tenant.requests()).at(-1)).toMatchObject({
			processed: true,
			items: 4,
			faults: ['failEntries'],
		});
	});

	it('fails every nth entry, counted across requests', async () => {
		const { client } = await failing({ every: 3, retry: false });
		expect((await bulk(client, ['9', '8', '7', '6'])).failures).toEqual({ 7: { retry: false } });
		expect((await bulk(client, ['5', '4', '3', '2'])).failures).toEqual({ 4: { retry: false } });
		expect((await bulk(client, ['1'])).failures).toEqual({ 1: { retry: false } });
		expect(await bulk(client, ['0'])).not.toHaveProperty('failures');
	});

	it('fails a contact only so many times', async () => {
		const { tenant, client } = await failing({ ids: ['1', '2'], retry: true, times: 2 });
		expect(Object.keys((await bulk(client, ['1', '2', '3'])).failures)).toEqual(['1', '2']);
		expect(Object.keys((await bulk(client, ['2'])).failures)).toEqual(['2']);
		expect(Object.keys((await bulk(client, ['1', '2'])).failures)).toEqual(['1']);
		expect(await bulk(client, ['1', '2'])).toEqual({
			id: [expect.any(String), expect.any(String)],
		});
		expect((await tenant.rows('wai/contacts')).map(({ id, writes }) => [id, writes])).toEqual([
			['3', 1],
			['2', 2],
			['1', 1],
		]);
	});

	it('draws by chance, the same for the same seed, and not for another', async () => {
		const action = { probability: 0.2, retry: true };
		const draw = async (seed: number) => {
			const { client } = await failing(action, seed);
			return Object.keys((await bulk(client, ids(500))).failures);
		};
		const [one, again, other] = [await draw(1), await draw(1), await draw(2)];
		expect(one).toEqual(again);
		expect(one).not.toEqual(other);
		expect(one.length).toBeGreaterThan(60);
		expect(one.length).toBeLessThan(140);
	});

	it(
		'works on events, campaigns and metrics in bulk, and on one contact, but not where no ' +
			'failures are documented',
		async () => {
			const { tenant, client } = await failing({ ids: ['2'], retry: true });
			const events = await client.post(
				'/api/Contact/events/_bulk',
				bulkBody(['2', '1'], [{ name: 'a' }, { name: 'b' }]),
			);
			expect(events.json).toEqual({
				id: [null, expect.any(String)],
				error: true,
				failures: { 2: { retry: true } },
			});
			const campaigns = await client.post(
				'/api/Contact/campaigns/_bulk',
				bulkBody(['2', '1'], { campaign: 'winback' }),
			);
			expect(campaigns.json.failures).toEqual({ 2: { retry: true } });
			expect((await client.put('/api/Contact/2', person())).json).toEqual({
				id: [null],
				error: true,
				failures: { 2: { retry: true } },
			});
			expect((await client.post('/api/Contact/2/events', { name: 'a' })).json).toEqual({
				id: expect.any(String),
			});
			expect((await tenant.rows('wai/events')).map(({ contact }) => contact)).toEqual([
				'1',
				'1',
				'2',
			]);
			expect((await tenant.rows('wai/memberships')).map(({ contact }) => contact)).toEqual(['1']);
			expect((await tenant.summary()).wai.contacts).toBe(0);
		},
	);
});
