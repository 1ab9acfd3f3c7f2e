import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import type { AccountTransaction } from '../accountTransactions';
import type { AirEvent } from './envelope';

const isSubscription = ({ type }: AccountTransaction) => type === 'STANDARD_SUBSCRIPTION';
const isEntitlement = ({ clientType }: AccountTransaction) => clientType === 'ENTITLEMENT';

/**
 * The subscription that an event is about. Its own end may lie in 2038 while what it entitles to ends earlier; AIR
 * sends nothing when either is over (eagleEye 2.6, 2.9).
 *
 * @returns null where no subscription is concerned
 */
export function subscriptionOf({ accountTransactions }: AirEvent): IDataObject | null {
	const subscription = accountTransactions.filter(isSubscription).at(-1);
	const entitlements = accountTransactions.filter(isEntitlement);
	if (!subscription && entitlements.length === 0) return null;
	return {
		accountId: subscription?.accountId ?? null,
		validUntil: subscription?.validUntil ?? null,
		entitlementsUntil: latest(entitlements.map(({ validUntil }) => validUntil)),
	};
}

/** The latest of dates as AIR writes them. */
function latest(dates: Array<string | null>): string | null {
	const known = dates.filter((date) => date !== null);
	const time = (date: string) => DateTime.fromISO(date).toMillis();
	return known.reduce<string | null>(
		(last, date) => (last === null || time(date) > time(last) ? date : last),
		null,
	);
}
