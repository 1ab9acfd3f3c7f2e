import type { IDataObject } from 'n8n-workflow';

import type { SandboxTenant } from '../../sandbox/client.mts';
import { onErrorOutput } from '../support/engine.mts';
import { startSandbox, type Sandbox } from '../support/sandbox.mts';
import {
	forCustomer,
	FRIES,
	pointIds,
	runSessionM,
	transaction,
	upsert,
} from '../support/sessionM.mts';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(() => sandbox.stop());

const customer = [{ id: 'C-1' }];

/** An account with one customer. */
async function shop(settings: object = {}): Promise<SandboxTenant> {
	const tenant = await sandbox.tenant(settings);
	await runSessionM(tenant, upsert(), [{ id: 'C-1', email: 'amanda@example.com' }]);
	return tenant;
}

const issue = (offerId: string, more: object = {}) =>
	forCustomer('offer', 'issue', { offerId, ...more });
const wallet = async (tenant: SandboxTenant) =>
	(
		await runSessionM(tenant, forCustomer('offer', 'getAll', { returnAll: true }), customer)
	).output.map(({ json }) => json);

/** Issues an offer and tells its id in the wallet. */
async function issued(tenant: SandboxTenant, offerId = 'free-snack-box'): Promise<string> {
	const { output } = await runSessionM(tenant, issue(offerId), customer);
	const response = output[0]!.json.response as { status_list: Array<{ user_offer_id: string }> };
	return response.status_list[0]!.user_offer_id;
}

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

describe('a transaction in fields', () => {
	const applied = (offer: IDataObject) =>
		transaction({ appliedOffers: { offer: [offer] } as never });

	it('applies an offer of the wallet, which redeems it', async () => {
		const tenant = await shop();
		const userOfferId = await issued(tenant);
		const { output, errors } = await runSessionM(
			tenant,
			applied({
				userOfferId: '={{ $json.offer }}',
				amount: '2.50',
				lines: '1',
				displayName: 'Snack',
			}),
			[{ id: 'C-1', lines: FRIES, requestId: 'r-1', offer: userOfferId }],
			onErrorOutput,
		);
		expect(errors).toEqual([]);
		expect(output[0]!.json).toMatchObject({ requestId: 'r-1', accepted: true });
		expect(await tenant.rows('sessionM/transactions')).toMatchObject([
			{ subtotal: 15.5, redeemed: [userOfferId] },
		]);
	});

	it('names a line that is not there, and an amount that is missing', async () => {
		const tenant = await shop();
		const run = async (offer: IDataObject) =>
			(await runSessionM(tenant, applied(offer), [{ id: 'C-1', lines: FRIES }], onErrorOutput))
				.errors[0]!.json.error;
		expect(await run({ userOfferId: 'x', amount: 1, lines: '3' })).toBe(
			'"Line Numbers of applied offer 1" names a line that is not there: "3"',
		);
		expect(await run({ userOfferId: 'x', amount: '' })).toBe(
			'"Amount of applied offer 1" is empty',
		);
	});

	it('takes back a purchase', async () => {
		const tenant = await shop();
		const items = [{ id: 'C-1', lines: FRIES, requestId: 'sale' }];
		await runSessionM(tenant, transaction({ transactionId: 'T-1' }), items);
		const { output } = await runSessionM(
			tenant,
			transaction({ transactionId: 'T-2', fromTransactionId: 'T-1' }),
			[{ ...items[0]!, requestId: 'return' }],
		);
		expect(output[0]!.json).toMatchObject({ accepted: true });
		expect(await tenant.rows('sessionM/transactions')).toMatchObject([
			{ transactionId: 'T-1', fromTransactionId: null },
			{ transactionId: 'T-2', fromTransactionId: 'T-1' },
		]);
	});

	it.each<[string, IDataObject, string | object]>([
		['no tax', {}, { tax_included: 0, subtotal: 19 }],
		['tax as an amount', { tax_included: '1.50' }, { tax_included: 1.5 }],
		[
			'blank fields',
			{ subtotal: null, line_id: '', tax_included: null },
			{ subtotal: 19, line_id: '1', tax_included: 0 },
		],
		[
			'yes for an amount',
			{ tax_included: true },
			'"tax_included of line item 1" is not a number: true',
		],
		[
			'a decimal comma',
			{ subtotal: '19,00' },
			'"subtotal of line item 1" is not a number: "19,00"',
		],
		['a list', { subtotal: [5] }, '"subtotal of line item 1" is not a number: a list'],
		[
			'a grouped price',
			{ unit_price: '1.000' },
			'"unit_price of line item 1" is not a number: "1.000"',
		],
	])('a line with %s', async (_, line, expected) => {
		const tenant = await shop();
		const lines = [{ item_id: 'fries', quantity: 2, unit_price: 9.5, ...line }];
		const { errors } = await runSessionM(
			tenant,
			transaction(),
			[{ id: 'C-1', lines, requestId: 'r' }],
			onErrorOutput,
		);
		const rows = await tenant.rows<{ items: object[] }>('sessionM/transactions');
		if (typeof expected === 'string') {
			expect(errors[0]!.json.error).toContain(expected);
			expect(rows).toEqual([]);
		} else {
			expect(errors).toEqual([]);
			expect(rows[0]!.items[0]).toMatchObject(expected);
		}
	});

	it.each([[[{ no: 1 }, { no: 2 }]], [[true, true]], [[20261121000000001, 20261121000000002]]])(
		'a request ID of %j is none: two purchases must not become one',
		async (receipts) => {
			const tenant = await shop();
			const items = receipts.map((receipt) => ({
				id: 'C-1',
				lines: FRIES,
				requestId: receipt as never,
			}));
			const { errors } = await runSessionM(tenant, transaction(), items, onErrorOutput);
			expect(errors).toHaveLength(2);
			expect(await tenant.rows('sessionM/transactions')).toEqual([]);
		},
	);
});

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
