import type { INodeParameters } from 'n8n-workflow';

import { onErrorOutput, runNode } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import { runWai } from '../support/wai.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());
afterEach(() => jest.useRealTimers());

const add = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'contact',
	operation: 'addToCampaign',
	contactId: '={{ $json.id }}',
	campaign: { __rl: true, mode: 'list', value: 'activation' },
	iteration: 'none',
	...more,
});

describe('Add to Campaign', () => {
	it.each([
		['none', 'UTC', undefined],
		['day', 'UTC', '2026-12-31'],
		['day', 'Asia/Tokyo', '2027-01-01'],
		['week', 'UTC', '2026-W53'],
		['month', 'UTC', '2026-12'],
		['month', 'Asia/Tokyo', '2027-01'],
		['quarter', 'UTC', '2026-Q4'],
		['year', 'Asia/Tokyo', '2027'],
	])('%s in %s is the iteration %s', async (iteration, timezone, expected) => {
		jest.useFakeTimers({
			now: new Date('2026-12-31T22:30:00Z'),
			doNotFake: [
				'setTimeout',
				'setInterval',
				'setImmediate',
				'nextTick',
				'queueMicrotask',
				'performance',
			],
		});
		const tenant = await sandbox.tenant({ wai: { tokenTtlSeconds: 1e9 } });
		const { output } = await runWai(tenant, add({ iteration }), [{ id: '1' }], { timezone });
		expect((await tenant.rows('wai/memberships')).map((m) => m.iteration)).toEqual([expected]);
		expect(output[0]!.json).toMatchObject({
			contactId: '1',
			campaign: 'activation',
			accepted: true,
		});
		expect(output[0]!.json.iteration).toBe(expected);
	});

	it('sends a custom iteration, and rejects an empty one', async () => {
		const tenant = await sandbox.tenant();
		const parameters = add({ iteration: 'custom', customIteration: '={{ $json.round }}' });
		const { errors } = await runWai(
			tenant,
			parameters,
			[{ id: '1', round: 'spring' }, { id: '2' }, { id: '3', round: 2 }],
			onErrorOutput,
		);
		expect((await tenant.rows('wai/memberships')).map((m) => [m.contact, m.iteration])).toEqual([
			['1', 'spring'],
			['3', '2'],
		]);
		expect(errors[0]!.json).toMatchObject({ id: '2', error: '"Custom Iteration" is empty' });
	});

	it('puts a contact into several campaigns, in input order', async () => {
		const tenant = await sandbox.tenant();
		const items = ['activation', 'winback', 'reactivation'].flatMap((campaign) =>
			Array.from({ length: 700 }, (_, i) => ({ id: String(i), campaign })),
		);
		const parameters = add({
			campaign: { __rl: true, mode: 'id', value: '={{ $json.campaign }}' },
		});
		const { output } = await runWai(tenant, parameters, items);
		expect(output).toHaveLength(2100);
		const memberships = await tenant.rows('wai/memberships');
		expect(memberships).toHaveLength(2100);
		const ofOne = memberships
			.filter(({ contact }) => contact === '699')
			.sort((a, b) => a.request - b.request);
		expect(ofOne.map(({ campaign }) => campaign)).toEqual([
			'activation',
			'winback',
			'reactivation',
		]);
	});

	it('repeats after a lost answer without adding twice', async () => {
		const tenant = await sandbox.tenant({
			faults: [{ match: { nth: 1, endpoint: 'wai.campaign.bulk' }, action: 'resetAfter' }],
		});
		const { output } = await runWai(tenant, add(), [{ id: '1' }, { id: '2' }]);
		expect(output.map(({ json }) => json.accepted)).toEqual([true, true]);
		const { wai, requests } = await tenant.summary();
		expect([wai.memberships, requests.endpoints['wai.campaign.bulk']!.requests]).toEqual([2, 2]);
	});

	it('asks for a campaign where there is none', async () => {
		const tenant = await sandbox.tenant();
		const parameters = add({ campaign: { __rl: true, mode: 'id', value: '={{ $json.nothing }}' } });
		const { errors } = await runWai(tenant, parameters, [{ id: '1' }], onErrorOutput);
		expect(errors[0]!.json).toMatchObject({
			error: '"Campaign" is empty',
			message: expect.stringContaining('from the list') as string,
		});
	});
});

describe('Get Many campaigns', () => {
	const getAll = (more: INodeParameters = {}): INodeParameters => ({
		resource: 'campaign',
		operation: 'getAll',
		returnAll: true,
		...more,
	});

	it('returns all, or the enabled ones, up to the limit, for each item', async () => {
		const tenant = await sandbox.tenant();
		const run = async (more: INodeParameters, items = [{}]) =>
			(await runWaiList(tenant, getAll(more), items)).map(({ json }) => json.id);
		const all = await run({ onlyEnabled: false });
		expect(all).toContain('summer-2016');
		expect(await run({ onlyEnabled: true })).toEqual(all.filter((id) => id !== 'summer-2016'));
		expect(await run({ onlyEnabled: false, returnAll: false, limit: 2 })).toEqual(all.slice(0, 2));
		expect(await run({ onlyEnabled: false }, [{}, {}])).toEqual([...all, ...all]);
		expect((await tenant.requests('wai.campaign.list')).map(({ path }) => path)).toContainEqual(
			expect.stringContaining('filterEnabled=true'),
		);
	});
});

async function runWaiList(
	tenant: Awaited<ReturnType<Sandbox['tenant']>>,
	parameters: INodeParameters,
	items: object[],
) {
	const { output, error } = await runNode({
		type: 'wai',
		parameters,
		items: items as never,
		credentials: {
			waiApi: {
				apiKey: tenant.access('wai').apiKey,
				baseUrl: tenant.access('wai').baseUrl,
				token: '',
				renewAt: '',
			},
		},
	});
	expect(error).toBeUndefined();
	return output;
}
