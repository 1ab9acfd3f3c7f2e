import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { isoUtc, readDate } from '../../../engine/fields/date';
import { isObject, readJson } from '../../../engine/fields/json';
import type { RunFacts } from '../../../engine/operation';
import type { Parameters } from '../../../engine/fields/parameters';
import { itemError } from '../../../engine/fields/itemError';
import { readNumber, readText } from '../body';
import type { Customer } from '../customer';

/** How a payment names its customer (CONTRACTS 3.5: "the member is attached on the payment"). */
export function payer({ by, id }: Customer): IDataObject {
	return { user_id: id, user_id_type: by === 'externalId' ? 'External_ID' : 'SessionM_ID' };
}

/** The customer is put on each payment of a given payload that names none. */
export function withPayer(payload: IDataObject, customer: Customer): IDataObject {
	if (!Array.isArray(payload.payments)) return payload;
	const payments = (payload.payments as unknown[]).map((payment) =>
		isObject(payment) && !('user_id' in payment) ? { ...payment, ...payer(customer) } : payment,
	);
	return { ...payload, payments } as IDataObject;
}

const cents = (amount: number) => Math.round(amount * 100) / 100;

const linesSchema = z.array(z.custom<IDataObject>(isObject)).min(1);

function readLines(value: unknown): IDataObject[] {
	const parsed = linesSchema.safeParse(readJson(value, 'Line Items'));
	if (!parsed.success) {
		throw itemError('"Line Items" is not a list of objects', 'Give it a list such as [{ "item_id": "fries", "quantity": 1, "unit_price": 9.5 }]');
	}
	return parsed.data.map((line, i) => {
		const quantity = readNumber(line.quantity ?? 1, `quantity of line item ${i + 1}`);
		const unitPrice = readNumber(line.unit_price, `unit_price of line item ${i + 1}`);
		return {
			line_id: String(i + 1),
			subtotal: cents(quantity * unitPrice),
			tax_included: false,
			...line,
			item_id: readText(line.item_id, `item_id of line item ${i + 1}`),
			quantity,
			unit_price: unitPrice,
		};
	});
}

/** A reader of the guided fields: the `request_payload` of 3.5, with one payment of the whole. */
export function payloadReader(
	parameters: Parameters,
	{ timezone, startedAt }: RunFacts,
): (item: number, customer: Customer, requestId: string) => IDataObject {
	const [lineItems, subtotal, taxTotal, paymentType, transactionId, openTime, channel] = [
		'lineItems',
		'subtotal',
		'taxTotal',
		'paymentType',
		'transactionId',
		'openTime',
		'channel',
	].map((name) => parameters.field(name)) as Array<(item: number) => unknown>;
	const now = DateTime.fromMillis(startedAt);
	return (item, customer, requestId) => {
		const items = readLines(lineItems!(item));
		const sum = cents(items.reduce((total, line) => total + Number(line.subtotal), 0));
		const given = subtotal!(item);
		const net = isEmpty(given) ? sum : readNumber(given, 'Subtotal');
		const tax = isEmpty(taxTotal!(item)) ? 0 : readNumber(taxTotal!(item), 'Tax');
		const time = isEmpty(openTime!(item)) ? now : readDate(openTime!(item), 'Time', timezone);
		return {
			is_closed: true,
			is_voided: false,
			channel: String(channel!(item) || 'OnPremise'),
			transaction_id: String(transactionId!(item) || requestId),
			subtotal: net,
			tax_total: tax,
			open_time: isoUtc(time),
			modified_time: isoUtc(time),
			items,
			payments: [
				{
					payment_id: '1',
					amount: cents(net + tax),
					type: String(paymentType!(item) || 'cash'),
					payment_time: isoUtc(time),
					...payer(customer),
				},
			],
			discounts: [],
		};
	};
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === '';
