import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { account, byIdentity, failed, one, useAccounts, wallet } from './account.mts';

useAccounts();

describe('coupon', () => {
	const issue = (more: INodeParameters): INodeParameters => ({
		resource: 'coupon',
		operation: 'issue',
		...byIdentity,
		...more,
	});

	it('issue a single one', async () => {
		const answer = await one(issue({ couponInput: 'single', campaignId: '5001', state: 'LOADED' }));
		const { accountId } = await account('900001', 'ECOUPON');
		expect(answer).toMatchObject({
			accepted: true,
			coupons: [{ accountId, campaignId: '5001', status: 'ACTIVE' }],
		});
	});

	it('issue several, from rows and from JSON', async () => {
		const campaign = [
			{ campaignTag: 'freecoffee', state: 'LOADED' },
			{ campaignTag: '={{ $json.tag }}', state: 'LOADED' },
		];
		const rows = await one(issue({ couponInput: 'several', campaigns: { campaign } }), {
			id: '900001',
			tag: 'initialoffer',
		});
		expect((rows.coupons as IDataObject[]).map(({ campaignId }) => campaignId)).toEqual([
			'5001',
			'5002',
		]);
		await one(
			issue({
				couponInput: 'json',
				couponsJson: '[{"campaignTag":"freecoffee","state":"LOADED"}]',
			}),
		);
		expect((await wallet('900001')).coupons).toBe(3);
		expect(await failed(issue({ couponInput: 'several', campaigns: {} }))).toMatchObject({
			error: 'There is no coupon to issue',
		});
	});
});
