import { failReasons } from '../../../sandbox/sessionM/wallets.mts';
import { deposit, issue, offersPath, shop, useSessionM } from './shop.mts';

useSessionM();

describe('offers', () => {
	it('are issued with a status each; why one is not stands under HTTP 200 in its fail_reason', async () => {
		const offers = [
			{ id: 'few', name: 'x', description: 'x', days: 1, inventory: 2 },
			{ id: 'one', name: 'x', description: 'x', days: 1, perCustomer: 1 },
		];
		const { connect, userId } = await shop({ offers, campaigns: [] });
		const tryIssue = async (offer_id: string, quantity = 1) =>
			await connect(offersPath('acquisition/issue'), {
				user_id: userId,
				offer_id,
				quantity,
				issue_exact_version: false,
			});
		const { status, body } = await tryIssue('few', 2);
		expect(status).toBe(200);
		expect(body.payload.status_list).toEqual(
			[1, 2].map(() => ({
				user_id: userId,
				user_offer_id: expect.any(String),
				offer_id: 'few',
				root_offer_id: 'few',
				pending_extended_data: false,
				fail_reason: 0,
			})),
		);
		await tryIssue('one');
		const failures = [await tryIssue('few'), await tryIssue('one'), await tryIssue('none')];
		expect(
			failures.map((one) => [
				one.status,
				one.body.status,
				one.body.payload.status_list[0].fail_reason,
			]),
		).toEqual([
			[200, 'ok', failReasons.soldOut],
			[200, 'ok', failReasons.limitReached],
			[200, 'ok', failReasons.unknownOffer],
		]);
		expect(
			failures.every(({ body: { payload } }) => payload.status_list[0].user_offer_id === null),
		).toBe(true);
		const details = await connect(offersPath('fetch_offers_details'), {
			offer_ids: ['few', 'one', 'none'],
			skip: 0,
			take: 1000,
		});
		expect(details.body.payload.results).toMatchObject([
			{
				offer_id: 'few',
				acquisition_count: 2,
				redemption_count: 0,
				total_inventory: 2,
				available_inventory_remaining: 0,
			},
			{
				offer_id: 'one',
				acquisition_count: 1,
				total_inventory: null,
				available_inventory_remaining: null,
			},
		]);
	});

	it.each<[string, (id: string, userId: string) => [string, object]]>([
		['revoked', (id) => ['acquisition/revoke', { user_offer_id: id, reason: 'mistake' }]],
		['redeemed', (id) => ['redemption/manual_redeem', { user_offer_id: id, force_redeem: false }]],
		[
			'redeemed',
			(id, user_id) => [
				'redemption/redeem',
				{
					user_id,
					user_offer_id: id,
					transaction: { items: [{ pos_item_key: 'fries', quantity: 1, sub_total: 9 }] },
				},
			],
		],
	])('can be %s while they are issued, and not again', async (status, callOf) => {
		const one = await shop();
		const id = await issue(one, 'free-snack-box');
		const [path, body] = callOf(id, one.userId);
		expect((await one.connect(offersPath(path), body)).body.status).toBe('ok');
		expect(await one.tenant.rows('sessionM/offers')).toMatchObject([{ id, status }]);
		const wallet = await one.connect(offersPath('get_user_offers'), {
			user_id: one.userId,
			skip: 0,
			take: 10,
		});
		expect(wallet.body.payload.user_offers).toEqual([]);
		const again = await one.connect(offersPath(path), body);
		expect([again.status, again.body.errors.code]).toEqual([400, `user_offer_${status}`]);
	});

	it('carry custom data that an update sets', async () => {
		const one = await shop();
		const id = await issue(one, 'free-snack-box');
		await one.connect(offersPath('acquisition/update'), {
			user_id: one.userId,
			user_offer_id: id,
			custom_data: '{"a":1}',
			remain_pending_extended_data: false,
			update_redemption_dates: false,
		});
		expect(await one.tenant.rows('sessionM/offers')).toMatchObject([{ custom_data: '{"a":1}' }]);
	});
});

describe('the rewards store', () => {
	it('is listed, with its offers, and sells them for points', async () => {
		const { connect, userId, tenant } = await shop();
		const { pointAccountId: account } = tenant.access('sessionM');
		const stores = await connect(offersPath('rewardstores/get_user_reward_stores'), {
			user_id: userId,
			include_point_balances: true,
		});
		expect(stores.body.payload).toMatchObject({
			reward_stores: [{ id: expect.any(String), point_account_ids: [account] }],
			point_balances: [{ point_account_id: account, available_balance: 0 }],
		});
		const storeIds = stores.body.payload.reward_stores.map(({ id }: { id: string }) => id);
		const list = async (reward_store_ids: string[], take = 1000) =>
			await connect(offersPath('rewardstores/get_reward_store_offers'), {
				user_id: userId,
				reward_store_ids,
				skip: 0,
				take,
			});
		expect((await list(storeIds)).body.payload.reward_store_offers).toMatchObject([
			{ offer_id: 'large-for-small', price: 15 },
		]);
		expect((await list(storeIds, 1001)).status).toBe(400);
		expect((await list(Array.from({ length: 101 }, (_, i) => String(i)))).status).toBe(400);

		const buy = async (offer_id: string) =>
			await connect(offersPath('rewardstores/purchase_offer'), {
				user_id: userId,
				offer_id,
				point_account_ids: [account],
			});
		const poor = await buy('large-for-small');
		expect([poor.status, poor.body.status]).toEqual([200, 'ok']);
		expect(poor.body.payload.status_list).toMatchObject([
			{ user_offer_id: null, fail_reason: failReasons.tooFewPoints },
		]);
		expect((await buy('free-snack-box')).body.payload.status_list).toMatchObject([
			{ fail_reason: failReasons.unknownOffer },
		]);
		expect(await tenant.rows('sessionM/purchases')).toEqual([]);
		await deposit(connect, tenant, userId, { amount: 20 });
		expect((await buy('large-for-small')).body.payload.status_list).toMatchObject([
			{ fail_reason: 0 },
		]);
		expect(await tenant.row('sessionM/customers', 'C-1')).toMatchObject({
			available_points: 5,
			lifetimePoints: 20,
		});
	});
});
