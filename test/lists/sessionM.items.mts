import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { SandboxTenant } from '../../sandbox/client.mts';
import { forCustomer, pointIds, runSessionM, upsert } from '../support/sessionM.mts';
import { anyOf, column, NO_CELL, NO_VALUE } from './cells.mts';
import { pool } from './pool.mts';
import type { Random } from './random.mts';

export const CUSTOMERS = 40;
const POINTS_ENOUGH = 1e9;
export const OFFERS = ['mobile-tuesdays', 'free-snack-box', 'large-for-small'];

/** A run beforehand; throws where an item fails. */
async function before(
	tenant: SandboxTenant,
	parameters: INodeParameters,
	items: IDataObject[],
): Promise<void> {
	const { error } = await runSessionM(tenant, parameters, items);
	if (error) throw new Error(error.message);
}

/** Customers with points, and their external ids by SessionM's own. */
export async function customersOf(tenant: SandboxTenant, random: Random, count = CUSTOMERS) {
	const known = pool(random, count);
	const items = known.map((id) => ({ id, first_name: 'Ana' }));
	await before(tenant, upsert(), items);
	const points = { ...pointIds(tenant), amount: POINTS_ENOUGH, referenceId: 'before' };
	await before(tenant, forCustomer('points', 'deposit', points), items);
	const rows = await tenant.rows('sessionM/customers');
	return { known, externalIds: new Map(rows.map(({ id, externalId }) => [id, externalId])) };
}

/** Offers in the wallet of a customer. */
export async function offersOf(tenant: SandboxTenant, random: Random, quantity: number) {
	const { known, externalIds } = await customersOf(tenant, random, 1);
	await before(tenant, forCustomer('offer', 'issue', { offerId: OFFERS[0]!, quantity }), [
		{ id: known[0]! },
	]);
	const rows = await tenant.rows('sessionM/offers');
	return { known, externalIds, offers: rows.map(({ id }) => id) };
}

interface Line {
	item: string;
	quantity: number;
	cents: number;
}

const lineOf = ({ item, quantity, cents }: Line, price: unknown = cents / 100): IDataObject => ({
	item_id: item,
	quantity,
	unit_price: price as number,
});

/** Lines of receipts, as lists and as JSON text. */
export const lineItems = column<Line[]>({
	meant: (random) =>
		Array.from({ length: random.int(1, 3) }, () => ({
			item: random.pick(['fries', 'água', '9900417', 'コーラ']),
			quantity: random.int(1, 9),
			cents: random.int(1, 9999),
		})),
	right: (lines) =>
		lines.map((line, i) => ({
			...lineOf(line),
			line_id: String(i + 1),
			subtotal: (line.quantity * line.cents) / 100,
			tax_included: 0,
		})),
	writings: [
		(lines) => lines.map((line) => lineOf(line)),
		(lines) => JSON.stringify(lines.map((line) => lineOf(line))),
		(lines) => lines.map((line) => lineOf(line, (line.cents / 100).toFixed(2))),
		(lines) =>
			lines.map((line) => ({
				...lineOf(line),
				quantity: String(line.quantity),
				subtotal: null,
				line_id: '',
			})),
	],
	damages: [
		anyOf(NO_CELL),
		anyOf(NO_VALUE),
		(lines) => lines.map((line) => lineOf(line, (line.cents / 100).toFixed(2).replace('.', ','))),
		(lines) => lines.map((line) => lineOf(line, null)),
		(lines) => lines.map((line) => ({ ...lineOf(line), quantity: 'two' })),
		(lines) => lines.map((line) => ({ ...lineOf(line), subtotal: '1.234' })),
		(lines) => lines.map((line) => ({ ...lineOf(line), item_id: undefined })),
		(lines) => lines.map((line) => ({ ...lineOf(line), item_id: { id: line.item } })),
		(lines) =>
			JSON.stringify(lines.map((line) => lineOf(line))).replace(
				'"quantity":',
				'"ean":9007199254740993001,"quantity":',
			),
		(lines) => JSON.stringify(lines.map((line) => lineOf(line))).slice(0, -1),
	],
});
