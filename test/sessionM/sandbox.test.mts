import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { SandboxTenant } from '../../sandbox/client.mts';
import { errorStatuses } from '../../sandbox/sessionM/points.mts';
import { failReasons } from '../../sandbox/sessionM/wallets.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';

let sandbox: Sandbox;
beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => await sandbox.stop());

type Service = 'core' | 'connect' | 'pos';

/** A bare client of one account. */
function clientOf(tenant: SandboxTenant) {
	const access = tenant.access('sessionM');
	const call = async (service: Service, method: string, path: string, body?: object) => {
		const key = `${access[`${service}ApiKey`]}:${access[`${service}ApiSecret`]}`;
		const response = await fetch(`${access.baseUrl}/${service}${path.replace(':api_key', access.coreApiKey)}`, {
			method,
			headers: {
				authorization: `Basic ${Buffer.from(key).toString('base64')}`,
				'content-type': 'application/json',
			},
			body: body && JSON.stringify(body),
		});
		return { status: response.status, body: (await response.json()) as any };
	};
	return {
		call,
		connect: async (path: string, body: object) =>
			await call('connect', 'POST', path, { retailer_id: access.retailerId, ...body }),
		/** One POS call, each under a request id of its own unless it is given. */
		pos: async (path: string, payload: object, requestId = `r-${Math.random()}`) =>
			await call('pos', 'POST', `/api/2.0/${path}`, {
				store_id: access.storeId,
				client_id: access.clientId,
				request_id: requestId,
				request_payload: payload,
			}),
	};
}

/** An account with one customer. */
async function shop(sessionM: object = {}) {
	const tenant = await sandbox.tenant({ sessionM });
	const client = clientOf(tenant);
	const user = { external_id: 'C-1', email: 'ana@example.com', opted_in: true };
	const { body } = await client.call('core', 'POST', '/priv/v1/apps/:api_key/users', { user });
	return { tenant, ...client, userId: body.user.id as string };
}

type Shop = Awaited<ReturnType<typeof shop>>;

const CAMPAIGNS = '/priv/v1/apps/:api_key/external/users/C-1/campaigns';

describe('campaigns', () => {
	it('of a customer are an object of tiles and promotions, each with its custom payload', async () => {
		const { call } = await shop();
		const { status, body } = await call('core', 'GET', CAMPAIGNS);
		expect(status).toBe(200);
		expect(body).toEqual({
			status: 'ok',
			campaigns: {
				tiles: [
					{
						id: 'welcome-tile',
						name: 'Welcome to Fancy Fries',
						description: 'A tile in the app',
						custom_payload: {},
					},
				],
				promotions: [
					expect.objectContaining({ id: 'snack-box', custom_payload: { offer_id: 'free-snack-box' } }),
					expect.objectContaining({ id: 'large-fries', custom_payload: { offer_id: 'mobile-tuesdays' } }),
				],
			},
		});
	});

	it('of a customer are one list in an account that is set so', async () => {
		const { call } = await shop({ customerCampaigns: 'list' });
		const { body } = await call('core', 'GET', CAMPAIGNS);
		expect(body.campaigns.map(({ id }: { id: string }) => id)).toEqual(['snack-box', 'large-fries', 'welcome-tile']);
	});

	it('of the app come in pages that say how many there are', async () => {
		const campaigns = Array.from({ length: 45 }, (_, i) => ({ id: `c-${i}`, name: 'x', description: 'x' }));
		const { call } = await shop({ campaigns });
		const app = '/priv/v1/apps/:api_key/campaigns';
		const first = await call('core', 'GET', app);
		expect(first.body).toMatchObject({ page: 1, page_size: 20, number_of_pages: 3 });
		expect(first.body.campaigns).toHaveLength(20);
		const last = await call('core', 'GET', `${app}?page=3`);
		expect(last.body).toMatchObject({ page: 3, number_of_pages: 3 });
		expect(last.body.campaigns.map(({ id }: { id: string }) => id)).toEqual(['c-40', 'c-41', 'c-42', 'c-43', 'c-44']);
		expect((await call('core', 'GET', `${app}?page=0`)).status).toBe(400);
	});
});

const line = { line_id: '1', item_id: 'fries', quantity: 2, unit_price: 9, subtotal: 18, tax_included: 0 };
const payment = {
	payment_id: '1',
	amount: 18,
	type: 'card',
	payment_time: '2026-11-21T10:00:00Z',
	user_id: 'C-1',
	user_id_type: 'External_ID',
};
const purchase = (more: object = {}) => ({
	is_closed: true,
	transaction_id: 't-1',
	subtotal: 18,
	items: [line],
	payments: [payment],
	...more,
});
const discount = (userOfferId: string, more: object = {}) => ({
	reference_id: userOfferId,
	reference_id_type: 'UserOfferId',
	display_name: 'Free snack box',
	discount_source: 'SessionM',
	amount: 5,
	stack_order: 1,
	applied_time: '2026-11-21T10:00:00Z',
	...more,
});

describe('send_transaction', () => {
	it.each([
		['tax_included as a boolean', { items: [{ ...line, tax_included: false }] }],
		['tax_included as a text', { items: [{ ...line, tax_included: '0' }] }],
		['a quantity as a text', { items: [{ ...line, quantity: '2' }] }],
		['a field of an item that does not exist', { items: [{ ...line, price: 9 }] }],
		['no payment', { payments: [] }],
		['a customer without the type of the id', { payments: [{ ...payment, user_id_type: undefined }] }],
		['a date without a zone', { open_time: '2026-11-21T10:00:00' }],
		['a discount without its source', { discounts: [discount('x', { discount_source: undefined })] }],
		['a discount by something else than an offer', { discounts: [discount('x', { reference_id_type: 'Coupon' })] }],
	])('answers 400 to %s', async (_, more) => {
		const { pos, tenant } = await shop();
		const { status, body } = await pos('send_transaction', purchase(more));
		expect([status, body.status]).toEqual([400, 'error']);
		expect(await tenant.rows('sessionM/transactions')).toEqual([]);
	});

	it('takes every field that the types of an integration have', async () => {
		const { pos } = await shop();
		const { status, body } = await pos('send_transaction', {
			...purchase(),
			pos_employee_id: 'e-1',
			sm_employee_id: null,
			table_id: '7',
			guest_count: 2,
			is_voided: false,
			from_transaction_id: null,
			tax_total: 1.5,
			open_time: '2026-11-21T10:00:00+01:00',
			modified_time: '2026-11-21T10:00:00Z',
			guest_receipt_code: 'code',
			channel: 'IN-STORE',
			custom_data: { a: 1 },
			business_def_collection: [{}],
			discounts: [],
			items: [{ ...line, tax_included: 0.7, modifies_line_id: null, custom_data: {} }],
			payments: [{ ...payment, additional_user_id: null, additional_user_id_type: null, receipt_code: 'q', custom_data: null }],
		});
		expect([status, body.status, body.payload.points_earned]).toEqual([200, 'OK', 18]);
	});

	it('redeems the offers that its discounts refer to, once and only the payer’s', async () => {
		const one = await shop();
		const issued = await issue(one, 'free-snack-box');
		const apply = async (id: string, more: object = {}) =>
			await one.pos('send_transaction', purchase({ discounts: [discount(id, more)] }));
		expect((await apply('nobody’s')).body.errors.code).toBe('user_offer_not_found');
		expect((await apply(issued, { discounted_line_ids: ['9'] })).body.errors.code).toBe('line_not_found');
		expect(await one.tenant.rows('sessionM/transactions')).toEqual([]);
		const applied = await apply(issued, { discounted_line_ids: ['1'], discounted_line_id_quantities: [1] });
		expect(applied.body.status).toBe('OK');
		expect(await one.tenant.rows('sessionM/transactions')).toMatchObject([{ redeemed: [issued] }]);
		expect(await one.tenant.rows('sessionM/offers')).toMatchObject([{ id: issued, status: 'redeemed' }]);
		const again = await apply(issued);
		expect([again.status, again.body.errors.code]).toEqual([400, 'user_offer_redeemed']);
		await one.call('core', 'POST', '/priv/v1/apps/:api_key/users', { user: { external_id: 'C-2' } });
		const other = await issue(one, 'mobile-tuesdays');
		const stolen = await one.pos('send_transaction', purchase({ discounts: [discount(other)], payments: [{ ...payment, user_id: 'C-2' }] }));
		expect(stolen.body.errors.code).toBe('user_offer_not_found');
	});

	it('gives a redeemed offer back by reinstate', async () => {
		const one = await shop();
		const issued = await issue(one, 'free-snack-box');
		await one.pos('send_transaction', purchase({ discounts: [discount(issued)] }));
		const given = await one.pos('reinstate', { user_offer_id: issued, employee_id: 'e-1' });
		expect(given.body).toEqual({ status: 'OK' });
		expect(await one.tenant.rows('sessionM/offers')).toMatchObject([{ status: 'issued' }]);
	});

	it('takes points back for a return, which names the transaction it is of', async () => {
		const { pos, tenant } = await shop();
		await pos('send_transaction', purchase());
		const unknown = await pos('send_transaction', purchase({ transaction_id: 't-2', from_transaction_id: 't-9' }));
		expect([unknown.status, unknown.body.errors.code]).toEqual([400, 'transaction_not_found']);
		const { body } = await pos('send_transaction', purchase({ transaction_id: 't-2', from_transaction_id: 't-1', subtotal: -9 }));
		expect(body.payload.points_earned).toBe(-9);
		expect(await tenant.row('sessionM/customers', 'C-1')).toMatchObject({ available_points: 9 });
	});

	it('counts once for a request id, whatever comes under it', async () => {
		const { pos, tenant } = await shop();
		const first = await pos('send_transaction', purchase(), 'r-1');
		const second = await pos('send_transaction', purchase({ subtotal: 99 }), 'r-1');
		expect(second.body).toEqual(first.body);
		expect((await tenant.summary()).sessionM).toMatchObject({ transactions: 1, repeatedTransactions: 1, points: 18 });
	});

	it('of nobody, voided or still open earns nothing', async () => {
		const { pos, tenant } = await shop();
		const { user_id: _, user_id_type: __, ...nobody } = payment;
		for (const more of [{ payments: [nobody] }, { is_voided: true }, { is_closed: false }]) {
			const { body } = await pos('send_transaction', purchase(more));
			expect([body.status, body.payload.points_earned]).toEqual(['OK', 0]);
		}
		expect((await tenant.summary()).sessionM).toMatchObject({ transactions: 3, points: 0 });
	});
});

const offersPath = (path: string) => `/offers/api/2.0/offers/${path}`;

async function issue({ connect, userId }: Shop, offer: string): Promise<string> {
	const { body } = await connect(offersPath('acquisition/issue'), { user_id: userId, offer_id: offer });
	return body.payload.status_list[0].user_offer_id;
}

describe('offers', () => {
	it('are issued with a status each; why one is not stands under HTTP 200 in its fail_reason', async () => {
		const offers = [
			{ id: 'few', name: 'x', description: 'x', days: 1, inventory: 2 },
			{ id: 'one', name: 'x', description: 'x', days: 1, perCustomer: 1 },
		];
		const { connect, userId } = await shop({ offers, campaigns: [] });
		const tryIssue = async (offer_id: string, quantity = 1) =>
			await connect(offersPath('acquisition/issue'), { user_id: userId, offer_id, quantity, issue_exact_version: false });
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
		expect(failures.map((one) => [one.status, one.body.status, one.body.payload.status_list[0].fail_reason])).toEqual([
			[200, 'ok', failReasons.soldOut],
			[200, 'ok', failReasons.limitReached],
			[200, 'ok', failReasons.unknownOffer],
		]);
		expect(failures.every(({ body: { payload } }) => payload.status_list[0].user_offer_id === null)).toBe(true);
		const details = await connect(offersPath('fetch_offers_details'), { offer_ids: ['few', 'one', 'none'], skip: 0, take: 1000 });
		expect(details.body.payload.results).toMatchObject([
			{ offer_id: 'few', acquisition_count: 2, redemption_count: 0, total_inventory: 2, available_inventory_remaining: 0 },
			{ offer_id: 'one', acquisition_count: 1, total_inventory: null, available_inventory_remaining: null },
		]);
	});

	it.each<[string, (id: string, userId: string) => [string, object]]>([
		['revoked', (id) => ['acquisition/revoke', { user_offer_id: id, reason: 'mistake' }]],
		['redeemed', (id) => ['redemption/manual_redeem', { user_offer_id: id, force_redeem: false }]],
		[
			'redeemed',
			(id, user_id) => [
				'redemption/redeem',
				{ user_id, user_offer_id: id, transaction: { items: [{ pos_item_key: 'fries', quantity: 1, sub_total: 9 }] } },
			],
		],
	])('can be %s while they are issued, and not again', async (status, callOf) => {
		const one = await shop();
		const id = await issue(one, 'free-snack-box');
		const [path, body] = callOf(id, one.userId);
		expect((await one.connect(offersPath(path), body)).body.status).toBe('ok');
		expect(await one.tenant.rows('sessionM/offers')).toMatchObject([{ id, status }]);
		const wallet = await one.connect(offersPath('get_user_offers'), { user_id: one.userId, skip: 0, take: 10 });
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
		const stores = await connect(offersPath('rewardstores/get_user_reward_stores'), { user_id: userId, include_point_balances: true });
		expect(stores.body.payload).toMatchObject({
			reward_stores: [{ id: expect.any(String), point_account_ids: [account] }],
			point_balances: [{ point_account_id: account, available_balance: 0 }],
		});
		const storeIds = stores.body.payload.reward_stores.map(({ id }: { id: string }) => id);
		const list = async (reward_store_ids: string[], take = 1000) =>
			await connect(offersPath('rewardstores/get_reward_store_offers'), { user_id: userId, reward_store_ids, skip: 0, take });
		expect((await list(storeIds)).body.payload.reward_store_offers).toMatchObject([{ offer_id: 'large-for-small', price: 15 }]);
		expect((await list(storeIds, 1001)).status).toBe(400);
		expect((await list(Array.from({ length: 101 }, (_, i) => String(i)))).status).toBe(400);

		const buy = async (offer_id: string) =>
			await connect(offersPath('rewardstores/purchase_offer'), { user_id: userId, offer_id, point_account_ids: [account] });
		const poor = await buy('large-for-small');
		expect([poor.status, poor.body.status]).toEqual([200, 'ok']);
		expect(poor.body.payload.status_list).toMatchObject([{ user_offer_id: null, fail_reason: failReasons.tooFewPoints }]);
		expect((await buy('free-snack-box')).body.payload.status_list).toMatchObject([{ fail_reason: failReasons.unknownOffer }]);
		expect(await tenant.rows('sessionM/purchases')).toEqual([]);
		await deposit(connect, tenant, userId, { amount: 20 });
		expect((await buy('large-for-small')).body.payload.status_list).toMatchObject([{ fail_reason: 0 }]);
		expect(await tenant.row('sessionM/customers', 'C-1')).toMatchObject({ available_points: 5, lifetimePoints: 20 });
	});
});

async function deposit(connect: Shop['connect'], tenant: SandboxTenant, userId: string, ...details: object[]) {
	const { pointSourceId, pointAccountId } = tenant.access('sessionM');
	const ids = { point_source_id: pointSourceId, point_account_id: pointAccountId };
	return await connect('/incentives/api/1.0/user_points/deposit', {
		user_id: userId,
		deposit_details: details.map((detail) => ({ ...ids, ...detail })),
		allow_partial_success: false,
	});
}

describe('points', () => {
	it('that cannot be moved are told under HTTP 200, in error_status and error_response of their detail', async () => {
		const { connect, userId, tenant } = await shop();
		const bad = await deposit(connect, tenant, userId, { amount: 5 }, { amount: 5, point_source_id: 'nowhere' });
		expect([bad.status, bad.body.status]).toEqual([200, 'ok']);
		expect(bad.body.payload.details).toMatchObject([
			{ error_status: errorStatuses.otherFailed, amount_deposited: 0, error_response: { error: expect.any(String) } },
			{ error_status: errorStatuses.unknownSource, amount_deposited: 0 },
		]);
		expect(await tenant.rows('sessionM/deposits')).toEqual([]);
		const good = await deposit(connect, tenant, userId, { amount: 40, reference_id: 'a' });
		expect(good.body.payload).toMatchObject({
			user_id: userId,
			details: [{ error_status: 0, error_response: null, amount_deposited: 40, reference_id: 'a', idempotency_summary: null }],
			summary: { amount_deposited: 40, remaining_balance: 40 },
		});
	});

	it('are spent as far as there are enough, or by force', async () => {
		const { connect, userId, tenant } = await shop();
		const { pointAccountId: account } = tenant.access('sessionM');
		const spend = async (spend_details: object[], more: object = {}) =>
			await connect('/incentives/api/1.0/user_points/spend_multiple', { user_id: userId, culture: 'en-US', spend_details, ...more });
		await deposit(connect, tenant, userId, { amount: 30 });
		const detail = { amount: 20, point_account_ids: [account], reference_id: 'o-1', reference_type: 'order', transaction_id: 't', rank: 0 };
		const none = await spend([detail, { ...detail, reference_id: 'o-2' }]);
		expect(none.body.payload.details.map((one: any) => one.error_status)).toEqual([errorStatuses.otherFailed, errorStatuses.tooFewPoints]);
		const part = await spend([detail, { ...detail, reference_id: 'o-2' }], { allow_partial_success: true });
		expect(part.body.payload).toMatchObject({
			details: [
				{ error_status: 0, amount_spent: 20, remaining_balance: 10, reference_id: 'o-1' },
				{ error_status: errorStatuses.tooFewPoints, amount_spent: 0, error_response: { error: 'The customer has too few points' } },
			],
			summary: { amount_spent: 20, remaining_balance: 10 },
		});
		const forced = await spend([{ ...detail, force_spend: true }]);
		expect(forced.body.payload.summary).toEqual({ amount_spent: 20, remaining_balance: -10 });
		expect(await tenant.rows('sessionM/spent')).toHaveLength(2);
	});

	it('move once for an idempotency id, and each time for a reference', async () => {
		const { connect, userId, tenant } = await shop();
		const once = { amount: 5, reference_id: 'r', idempotency_id: 'i-1' };
		await deposit(connect, tenant, userId, once);
		const { body } = await deposit(connect, tenant, userId, once);
		expect(body.payload.details).toMatchObject([{ error_status: 0, amount_deposited: 5, idempotency_summary: 'Processed before' }]);
		await deposit(connect, tenant, userId, { amount: 5, reference_id: 'r' });
		await deposit(connect, tenant, userId, { amount: 5, reference_id: 'r' });
		expect(await tenant.row('sessionM/customers', 'C-1')).toMatchObject({ available_points: 15 });
	});

	it.each(['balance', 'all_balances'])('have a balance with a summary and an account each (%s)', async (path) => {
		const { connect, userId, tenant } = await shop();
		const { retailerId, pointAccountId } = tenant.access('sessionM');
		await deposit(connect, tenant, userId, { amount: 12.5 });
		const { body } = await connect(`/incentives/api/1.0/user_points/${path}`, { user_id: userId, culture: 'en-US' });
		expect(body).toEqual({
			status: 'ok',
			payload: {
				retailer_id: retailerId,
				user_id: userId,
				summary: { total_points: 12.5, life_time_points: 12.5 },
				details: [
					{
						account_name: 'Fry Points',
						user_point_account_id: expect.any(String),
						point_account_id: pointAccountId,
						grouping_label: 'Available',
						available_balance: 12.5,
						life_time_value: 12.5,
					},
				],
			},
		});
	});
});

describe('the rest', () => {
	it('a tag given again counts up', async () => {
		const { call, userId, tenant } = await shop();
		const path = `/priv/v1/apps/:api_key/users/${userId}/tags`;
		await call('core', 'POST', path, { tags: ['vip'], ttl: 60 });
		await call('core', 'POST', path, { tags: ['vip', 'new'] });
		expect((await tenant.row('sessionM/customers', 'C-1'))!.tags).toEqual({ vip: { ttl: null, count: 2 }, new: { ttl: null, count: 1 } });
	});

	it.each(['welcome', 'offer_issued', 'offer_expiring'])('the sample %s is sent to the address that is set, with its header', async (name) => {
		const received: Array<{ secret: unknown; body: any }> = [];
		const server = createServer(async (request, response) => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			received.push({ secret: request.headers['x-secret'], body: JSON.parse(Buffer.concat(chunks).toString()) });
			response.end();
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
		const tenant = await sandbox.tenant();
		const control = `${sandbox.url}/control/tenants/${tenant.name}`;
		const set = await fetch(`${control}/callbacks/sessionM/messages`, {
			method: 'PUT',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ url, headerName: 'X-Secret', headerValue: 's3cret' }),
		});
		expect(await set.json()).toEqual({ vendor: 'sessionM', name: 'messages', title: 'Messages', url, headerName: 'X-Secret', headerValue: 's3cret' });
		const sent = await tenant.act<{ name: string; sentTo: string; ids: string[] }>(`sessionM/samples/${name}`, { externalId: 'C-7' });
		expect(sent).toMatchObject({ name, sentTo: url });
		const rows = await tenant.rows('sessionM/messages');
		expect(rows.filter(({ id }) => sent.ids.includes(id)).map(({ event }) => event)).toEqual([name]);
		for (let wait = 0; wait < 100 && received.length < rows.length; wait++) await new Promise((resolve) => setTimeout(resolve, 20));
		server.close();
		const of = received.find(({ body }) => body.message_id === sent.ids[0])!;
		expect(of).toMatchObject({ secret: 's3cret', body: { event: name, customer: { external_id: 'C-7' } } });
	});
});
