import { onErrorOutput } from '../support/engine.mts';
import { forCustomer, FRIES, runSessionM, transaction } from '../support/sessionM.mts';
import { lastPath, shop, useShops } from './shop.mts';

useShops();

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
		const tenant = await shop({ sessionM: { offers, campaigns } });
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
		const tenant = await shop({ sessionM: { campaigns, campaignsPerPage: 20 } });
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
		const tenant = await shop({ sessionM: { customerCampaigns: 'list' } });
		const { output } = await runSessionM(
			tenant,
			forCustomer('campaign', 'getAll', { returnAll: true }),
			[{ id: 'C-1' }],
		);
		expect(output.map(({ json }) => json.id)).toEqual(['snack-box', 'large-fries', 'welcome-tile']);
	});

	it('a customer without campaigns yields none, and no failure', async () => {
		const tenant = await shop({ sessionM: { campaigns: [] } });
		const { output, errors } = await runSessionM(
			tenant,
			forCustomer('campaign', 'getAll'),
			[{ id: 'C-1' }],
			onErrorOutput,
		);
		expect([output, errors]).toEqual([[], []]);
	});

	it('filters go out as section[], creatives[] and filters[]', async () => {
		const tenant = await shop();
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
