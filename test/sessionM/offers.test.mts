import type { SandboxTenant } from '../../sandbox/client.mts';
import { onErrorOutput } from '../support/engine.mts';
import { forCustomer, runSessionM } from '../support/sessionM.mts';
import { customer, issue, issued, shop, useShops } from './shop.mts';

useShops();

const wallet = async (tenant: SandboxTenant) =>
	(
		await runSessionM(tenant, forCustomer('offer', 'getAll', { returnAll: true }), customer)
	).output.map(({ json }) => json);

describe('an offer', () => {
	it('is issued, and stands in the wallet', async () => {
		const tenant = await shop();
		const id = await issued(tenant);
		expect(await wallet(tenant)).toMatchObject([
			{ externalId: 'C-1', id, name: expect.any(String) as string },
		]);
	});

	it('that is not issued is a failure, although SessionM says "ok"', async () => {
		const tenant = await shop();
		const { output, errors } = await runSessionM(
			tenant,
			issue('no-such-offer'),
			customer,
			onErrorOutput,
		);
		expect(output).toEqual([]);
		expect(errors[0]!.json).toMatchObject({
			error: 'SessionM rejected it',
			details: { outcome: 'rejected', vendor: 'fail_reason: 1', retryable: false },
		});
		expect(await wallet(tenant)).toEqual([]);
	});

	it('is revoked, redeemed and updated by its id in the wallet', async () => {
		const tenant = await shop();
		const [first, second, third] = [
			await issued(tenant),
			await issued(tenant),
			await issued(tenant),
		];
		const byId = { resource: 'offer', userOfferId: '={{ $json.offer }}' };
		const revoked = await runSessionM(tenant, { ...byId, operation: 'revoke', reason: 'test' }, [
			{ offer: first },
		]);
		expect(revoked.output[0]!.json).toMatchObject({
			offer: first,
			accepted: true,
			userOfferId: first,
		});
		const redeemed = await runSessionM(tenant, { ...byId, operation: 'redeem' }, [
			{ offer: second },
		]);
		expect(redeemed.output[0]!.json).toMatchObject({ accepted: true, userOfferId: second });
		const updated = await runSessionM(
			tenant,
			forCustomer('offer', 'update', { userOfferId: third, customData: 'mine' }),
			customer,
		);
		expect(updated.output[0]!.json).toMatchObject({
			externalId: 'C-1',
			accepted: true,
			userOfferId: third,
		});
		const again = await runSessionM(
			tenant,
			{ ...byId, operation: 'redeem' },
			[{ offer: second }],
			onErrorOutput,
		);
		expect(again.errors[0]!.json).toMatchObject({
			error: expect.stringContaining('user_offer_redeemed') as string,
		});
	});

	it('tells how often it was acquired', async () => {
		const tenant = await shop();
		await issued(tenant);
		const { output } = await runSessionM(
			tenant,
			{ resource: 'offer', operation: 'getDetails', offerIds: '["free-snack-box"]' },
			[{}],
		);
		expect(output.map(({ json }) => json)).toMatchObject([
			{ offer_id: 'free-snack-box', acquisition_count: 1 },
		]);
	});
});

it('the rewards store tells what a customer may buy', async () => {
	const tenant = await shop();
	const stores = await runSessionM(
		tenant,
		forCustomer('rewardStore', 'getAll', { returnAll: true }),
		customer,
	);
	expect(stores.output[0]!.json).toMatchObject({ externalId: 'C-1', name: 'Fancy Fries rewards' });
	const rewardStoreIds = stores.output[0]!.json.id as string;
	const { output } = await runSessionM(
		tenant,
		forCustomer('rewardStore', 'getOffers', { returnAll: true, rewardStoreIds }),
		customer,
	);
	expect(output.map(({ json }) => json)).toContainEqual(
		expect.objectContaining({ offer_id: 'large-for-small', price: expect.any(Number) as number }),
	);
});
