import type { IDataObject } from 'n8n-workflow';

import { idOf, objectOf, textOrNull } from '../api';
import type { AirEvent, AtomicOperation } from './envelope';

/** What tells of a tier: an event, or the answer of a call. */
type TierFacts = Pick<AirEvent, 'name' | 'operations' | 'requestBody'>;

const PREFIX = 'TIER.MEMBERSHIP.';

const valuesOf = (operations: AtomicOperation[], type: string): IDataObject[] =>
	operations.filter((one) => one.type === type).map(({ value }) => value);

/**
 * Whether a transaction on a tier membership has moved it. Its `tierId` is the tier before, `tierIdAfter` the one
 * after; purchases and rewards have transactions that move nothing (eagleEye 2.8).
 */
export function isTierMove({ type, value }: AtomicOperation): boolean {
	if (type !== 'tierMembershipTransactionEntity') return false;
	const after = idOf(value.tierIdAfter);
	return (after !== null && after !== idOf(value.tierId)) || value.transactionType === 'MOVE';
}

/**
 * The tier that the customer has after an event, and the one before if it moved.
 *
 * @returns null where no tier is concerned
 */
export function tierOf({ name, operations, requestBody }: TierFacts): IDataObject | null {
	const membership = valuesOf(operations, 'tierMembershipEntity').at(-1);
	const transactions = valuesOf(operations, 'tierMembershipTransactionEntity');
	if (!membership && transactions.length === 0 && !name.startsWith('TIER.')) return null;
	const move = operations.filter(isTierMove).at(-1)?.value;
	const last = move ?? transactions.at(-1);
	const field = (key: string) => membership?.[key] ?? requestBody[key];
	const tierId =
		idOf(membership?.tierId) ??
		idOf(last?.tierIdAfter) ??
		idOf(last?.tierId) ??
		idOf(requestBody.tierId);
	const previousTierId = idOf(move?.tierId);
	return {
		tierId,
		previousTierId,
		moved: move !== undefined && previousTierId !== tierId,
		change:
			textOrNull(last?.transactionType) ??
			(name.startsWith(PREFIX) ? name.slice(PREFIX.length) : null),
		expiresAt: textOrNull(membership?.expiryDate),
		balancesResetAt: textOrNull(membership?.tierBalancesResetDate),
		balances: objectOf(field('balances')),
		tierMembershipId:
			idOf(membership?.tierMembershipId) ??
			idOf(last?.tierMembershipId) ??
			idOf(requestBody.tierMembershipId),
	};
}
