import { discount, issue, line, payment, purchase, shop, useSessionM } from './shop.mts';

useSessionM();

describe('send_transaction', () => {
	it.each([
		['tax_included as a boolean', { items: [{ ...line, tax_included: false }] }],
		['tax_included as a text', { items: [{ ...line, tax_included: '0' }] }],
		['a quantity as a text', { items: [{ ...line, quantity: '2' }] }],
		['a field of an item that does not exist', { items: [{ ...line, price: 9 }] }],
		['no payment', { payments: [] }],
		[
			'a customer without the type of the id',
			{ payments: [{ ...payment, user_id_type: undefined }] },
		],
		['a date without a zone', { open_time: '2026-11-21T10:00:00' }],
		[
			'a discount without its source',
			{ discounts: [discount('x', { discount_source: undefined })] },
		],
		[
			'a discount by something else than an offer',
			{ discounts: [discount('x', { reference_id_type: 'Coupon' })] },
		],
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
			payments: [
				{
					...payment,
					additional_user_id: null,
					additional_user_id_type: null,
					receipt_code: 'q',
					custom_data: null,
				},
			],
		});
		expect([status, body.status, body.payload.points_earned]).toEqual([200, 'OK', 18]);
	});

	it('redeems the offers that its discounts refer to, once and only the payer’s', async () => {
		const one = await shop();
		const issued = await issue(one, 'free-snack-box');
		const apply = async (id: string, more: object = {}) =>
			await one.pos('send_transaction', purchase({ discounts: [discount(id, more)] }));
		expect((await apply('nobody’s')).body.errors.code).toBe('user_offer_not_found');
		expect((await apply(issued, { discounted_line_ids: ['9'] })).body.errors.code).toBe(
			'line_not_found',
		);
		expect(await one.tenant.rows('sessionM/transactions')).toEqual([]);
		const applied = await apply(issued, {
			discounted_line_ids: ['1'],
			discounted_line_id_quantities: [1],
		});
		expect(applied.body.status).toBe('OK');
		expect(await one.tenant.rows('sessionM/transactions')).toMatchObject([{ redeemed: [issued] }]);
		expect(await one.tenant.rows('sessionM/offers')).toMatchObject([
			{ id: issued, status: 'redeemed' },
		]);
		const again = await apply(issued);
		expect([again.status, again.body.errors.code]).toEqual([400, 'user_offer_redeemed']);
		await one.call('core', 'POST', '/priv/v1/apps/:api_key/users', {
			user: { external_id: 'C-2' },
		});
		const other = await issue(one, 'mobile-tuesdays');
		const stolen = await one.pos(
			'send_transaction',
			purchase({ discounts: [discount(other)], payments: [{ ...payment, user_id: 'C-2' }] }),
		);
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
		const unknown = await pos(
			'send_transaction',
			purchase({ transaction_id: 't-2', from_transaction_id: 't-9' }),
		);
		expect([unknown.status, unknown.body.errors.code]).toEqual([400, 'transaction_not_found']);
		const { body } = await pos(
			'send_transaction',
			purchase({ transaction_id: 't-2', from_transaction_id: 't-1', subtotal: -9 }),
		);
		expect(body.payload.points_earned).toBe(-9);
		expect(await tenant.row('sessionM/customers', 'C-1')).toMatchObject({ available_points: 9 });
	});

	it('counts once for a request id, whatever comes under it', async () => {
		const { pos, tenant } = await shop();
		const first = await pos('send_transaction', purchase(), 'r-1');
		const second = await pos('send_transaction', purchase({ subtotal: 99 }), 'r-1');
		expect(second.body).toEqual(first.body);
		expect((await tenant.summary()).sessionM).toMatchObject({
			transactions: 1,
			repeatedTransactions: 1,
			points: 18,
		});
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
