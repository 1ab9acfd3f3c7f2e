import { onErrorOutput } from '../support/engine.mts';
import { forCustomer, pointIds, runSessionM } from '../support/sessionM.mts';
import { customer, shop, useShops } from './shop.mts';

useShops();

describe('points', () => {
	it('are spent; what SessionM does not take is a failure, although it says "ok"', async () => {
		const tenant = await shop();
		const { pointSourceId, pointAccountId } = pointIds(tenant);
		await runSessionM(
			tenant,
			forCustomer('points', 'deposit', { amount: 100, pointSourceId, pointAccountId }),
			customer,
		);
		const spend = (amount: unknown) =>
			forCustomer('points', 'spend', {
				amount: amount as never,
				pointAccountIds: pointAccountId,
				referenceId: 'r',
			});
		const { output } = await runSessionM(tenant, spend(30), customer);
		expect(output[0]!.json).toMatchObject({ accepted: true, referenceIds: ['r'] });
		const { errors } = await runSessionM(tenant, spend(500), customer, onErrorOutput);
		expect(errors[0]!.json).toMatchObject({
			error: 'SessionM rejected it',
			details: {
				outcome: 'rejected',
				vendor: expect.stringContaining('error_status: 1') as string,
			},
		});
		expect(await tenant.rows('sessionM/spent')).toMatchObject([{ amount: 30 }]);
	});

	it('a deposit to an account that is not there is a failure, although SessionM says "ok"', async () => {
		const tenant = await shop();
		const { pointSourceId } = pointIds(tenant);
		const parameters = forCustomer('points', 'deposit', {
			amount: 5,
			pointSourceId,
			pointAccountId: 'other',
		});
		const { errors } = await runSessionM(tenant, parameters, customer, onErrorOutput);
		expect(errors[0]!.json).toMatchObject({
			details: {
				outcome: 'rejected',
				vendor: expect.stringContaining('error_status: 2') as string,
			},
		});
	});

	it.each(['1.000', '1,000', '0x64', '1e3', '', null, '-5', 'many'])(
		'%j are none',
		async (amount) => {
			const tenant = await shop();
			const parameters = forCustomer('points', 'deposit', {
				amount: '={{ $json.n }}',
				...pointIds(tenant),
			});
			const { errors } = await runSessionM(
				tenant,
				parameters,
				[{ id: 'C-1', n: amount }],
				onErrorOutput,
			);
			expect(errors[0]!.json.error).toContain('"Amount"');
			expect(await tenant.rows('sessionM/deposits')).toEqual([]);
		},
	);
});
