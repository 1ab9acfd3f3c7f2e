import type { Operation } from './events.mts';
import { operation } from './movements.mts';
import type { EagleEyeState } from './state.mts';
import { membershipView } from './views.mts';
import { airTime, type TierMembership, type Wallet } from './wallets.mts';

export type TierBalance = keyof TierMembership['balances'];
type Amounts = Partial<Record<TierBalance, number>>;
type TransactionType = 'CREDIT' | 'DEBIT' | 'MOVE' | 'ADJUSTMENT';

interface TierTransaction {
	tierMembershipTransactionId: string;
	/** the tier before */
	tierId: string;
	/** the tier after a move; null where there was none */
	tierIdAfter: string | null;
	tierMembershipId: string;
	transactionType: TransactionType;
	parentTierMembershipTransactionId: null;
	walletTransactionId: string | null;
	dateCreated: string;
	lastUpdated: string;
	actions: Array<{
		balanceType: string;
		amount: number;
		balanceBefore: number;
		balanceAfter: number;
	}>;
}

/** What a movement of tier balances came to. */
export interface TierMove {
	/** a promotion first, as the answers have it */
	transactions: TierTransaction[];
	operations: Operation[];
}

function transaction(
	{ wallets }: EagleEyeState,
	membership: TierMembership,
	transactionType: TransactionType,
	walletTransactionId: string | null,
): TierTransaction {
	const now = airTime();
	return {
		tierMembershipTransactionId: wallets.nextId(),
		tierId: membership.tierId,
		tierIdAfter: null,
		tierMembershipId: membership.tierMembershipId,
		transactionType,
		parentTierMembershipTransactionId: null,
		walletTransactionId,
		dateCreated: now,
		lastUpdated: now,
		actions: [],
	};
}

const created = (one: TierTransaction): Operation =>
	operation('tierMembershipTransactionEntity', 'CREATE', one);
const updated = (membership: TierMembership): Operation =>
	operation('tierMembershipEntity', 'UPDATE', membershipView(membership));

/** Puts a membership into another tier. */
export function moveTier(
	state: EagleEyeState,
	membership: TierMembership,
	tierId: string,
): TierMove {
	const move = transaction(state, membership, 'MOVE', null);
	move.tierIdAfter = tierId;
	membership.tierId = tierId;
	membership.updatedAt = airTime();
	return { transactions: [move], operations: [updated(membership), created(move)] };
}

/**
 * Moves tier balances by signed amounts, in the order given. What reaches the next tier is promoted at once: the
 * membership shows the new tier, and a MOVE follows the transaction.
 */
export function moveBalances(
	state: EagleEyeState,
	membership: TierMembership,
	type: Exclude<TransactionType, 'MOVE'>,
	amounts: Amounts,
	walletTransactionId: string | null = null,
): TierMove {
	const moved = transaction(state, membership, type, walletTransactionId);
	for (const [name, amount] of Object.entries(amounts) as Array<[TierBalance, number]>) {
		const balanceBefore = membership.balances[name];
		membership.balances[name] += amount;
		const balanceAfter = membership.balances[name];
		moved.actions.push({ balanceType: name.toUpperCase(), amount, balanceBefore, balanceAfter });
	}
	const target = promotion(state, membership);
	if (target === undefined) {
		return { transactions: [moved], operations: [created(moved), updated(membership)] };
	}
	const { transactions, operations } = moveTier(state, membership, target);
	return { transactions: [...transactions, moved], operations: [created(moved), ...operations] };
}

/** The higher tier that a membership has the points for. Points taken away demote nobody, as captured. */
function promotion(
	{ settings: { tiers } }: EagleEyeState,
	{ tierId, balances }: TierMembership,
): string | undefined {
	const reached = tiers.findLastIndex(({ points }) => points <= balances.points);
	const current = tiers.findIndex((tier) => tier.tierId === tierId);
	return reached > current ? tiers[reached]!.tierId : undefined;
}

/**
 * What a movement of points brings for the tier: in a scheme with tiers always a CREDIT or DEBIT, also of 0. Rewards
 * and points moved by hand do not count for the tier, what is earned by buying does.
 */
export function tierOf(
	state: EagleEyeState,
	{ membership }: Wallet,
	type: 'CREDIT' | 'DEBIT',
	amounts: Amounts = { points: 0 },
	walletTransactionId: string | null = null,
): TierMove {
	if (!membership) return { transactions: [], operations: [] };
	return moveBalances(state, membership, type, amounts, walletTransactionId);
}
