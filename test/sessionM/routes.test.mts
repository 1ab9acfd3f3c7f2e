import type { IDataObject } from 'n8n-workflow';

import type { MessageRow } from '../../sandbox/sessionM/messages.mts';
import { onErrorOutput } from '../support/engine.mts';
import type { SandboxSettings, SandboxTenant } from '../../sandbox/client.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import {
	customerOf,
	forCustomer,
	FRIES,
	pointIds,
	runSessionM,
	transaction,
	upsert,
} from '../support/sessionM.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

const amanda = { id: 'C-1', email: 'amanda@example.com', first_name: 'Amanda', opted_in: true };

/** An account that knows Amanda. */
async function shop(
	settings: SandboxSettings = {},
): Promise<{ tenant: SandboxTenant; userId: string }> {
	const tenant = await sandbox.tenant(settings);
	await runSessionM(tenant, upsert(), [amanda]);
	return { tenant, userId: (await customerOf(tenant, 'C-1'))!.id };
}

const lastPath = async (tenant: SandboxTenant) =>
	(await tenant.requests()).at(-1)!.path.replace(tenant.access('sessionM').coreApiKey!, ':api_key');
const byUserId = (userId: string, more: IDataObject = {}) =>
	({ lookupBy: 'userId', customerId: userId, ...more }) as never;

describe('the messaging example, first table (sessionM 3.7)', () => {
	it('step 1, signs up: POST /priv/v1/apps/:api_key/users', async () => {
		const { tenant } = await shop();
		expect(
			(await tenant.requests('sessionM.core.user.create')).map(({ path, status }) => [
				path,
				status,
			]),
		).toEqual([[`/core/priv/v1/apps/${tenant.access('sessionM').coreApiKey}/users`, 200]]);
		expect(await customerOf(tenant, 'C-1')).toMatchObject({
			email: 'amanda@example.com',
			first_name: 'Amanda',
		});
	});

	it.each(['v1', 'v2'])(
		'step 3, reviews campaigns: GET /users/:user_id/campaigns (%s)',
		async (apiVersion) => {
			const { tenant, userId } = await shop();
			const { output } = await runSessionM(
				tenant,
				forCustomer('campaign', 'getAll', byUserId(userId, { apiVersion })),
				[{}],
			);
			expect(output.map(({ json }) => [json.kind, json.id])).toEqual([
				['tile', 'welcome-tile'],
				['promotion', 'snack-box'],
				['promotion', 'large-fries'],
			]);
			expect(output[1]!.json).toMatchObject({
				name: 'Snack box promotion',
				custom_payload: { offer_id: expect.any(String) as string },
			});
			expect(await lastPath(tenant)).toBe(
				`/core/priv/${apiVersion}/apps/:api_key/users/${userId}/campaigns`,
			);
		},
	);

	it.each(['v1', 'v2'])(
		'step 3, reviews campaigns: GET /external/users/:external_id/campaigns (%s)',
		async (apiVersion) => {
			const { tenant } = await shop();
			const { output } = await runSessionM(
				tenant,
				forCustomer('campaign', 'getAll', { apiVersion }),
				[{ id: 'C-1' }],
			);
			expect(output).toHaveLength(3);
			expect(await lastPath(tenant)).toBe(
				`/core/priv/${apiVersion}/apps/:api_key/external/users/C-1/campaigns`,
			);
		},
	);

	it('step 3, reviews campaigns: GET /campaigns?auth_token=…', async () => {
		const { tenant } = await shop();
		const { output } = await runSessionM(
			tenant,
			{
				resource: 'campaign',
				operation: 'getAll',
				scope: 'app',
				returnAll: true,
				filters: { authToken: 'xx/xx' },
			},
			[{}],
		);
		expect(output).toHaveLength(3);
		expect(await lastPath(tenant)).toBe('/core/priv/v1/apps/:api_key/campaigns?auth_token=xx%2Fxx');
	});

	it('step 4, completes a campaign: POST /api/2.0/send_transaction', async () => {
		const { tenant } = await shop();
		const { output } = await runSessionM(tenant, transaction(), [
			{ id: 'C-1', lines: FRIES, requestId: 'r-1' },
		]);
		expect(output[0]!.json).toMatchObject({
			customerId: 'C-1',
			requestId: 'r-1',
			accepted: true,
			response: { completed_campaigns: ['snack-box'], points_earned: 68 },
		});
		expect(await tenant.rows('sessionM/transactions')).toMatchObject([
			{ requestId: 'r-1', externalId: 'C-1', subtotal: 18, completed: ['snack-box'] },
		]);
		expect(await lastPath(tenant)).toBe('/pos/api/2.0/send_transaction');
	});

	it('step 5, adds the offer to the wallet: POST /offers/api/2.0/offers/get_user_offers', async () => {
		const { tenant, userId } = await shop();
		await runSessionM(tenant, transaction(), [{ id: 'C-1', lines: FRIES }]);
		const { output } = await runSessionM(tenant, forCustomer('offer', 'getAll'), [{ id: 'C-1' }]);
		expect(output[0]!.json).toMatchObject({
			externalId: 'C-1',
			userId: userId,
			offer_id: 'free-snack-box',
		});
		expect(await lastPath(tenant)).toBe('/connect/offers/api/2.0/offers/get_user_offers');
	});

	it.each(['welcome', 'offer_issued', 'offer_expiring'])(
		'steps 2, 6, 7, a message is sent: %s',
		async (event) => {
			const { tenant } = await shop();
			await runSessionM(tenant, transaction(), [{ id: 'C-1', lines: FRIES }]);
			await tenant.configure({ sessionM: { daysAhead: 21 } });
			expect(
				(await tenant.rows<MessageRow>('sessionM/messages')).filter((row) => row.event === event),
			).toHaveLength(1);
		},
	);
});

describe('the messaging example, second table (sessionM 3.7)', () => {
	it.each([
		['1, offer details', ['name', 'description']],
		['2, offer expiration date', ['redemption_end_date']],
		['3, apply offer', ['id']],
	])('row %s', async (_, fields) => {
		const { tenant } = await shop();
		await runSessionM(tenant, transaction(), [{ id: 'C-1', lines: FRIES }]);
		const { output } = await runSessionM(tenant, forCustomer('offer', 'getAll'), [{ id: 'C-1' }]);
		const [row] = await tenant.rows<IDataObject>('sessionM/offers');
		for (const field of fields) expect(output[0]!.json[field]).toBe(row![field]);
		for (const field of fields) expect(output[0]!.json[field]).toEqual(expect.any(String));
	});
});

describe('the other operations', () => {
	it('customer: get, by either id, with what is to be included', async () => {
		const { tenant, userId } = await shop();
		const byExternal = await runSessionM(
			tenant,
			forCustomer('customer', 'get', { include: ['profile', 'identifiers'] }),
			[{ id: 'C-1' }],
		);
		expect(byExternal.output[0]!.json).toMatchObject({
			id: 'C-1',
			userId,
			email: 'amanda@example.com',
			identifiers: [{ external_id: 'C-1' }],
		});
		expect(await lastPath(tenant)).toBe(
			'/core/priv/v1/apps/:api_key/external/users/C-1?user%5Buser_profile%5D=true&show_identifiers=true',
		);
		const byId = await runSessionM(tenant, forCustomer('customer', 'get', byUserId(userId)), [{}]);
		expect(byId.output[0]!.json.external_id).toBe('C-1');
	});

	it.each([
		['fields', { tags: 'summer, vip', ttl: 60 }],
		['JSON', { tagsInput: 'json', tagsJson: '{"tags":["summer","vip"],"ttl":60}' }],
	])('customer: add tags, from %s', async (_, parameters) => {
		const { tenant } = await shop();
		const { output } = await runSessionM(tenant, forCustomer('customer', 'addTags', parameters), [
			{ id: 'C-1' },
		]);
		expect(output[0]!.json).toMatchObject({
			externalId: 'C-1',
			accepted: true,
			tags: ['summer', 'vip'],
		});
		expect((await customerOf(tenant, 'C-1'))!.tags).toEqual({
			summer: { ttl: 60, count: 1 },
			vip: { ttl: 60, count: 1 },
		});
	});

	it.each(['1.0', '2.0'])('points: deposit (%s), then balance', async (apiVersion) => {
		const { tenant } = await shop();
		const { pointSourceId, pointAccountId } = pointIds(tenant);
		const given = await runSessionM(
			tenant,
			forCustomer('points', 'deposit', {
				apiVersion,
				amount: '={{ $json.n }}',
				pointSourceId,
				pointAccountId,
				referenceId: 'ref-1',
			}),
			[{ id: 'C-1', n: '12.5' }],
		);
		expect(given.output[0]!.json).toMatchObject({
			externalId: 'C-1',
			accepted: true,
			referenceIds: ['ref-1'],
			response: { summary: { remaining_balance: 12.5 } },
		});
		expect(await tenant.rows<{ reference: string }>('sessionM/deposits')).toMatchObject([
			{ externalId: 'C-1', amount: 12.5, reference: 'ref-1' },
		]);
		const balance = await runSessionM(tenant, forCustomer('points', 'getBalance'), [{ id: 'C-1' }]);
		expect(balance.output[0]!.json).toMatchObject({
			externalId: 'C-1',
			summary: { total_points: 12.5 },
		});
		const all = await runSessionM(
			tenant,
			forCustomer('points', 'getBalance', { accounts: 'all_balances' }),
			[{ id: 'C-1' }],
		);
		expect(all.output[0]!.json.details).toMatchObject([
			{ point_account_id: pointAccountId, available_balance: 12.5 },
		]);
	});

	it('points: deposit from JSON, a stable reference made where there is none', async () => {
		const { tenant } = await shop();
		const ids = pointIds(tenant);
		const detail = {
			point_source_id: ids.pointSourceId,
			point_account_id: ids.pointAccountId,
			amount: 5,
			reference_id: 'own',
		};
		await runSessionM(
			tenant,
			forCustomer('points', 'deposit', {
				depositInput: 'json',
				depositJson: JSON.stringify({ deposit_details: [detail] }),
			}),
			[{ id: 'C-1' }],
		);
		const fields = { amount: 1, ...ids };
		await runSessionM(tenant, forCustomer('points', 'deposit', fields), [
			{ id: 'C-1' },
			{ id: 'C-1' },
		]);
		const references = (await tenant.rows<{ reference: string }>('sessionM/deposits')).map(
			({ reference }) => reference,
		);
		expect(references[0]).toBe('own');
		expect(new Set(references).size).toBe(3);
	});

	it('offer: purchase spends points and puts the offer into the wallet', async () => {
		const { tenant } = await shop();
		await runSessionM(tenant, transaction(), [{ id: 'C-1', lines: FRIES }]);
		const parameters = forCustomer('offer', 'purchase', {
			offerId: 'large-for-small',
			pointAccountIds: pointIds(tenant).pointAccountId,
		});
		const { output } = await runSessionM(tenant, parameters, [{ id: 'C-1' }]);
		expect(output[0]!.json).toMatchObject({
			accepted: true,
			offerId: 'large-for-small',
			response: { status_list: [{ fail_reason: 0, user_offer_id: expect.any(String) as string }] },
		});
		const poor = await runSessionM(
			tenant,
			{
				...parameters,
				purchaseInput: 'json',
				purchaseJson: JSON.stringify({ offer_id: 'free-snack-box', point_account_ids: ['x'] }),
			},
			[{ id: 'C-1' }],
			onErrorOutput,
		);
		expect(poor.errors[0]!.json).toMatchObject({
			error: 'SessionM rejected it (point_account_not_found)',
			details: { httpCode: 400, outcome: 'rejected' },
		});
		expect(await tenant.rows('sessionM/purchases')).toHaveLength(1);
	});

	it.each([
		['fields', { eventLookup: 'app_opened' }],
		['JSON', { eventInput: 'json', eventJson: '{"event_lookup":"app_opened"}' }],
	])('event: trigger, from %s', async (_, parameters) => {
		const { tenant } = await shop();
		const { output } = await runSessionM(tenant, forCustomer('event', 'trigger', parameters), [
			{ id: 'C-1' },
		]);
		expect(output[0]!.json).toMatchObject({
			externalId: 'C-1',
			accepted: true,
			eventLookup: 'app_opened',
		});
		expect(await tenant.rows('sessionM/events')).toMatchObject([
			{ externalId: 'C-1', event: 'app_opened' },
		]);
	});
});

describe('paging', () => {
	const offers = Array.from({ length: 2300 }, (_, i) => ({
		id: `o-${i}`,
		name: `Offer ${i}`,
		description: 'x',
		days: 30,
	}));

	it('offers: all pages of a wallet, in order, one item each', async () => {
		const campaigns = offers.map(({ id }) => ({
			id,
			name: id,
			description: 'x',
			completedBy: {},
			outcome: { offer: id },
		}));
		const { tenant } = await shop({ sessionM: { offers, campaigns } });
		await runSessionM(tenant, transaction(), [{ id: 'C-1', lines: FRIES }]);
		const { output } = await runSessionM(
			tenant,
			forCustomer('offer', 'getAll', { returnAll: true }),
			[{ id: 'C-1' }],
		);
		expect(output.map(({ json }) => json.offer_id)).toEqual(offers.map(({ id }) => id));
		expect(await tenant.requests('sessionM.connect.offers')).toHaveLength(3);
		const some = await runSessionM(tenant, forCustomer('offer', 'getAll', { limit: 1001 }), [
			{ id: 'C-1' },
		]);
		expect(some.output).toHaveLength(1001);
	});

	it('campaigns of the app: all pages that SessionM counts, by "page" unless the user names it otherwise', async () => {
		const campaigns = offers.slice(0, 45).map(({ id }) => ({ id, name: id, description: 'x' }));
		const { tenant } = await shop({ sessionM: { campaigns, campaignsPerPage: 20 } });
		const app = { resource: 'campaign', operation: 'getAll', scope: 'app', returnAll: true };
		const ids = campaigns.map(({ id }) => id);
		const before = (await tenant.summary()).requests.total;
		const counted = await runSessionM(tenant, app, [{}]);
		expect(counted.output.map(({ json }) => json.id)).toEqual(ids);
		expect((await tenant.summary()).requests.total - before).toBe(3);
		const named = await runSessionM(tenant, { ...app, filters: { pageParameter: 'page' } }, [{}]);
		expect(named.output.map(({ json }) => json.id)).toEqual(ids);
		const some = await runSessionM(tenant, { ...app, returnAll: false, limit: 25 }, [{}]);
		expect(some.output).toHaveLength(25);
	});

	it('campaigns of a customer: a plain list is taken as well', async () => {
		const { tenant } = await shop({ sessionM: { customerCampaigns: 'list' } });
		const { output } = await runSessionM(
			tenant,
			forCustomer('campaign', 'getAll', { returnAll: true }),
			[{ id: 'C-1' }],
		);
		expect(output.map(({ json }) => json.id)).toEqual(['snack-box', 'large-fries', 'welcome-tile']);
	});

	it('a customer without campaigns yields none, and no failure', async () => {
		const { tenant } = await shop({ sessionM: { campaigns: [] } });
		const { output, errors } = await runSessionM(
			tenant,
			forCustomer('campaign', 'getAll'),
			[{ id: 'C-1' }],
			onErrorOutput,
		);
		expect([output, errors]).toEqual([[], []]);
	});

	it('filters go out as section[], creatives[] and filters[]', async () => {
		const { tenant } = await shop();
		const filters = { sections: 'behaviors, progress', creatives: 'tiles', filters: 'x' };
		await runSessionM(tenant, forCustomer('campaign', 'getAll', { filters }), [{ id: 'C-1' }]);
		const query = new URL(`http://x${await lastPath(tenant)}`).searchParams;
		expect([...query]).toEqual([
			['section[]', 'behaviors'],
			['section[]', 'progress'],
			['creatives[]', 'tiles'],
			['filters[]', 'x'],
		]);
	});
});

describe('the customer’s own id at SessionM', () => {
	it('is looked up once a run, however often the customer comes, and not at all by user id', async () => {
		const { tenant, userId } = await shop();
		await runSessionM(tenant, upsert(), [{ id: 'C-2' }]);
		const items = Array.from({ length: 40 }, (_, i) => ({ id: `C-${1 + (i % 2)}` }));
		const before = (await tenant.requests('sessionM.core.user.get')).length;
		const { output } = await runSessionM(
			tenant,
			forCustomer('event', 'trigger', { eventLookup: 'x', options: { maxConcurrency: 8 } }),
			items,
		);
		expect(output).toHaveLength(40);
		expect((await tenant.requests('sessionM.core.user.get')).length - before).toBe(2);
		expect(await tenant.rows('sessionM/events')).toHaveLength(40);
		await runSessionM(
			tenant,
			forCustomer('event', 'trigger', byUserId(userId, { eventLookup: 'x' })),
			[{}],
		);
		expect((await tenant.requests('sessionM.core.user.get')).length - before).toBe(2);
	});

	it('that SessionM does not know costs its item only', async () => {
		const { tenant } = await shop();
		const { byItem } = await runSessionM(
			tenant,
			forCustomer('event', 'trigger', { eventLookup: 'x' }),
			[{ id: 'nobody' }, { id: 'C-1' }],
			onErrorOutput,
		);
		expect(byItem[0]!.json).toMatchObject({
			error: 'SessionM rejected it (user_not_found)',
			details: { outcome: 'rejected' },
		});
		expect(byItem[0]!.json.message).toMatch(/create the customer first/);
		expect(byItem[1]!.json.accepted).toBe(true);
	});
});
