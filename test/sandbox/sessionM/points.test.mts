import { errorStatuses } from '../../../sandbox/sessionM/points.mts';
import { deposit, shop, useSessionM } from './shop.mts';

useSessionM();

describe('points', () => {
	it('that cannot be moved are told under HTTP 200, in error_status and error_response of their detail', async () => {
		const { connect, userId, tenant } = await shop();
		const bad = await deposit(
			connect,
			tenant,
			userId,
			{ amount: 5 },
			{ amount: 5, point_source_id: 'nowhere' },
		);
		expect([bad.status, bad.body.status]).toEqual([200, 'ok']);
		expect(bad.body.payload.details).toMatchObject([
			{
				error_status: errorStatuses.otherFailed,
				amount_deposited: 0,
				error_response: { error: expect.any(String) },
			},
			{ error_status: errorStatuses.unknownSource, amount_deposited: 0 },
		]);
		expect(await tenant.rows('sessionM/deposits')).toEqual([]);
		const good = await deposit(connect, tenant, userId, { amount: 40, reference_id: 'a' });
		expect(good.body.payload).toMatchObject({
			user_id: userId,
			details: [
				{
					error_status: 0,
					error_response: null,
					amount_deposited: 40,
					reference_id: 'a',
					idempotency_summary: null,
				},
			],
			summary: { amount_deposited: 40, remaining_balance: 40 },
		});
	});

	it('are spent as far as there are enough, or by force', async () => {
		const { connect, userId, tenant } = await shop();
		const { pointAccountId: account } = tenant.access('sessionM');
		const spend = async (spend_details: object[], more: object = {}) =>
			await connect('/incentives/api/1.0/user_points/spend_multiple', {
				user_id: userId,
				culture: 'en-US',
				spend_details,
				...more,
			});
		await deposit(connect, tenant, userId, { amount: 30 });
		const detail = {
			amount: 20,
			point_account_ids: [account],
			reference_id: 'o-1',
			reference_type: 'order',
			transaction_id: 't',
			rank: 0,
		};
		const none = await spend([detail, { ...detail, reference_id: 'o-2' }]);
		expect(none.body.payload.details.map((one: any) => one.error_status)).toEqual([
			errorStatuses.otherFailed,
			errorStatuses.tooFewPoints,
		]);
		const part = await spend([detail, { ...detail, reference_id: 'o-2' }], {
			allow_partial_success: true,
		});
		expect(part.body.payload).toMatchObject({
			details: [
				{ error_status: 0, amount_spent: 20, remaining_balance: 10, reference_id: 'o-1' },
				{
					error_status: errorStatuses.tooFewPoints,
					amount_spent: 0,
					error_response: { error: 'The customer has too few points' },
				},
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
		expect(body.payload.details).toMatchObject([
			{ error_status: 0, amount_deposited: 5, idempotency_summary: 'Processed before' },
		]);
		await deposit(connect, tenant, userId, { amount: 5, reference_id: 'r' });
		await deposit(connect, tenant, userId, { amount: 5, reference_id: 'r' });
		expect(await tenant.row('sessionM/customers', 'C-1')).toMatchObject({ available_points: 15 });
	});

	it.each(['balance', 'all_balances'])(
		'have a balance with a summary and an account each (%s)',
		async (path) => {
			const { connect, userId, tenant } = await shop();
			const { retailerId, pointAccountId } = tenant.access('sessionM');
			await deposit(connect, tenant, userId, { amount: 12.5 });
			const { body } = await connect(`/incentives/api/1.0/user_points/${path}`, {
				user_id: userId,
				culture: 'en-US',
			});
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
		},
	);
});
