import { onErrorOutput } from '../support/engine.mts';
import {
	customerOf,
	forCustomer,
	FRIES,
	pointIds,
	runSessionM,
	transaction,
	upsert,
} from '../support/sessionM.mts';
import { byUserId, lastPath, shop, shopAndUser, useShops } from './shop.mts';

useShops();

describe('the other operations', () => {
	it('customer: get, by either id, with what is to be included', async () => {
		const { tenant, userId } = await shopAndUser();
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
		const tenant = await shop();
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
		const tenant = await shop();
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
		const tenant = await shop();
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
		const tenant = await shop();
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
		const tenant = await shop();
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

describe('the customer’s own id at SessionM', () => {
	it('is looked up once a run, however often the customer comes, and not at all by user id', async () => {
		const { tenant, userId } = await shopAndUser();
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
		const tenant = await shop();
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
