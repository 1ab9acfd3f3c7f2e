import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { optional } from '../../../engine/fields/blank';
import { isoUtc, readDate } from '../../../engine/fields/date';
import { readName } from '../../../engine/fields/id';
import { isObject } from '../../../engine/fields/json';
import { readMoney } from '../../../engine/fields/number';
import type { Parameters } from '../../../engine/fields/parameters';
import type { RunFacts } from '../../../engine/operation';
import { optionalField } from '../body';
import type { Customer } from '../customer';
import { discountsReader } from './discounts';
import { cents, readLines } from './lines';

/** How a payment names its customer (sessionM 3.5: the member stands on the payment). */
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

const sum = (amounts: number[]) => cents(amounts.reduce((total, amount) => total + amount, 0));

/** A reader of the guided fields: the `request_payload` (sessionM 3.5), with one payment of the whole. */
export function payloadReader(
	parameters: Parameters,
	{ timezone, startedAt }: RunFacts,
): (item: number, customer: Customer, requestId: string) => IDataObject {
	const lineItems = parameters.field('lineItems');
	const subtotal = parameters.field('subtotal');
	const taxTotal = parameters.field('taxTotal');
	const paymentType = parameters.field('paymentType');
	const transactionId = parameters.field('transactionId');
	const fromTransactionId = parameters.field('fromTransactionId');
	const openTime = parameters.field('openTime');
	const channel = parameters.field('channel');
	const discountsOf = discountsReader(parameters);
	const now = DateTime.fromMillis(startedAt);
	const name = (value: unknown, field: string) =>
		optional(value, (given) => readName(given, field));
	const money = (value: unknown, field: string) =>
		optional(value, (given) => readMoney(given, field));
	return (item, customer, requestId) => {
		const items = readLines(lineItems(item));
		const time = isoUtc(
			optional(openTime(item), (value) => readDate(value, 'Time', timezone)) ?? now,
		);
		const discounts = discountsOf(item, items, time);
		const gross = sum(items.map((line) => line.subtotal));
		const net =
			money(subtotal(item), 'Subtotal') ?? sum([gross, ...discounts.map(({ amount }) => -amount)]);
		const tax = money(taxTotal(item), 'Tax') ?? 0;
		return {
			is_closed: true,
			is_voided: false,
			channel: name(channel(item), 'Channel') ?? 'POS',
			transaction_id: name(transactionId(item), 'Transaction ID') ?? requestId,
			...optionalField('from_transaction_id', fromTransactionId(item), (value) =>
				readName(value, 'Return Of'),
			),
			subtotal: net,
			tax_total: tax,
			open_time: time,
			modified_time: time,
			items,
			payments: [
				{
					payment_id: '1',
					amount: sum([net, tax]),
					type: name(paymentType(item), 'Payment Type') ?? 'cash',
					payment_time: time,
					...payer(customer),
				},
			],
			discounts,
		};
	};
}
