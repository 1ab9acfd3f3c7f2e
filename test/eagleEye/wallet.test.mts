import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { runEagleEye } from '../support/eagleEye.mts';
import { onErrorOutput } from '../support/engine.mts';
import { account, byIdentity, failed, one, tenant, useAccounts, wallet } from './account.mts';

useAccounts();

describe('wallet', () => {
	it('get, by identity in any case and by its id', async () => {
		const { walletId } = await wallet('900001');
		expect(await one({ resource: 'wallet', operation: 'get', ...byIdentity })).toMatchObject({
			walletId,
			status: 'ACTIVE',
		});
		expect(
			await one({ resource: 'wallet', operation: 'get', lookupBy: 'walletId', walletId }),
		).toMatchObject({ walletId });
		expect(
			await failed({ resource: 'wallet', operation: 'get', ...byIdentity }, { id: 'no&b=ody' }),
		).toMatchObject({
			error: 'Eagle Eye does not know the identity "no&b=ody"',
			details: { outcome: 'rejected', retryable: false, httpCode: 404 },
		});
	});

	const fields: INodeParameters = {
		resource: 'wallet',
		operation: 'create',
		walletInput: 'fields',
		identities: {
			identity: [
				{ type: 'CUSTOMER_ID', value: '={{ $json.id }}' },
				{ type: 'MOBILE', value: '={{ $json.mobile }}' },
			],
		},
		consumer: {
			field: [
				{ name: 'friendlyName', value: '={{ $json.name }}' },
				{ name: 'data.city', value: 'Umeå' },
			],
		},
		schemeId: '1287',
		campaignTags: 'freecoffee, initialoffer',
	};

	it('create, with consumer, identities and accounts in one call', async () => {
		const created = await one(fields, { id: 'new-1', mobile: '46701234567', name: 'Åsa' });
		const row = await wallet('new-1');
		expect(created).toMatchObject({ accepted: true, walletId: row.walletId });
		expect(row).toMatchObject({
			identities: [
				{ type: 'CUSTOMER_ID', value: 'new-1' },
				{ type: 'MOBILE', value: '46701234567' },
			],
			consumer: { friendlyName: 'Åsa', data: { city: 'Umeå' } },
			coupons: 2,
		});
		expect(row.accounts.map(({ type }) => type)).toEqual(['ECOUPON', 'ECOUPON', 'POINTS']);
		expect((await tenant.summary()).requests.total).toBe(1);
	});

	it('create, from JSON; an identity that is taken is rejected for its item alone', async () => {
		const walletJson =
			'={{ { status: "ACTIVE", state: "DEFAULT", type: "CONSUMER", identities: [{ type: "CARD", value: $json.id }] } }}';
		const { output, errors } = await runEagleEye(
			tenant,
			{ resource: 'wallet', operation: 'create', walletInput: 'json', walletJson },
			[{ id: 'card-1' }, { id: '900001' }, { id: 'card-2' }],
			onErrorOutput,
		);
		expect(output).toHaveLength(2);
		expect(errors[0]!.json).toMatchObject({ details: { outcome: 'rejected', httpCode: 400 } });
		expect(String((errors[0]!.json.details as IDataObject).vendor)).toContain(
			'An identity is in use',
		);
	});

	it('delete', async () => {
		expect(await one({ resource: 'wallet', operation: 'delete', ...byIdentity })).toEqual({
			id: '900001',
			accepted: true,
			deleted: true,
			walletId: (await wallet('900001')).walletId,
		});
		expect((await wallet('900001')).deleted).toBe(true);
		expect(await failed({ resource: 'wallet', operation: 'delete', ...byIdentity })).toMatchObject({
			error: 'Eagle Eye does not know the identity "900001"',
		});
	});
});

describe('account', () => {
	const list = { resource: 'account', operation: 'getAll', ...byIdentity };

	it('get many, page by page, up to the limit', async () => {
		await tenant.configure({ eagleEye: { pageSize: 3 } });
		await runEagleEye(
			tenant,
			{
				resource: 'coupon',
				operation: 'issue',
				...byIdentity,
				couponInput: 'single',
				campaignId: '5001',
			},
			Array.from({ length: 9 }, () => ({ id: '900001' })),
		);
		const all = await runEagleEye(tenant, { ...list, returnAll: true }, [
			{ id: '900001' },
			{ id: '900002' },
		]);
		const ids = all.output
			.filter(({ pairedItem }) => (pairedItem as { item: number }).item === 0)
			.map(({ json }) => json.accountId);
		expect(ids).toEqual((await wallet('900001')).accounts.map(({ accountId }) => accountId));
		expect(ids).toHaveLength(10);
		const some = await runEagleEye(tenant, { ...list, returnAll: false, limit: 4 }, [
			{ id: '900001' },
		]);
		expect(some.output.map(({ json }) => json.accountId)).toEqual(ids.slice(0, 4));
	});

	it('cancel', async () => {
		const { accountId } = await account('900001', 'POINTS');
		expect(
			await one({ resource: 'account', operation: 'cancel', ...byIdentity, accountId }),
		).toMatchObject({ accepted: true, accountId, status: 'CANCELLED' });
		expect((await account('900001', 'POINTS')).status).toBe('CANCELLED');
		expect(
			await failed({ resource: 'account', operation: 'cancel', ...byIdentity, accountId: '1' }),
		).toMatchObject({ error: 'Eagle Eye does not know the wallet or the account' });
	});
});

describe('scheme and plan', () => {
	it('join', async () => {
		const scheme = await one({
			resource: 'scheme',
			operation: 'join',
			...byIdentity,
			schemeId: '1287',
			accountJson: '{"status":"ACTIVE","state":"EARNBURN"}',
		});
		expect(scheme).toMatchObject({
			accepted: true,
			schemeId: '1287',
			type: 'POINTS',
			status: 'ACTIVE',
		});
		const plan = await one({
			resource: 'plan',
			operation: 'join',
			...byIdentity,
			planId: '532',
			accountJson: '{}',
		});
		expect(plan).toMatchObject({
			accepted: true,
			planId: '532',
			type: 'STANDARD_SUBSCRIPTION',
			accountId: (await account('900001', 'STANDARD_SUBSCRIPTION')).accountId,
		});
		expect(
			await failed({
				resource: 'plan',
				operation: 'join',
				...byIdentity,
				planId: '1',
				accountJson: '{}',
			}),
		).toMatchObject({ error: 'Eagle Eye does not know the wallet or the plan' });
	});
});
