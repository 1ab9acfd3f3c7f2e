import { shortAccount, type Operation } from './events.mts';
import { accountOperation } from './movements.mts';
import { merchant } from './purchases.mts';
import type { EagleEyeState } from './state.mts';
import { accountView } from './views.mts';
import { airTime, type Account, type Wallet } from './wallets.mts';

/** What a purchase does to a stamp card, a quest or a continuity account. @returns the event on the account */
const MOVES: Record<
	string,
	(balances: Record<string, number>, spend: number, goal: number) => string
> = {
	COUPON_STAMP_CARD(balances) {
		balances.available!++;
		return 'CREDIT';
	},
	/** Each purchase meets an objective; the last one completes the quest. */
	QUEST(balances, _, goal) {
		balances.objectivesMet = Math.min(balances.objectivesMet! + 1, goal);
		return balances.objectivesMet === goal ? 'REDEEM' : 'CREDIT';
	},
	CONTINUITY(balances, spend) {
		for (const name of ['totalSpend', 'currentSpend']) balances[name]! += spend;
		for (const name of ['transactionCount', 'currentTransactions', 'totalUnits', 'currentUnits']) {
			balances[name]!++;
		}
		return 'CREDIT';
	},
};

export const isOtherAccount = ({ type, status }: Account): boolean =>
	type in MOVES && status === 'ACTIVE';

/** Moves all such accounts of a wallet. Their operations have fewer fields than those on points and coupons. */
export function moveOtherAccounts(
	state: EagleEyeState,
	wallet: Wallet,
	spend: number,
): Operation[] {
	return wallet.accounts.filter(isOtherAccount).map((account) => move(state, account, spend));
}

function move({ wallets, settings }: EagleEyeState, account: Account, spend: number): Operation {
	const goal =
		settings.campaigns.find(({ campaignId }) => campaignId === account.campaignId)?.goal ?? 1;
	const balancesBefore = { ...account.balances };
	const event = MOVES[account.type]!(account.balances!, spend, goal);
	// Of a completed quest the balances before it are told as met already.
	const before = event === 'REDEEM' ? { ...account.balances } : balancesBefore;
	const now = airTime();
	const view = accountView(account);
	// As captured: an end is not told here, nor what a quest is tied to.
	const shown = { ...view, dates: { ...view.dates, end: null }, relationships: [] };
	return accountOperation('UPDATE', {
		account: shortAccount(shown),
		event,
		accountTransactionId: wallets.nextId(),
		parentAccountTransactionId: '',
		source: 1,
		balancesBefore: before,
		balancesAfter: { ...account.balances },
		transactionDetails: merchant,
		dateCreated: now,
		lastUpdated: now,
	});
}
