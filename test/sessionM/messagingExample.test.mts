import type { IDataObject } from 'n8n-workflow';

import type { MessageRow } from '../../sandbox/sessionM/messages.mts';
import { customerOf, forCustomer, FRIES, runSessionM, transaction } from '../support/sessionM.mts';
import { byUserId, lastPath, shop, shopAndUser, useShops } from './shop.mts';

useShops();

describe('the messaging example, first table (sessionM 3.7)', () => {
	it('step 1, signs up: POST /priv/v1/apps/:api_key/users', async () => {
		const tenant = await shop();
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
			const { tenant, userId } = await shopAndUser();
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
			const tenant = await shop();
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
		const tenant = await shop();
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
		const tenant = await shop();
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
		const { tenant, userId } = await shopAndUser();
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
			const tenant = await shop();
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
		const tenant = await shop();
		await runSessionM(tenant, transaction(), [{ id: 'C-1', lines: FRIES }]);
		const { output } = await runSessionM(tenant, forCustomer('offer', 'getAll'), [{ id: 'C-1' }]);
		const [row] = await tenant.rows<IDataObject>('sessionM/offers');
		for (const field of fields) expect(output[0]!.json[field]).toBe(row![field]);
		for (const field of fields) expect(output[0]!.json[field]).toEqual(expect.any(String));
	});
});
