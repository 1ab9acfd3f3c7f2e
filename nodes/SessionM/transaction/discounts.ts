import type { IDataObject } from 'n8n-workflow';

import { optional } from '../../../engine/fields/blank';
import { readName } from '../../../engine/fields/id';
import { itemError, quoted } from '../../../engine/fields/itemError';
import { optionalList } from '../../../engine/fields/list';
import { readMoney } from '../../../engine/fields/number';
import type { Parameters } from '../../../engine/fields/parameters';
import { optionalText } from '../../../engine/fields/text';
import type { Line } from './lines';

const COLUMNS = [
	'amount',
	'lines',
	'displayName',
	'posDiscountId',
	'referenceType',
	'userOfferId',
] as const;

/** A discount of a transaction, by which an offer is applied and redeemed (sessionM 3.5). */
export interface Discount extends IDataObject {
	amount: number;
}

/** A reader of the offers that an item applies; rows without a user offer ID and an amount are passed over. */
export function discountsReader(
	parameters: Parameters,
): (item: number, lines: Line[], time: string) => Discount[] {
	const rows = parameters.rows('appliedOffers.offer', COLUMNS);
	return (item, lines, time) =>
		rows.flatMap((row, i) => {
			const nth = i + 1;
			const name = (field: string) => `${field} of applied offer ${nth}`;
			const id = optional(row.userOfferId(item), (value) => readName(value, name('User Offer ID')));
			const amount = optional(row.amount(item), (value) =>
				readMoney(value, name('Amount'), { min: 0 }),
			);
			if (id === undefined && amount === undefined) return [];
			if (id === undefined || amount === undefined) {
				throw itemError(
					`"${name(id === undefined ? 'User Offer ID' : 'Amount')}" is empty`,
					'Fill in both, or leave both empty if the item applies no offer',
				);
			}
			const lineIds = optionalList(row.lines(item), name('Line Numbers'));
			checkLines(lineIds, lines, name('Line Numbers'));
			const posDiscountId = optional(row.posDiscountId(item), (value) =>
				readName(value, name('POS Discount ID')),
			);
			return [
				{
					reference_id: id,
					reference_id_type:
						optional(row.referenceType(item), (value) => readName(value, name('Reference Type'))) ??
						'UserOfferId',
					...(posDiscountId !== undefined && { pos_discount_id: posDiscountId }),
					display_name: optionalText(row.displayName(item), name('Name')) ?? id,
					...(lineIds.length > 0 && { discounted_line_ids: lineIds }),
					discount_source: 'SessionM',
					amount,
					stack_order: nth,
					applied_time: time,
				},
			];
		});
}

function checkLines(ids: string[], lines: Line[], field: string): void {
	const unknown = ids.find((id) => !lines.some(({ line_id: known }) => known === id));
	if (unknown === undefined) return;
	throw itemError(
		`"${field}" names a line that is not there: ${quoted(unknown)}`,
		'Name lines by their line_id, which is 1, 2, 3 … in the order of the line items unless they bring their own',
	);
}
