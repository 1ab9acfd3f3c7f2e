import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { idOf, objectOf } from '../api';
import { accountOf, couponsOf, pointsOf } from '../accountTransactions';
import type { AirEvent, EventIdentity } from './envelope';
import { subscriptionOf } from './subscription';
import { tierOf } from './tier';
import { useCasesOf } from './useCases';

/**
 * The output item of an event, for a marketer, with the whole event beside it.
 *
 * @param identityType type of the identity that the customer is known by elsewhere; empty for the first one
 */
export function outputOf(event: AirEvent, identityType: string): IDataObject {
	const { id, name, date, walletId, identities, raw } = event;
	// Other wallets of the event are other customers: what moved there is not this one's.
	const accountTransactions = event.accountTransactions.filter(
		(one) => walletId === null || one.walletId === null || one.walletId === walletId,
	);
	return {
		eventId: id ?? null,
		eventName: name,
		useCases: useCasesOf(event),
		occurredAt: occurredAt(date),
		walletId,
		identity: identityOf(identities, walletId, identityType),
		identities: identities as unknown as IDataObject[],
		created: createdIn(event),
		points: pointsOf(accountTransactions),
		coupons: couponsOf(accountTransactions),
		tier: tierOf(event),
		subscription: subscriptionOf(event),
		accounts: accountsOf(event),
		transaction: transactionOf(event),
		raw,
	};
}

/** `eventDate` has no zone (eagleEye 2.5); it is taken as UTC, which is not confirmed. */
function occurredAt(date: string | null): string | null {
	const parsed = DateTime.fromISO(date ?? '', { zone: 'utc' });
	return parsed.isValid ? parsed.toISO() : null;
}

/**
 * The customer's identity of the type asked for: an active one first, and never that of another wallet in the
 * event.
 */
function identityOf(
	identities: EventIdentity[],
	walletId: string | null,
	type: string,
): string | null {
	const wanted = type.trim().toUpperCase();
	const own = identities.filter(
		(one) =>
			(wanted === '' || one.type.toUpperCase() === wanted) &&
			(walletId === null || one.walletId === null || one.walletId === walletId),
	);
	// Without a wallet to tell them by, identities of two customers are no answer.
	if (walletId === null && new Set(own.map((one) => one.walletId)).size > 1) return null;
	const known = own.filter(({ value }) => value !== null);
	return (known.find(({ status }) => status === 'ACTIVE') ?? known[0])?.value ?? null;
}

/** Objects that joining brings, in a marketer's words. */
const OBJECTS: Record<string, string> = {
	walletEntity: 'wallet',
	walletIdentityEntity: 'identity',
	walletConsumerEntity: 'consumer',
	tierMembershipEntity: 'tier membership',
	walletAccountEntity: 'account',
};

const ACCOUNTS = new Map<unknown, string>([
	['POINTS', 'points account'],
	['ECOUPON', 'coupon'],
	['STANDARD_SUBSCRIPTION', 'subscription'],
]);

/** Which objects came into being: joining may bring all of them in one event, or one after the other. */
function createdIn({ operations }: AirEvent): string[] {
	const names = operations
		.filter(({ type, done }) => done === 'CREATE' && Object.hasOwn(OBJECTS, type))
		.map(
			({ type, value }) =>
				(type === 'walletAccountEntity' && ACCOUNTS.get(value.type)) || OBJECTS[type]!,
		);
	return [...new Set(names)];
}

/** The accounts that something happened to, each once, as they are afterwards. */
function accountsOf({ operations }: AirEvent): IDataObject[] {
	const accounts = new Map<string, { account: IDataObject; events: Set<string> }>();
	for (const { type, done, value } of operations) {
		const isAccount = type === 'walletAccountEntity';
		if (!isAccount && type !== 'walletAccountTransactionEntity') continue;
		const inner = objectOf(value.account);
		const account = accountOf(
			isAccount ? value : { ...inner, accountId: value.accountId ?? inner.accountId },
		);
		const key = account.accountId ?? `${accounts.size}`;
		const events = accounts.get(key)?.events ?? new Set<string>();
		events.add(isAccount || typeof value.event !== 'string' ? done : value.event);
		accounts.set(key, { account, events });
	}
	return Array.from(accounts.values(), ({ account, events }) => ({
		...account,
		events: [...events],
	}));
}

/** The wallet transaction: its reference is the one that the reward or the purchase was sent with. */
function transactionOf({ operations, responseBody, requestBody }: AirEvent): IDataObject | null {
	const told = operations.filter(({ type }) => type === 'walletTransactionEntity').at(-1)?.value;
	const sent = objectOf(requestBody.walletTransaction);
	const answered = idOf(responseBody.walletTransactionId)
		? responseBody
		: objectOf(responseBody.walletTransaction);
	const field = (name: string) => told?.[name] ?? answered[name] ?? sent[name] ?? null;
	const reference = field('reference');
	const transactionId = idOf(field('walletTransactionId'));
	if (transactionId === null && reference === null) return null;
	const location = objectOf(field('location'));
	return {
		walletTransactionId: transactionId,
		reference,
		type: field('type'),
		status: field('status'),
		at: field('transactionDateTime'),
		channel: field('channel'),
		storeId: location.storeId ?? null,
		// Amounts in it are in the smallest unit of the currency (eagleEye 2.3).
		basket: objectOf(field('basket')),
	};
}
