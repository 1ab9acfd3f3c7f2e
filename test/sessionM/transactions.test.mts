import type { IDataObject } from 'n8n-workflow';

import { onErrorOutput } from '../support/engine.mts';
import { FRIES, runSessionM, transaction } from '../support/sessionM.mts';
import { issued, shop, useShops } from './shop.mts';

useShops();

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
