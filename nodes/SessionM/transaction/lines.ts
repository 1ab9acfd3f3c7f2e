import type { IDataObject } from 'n8n-workflow';

import { isBlank, optional } from '../../../engine/fields/blank';
import { readName } from '../../../engine/fields/id';
import { itemError } from '../../../engine/fields/itemError';
import { isObject, readJsonList } from '../../../engine/fields/json';
import { readMoney, readNumber } from '../../../engine/fields/number';

/** The prefilled example of the parameter. */
const EXAMPLE = [{ item_id: '', quantity: 1, unit_price: 9.5 }];

/** An amount without the fractions of a cent that adding and multiplying leaves. */
export const cents = (amount: number): number => Math.round(amount * 100) / 100;

/** A line of a transaction, its amounts read (sessionM 3.5). */
export interface Line extends IDataObject {
	line_id: string;
	subtotal: number;
}

/**
 * Reads the line items of a transaction. What is missing or blank is filled in; all other fields stay.
 *
 * @throws ItemError where a line cannot be read, naming it
 */
export function readLines(value: unknown): Line[] {
	const lines = readJsonList(value, 'Line Items', EXAMPLE);
	if (lines.length > 0 && lines.every(isObject)) {
		return lines.map((line, i) => readLine(line as IDataObject, i + 1));
	}
	throw itemError(
		'"Line Items" is not a list of objects',
		'Use a list such as [{ "item_id": "fries", "quantity": 1, "unit_price": 9.5 }]',
	);
}

function readLine(line: IDataObject, nth: number): Line {
	const name = (field: string) => `${field} of line item ${nth}`;
	const money = (field: string, fallback: number) =>
		optional(line[field], (value) => readMoney(value, name(field))) ?? fallback;
	const quantity = optional(line.quantity, (value) => readNumber(value, name('quantity'))) ?? 1;
	const unitPrice = readMoney(line.unit_price, name('unit_price'));
	const others = Object.entries(line).filter(([, value]) => !isBlank(value));
	return {
		...Object.fromEntries(others),
		line_id: optional(line.line_id, (value) => readName(value, name('line_id'))) ?? String(nth),
		item_id: readName(line.item_id, name('item_id')),
		quantity,
		unit_price: unitPrice,
		subtotal: money('subtotal', cents(quantity * unitPrice)),
		tax_included: money('tax_included', 0),
	};
}
