import { z } from 'zod/v4';
import { HttpError } from '../shared/vendor.mts';
import { emit, type EagleEyeState } from './state.mts';
import { accountView, calledId, change, type Account, type Wallet } from './wallets.mts';

const text = z.string().min(1);

/** Body of `POST /services/trigger` (CONTRACTS 2.3). */
export const triggerBody = z
	.object({
		identityValue: text,
		walletTransaction: z.object({ reference: text }).strict(),
		triggers: z.array(z.object({ reference: text }).strict()).min(1),
	})
	.strict();

export type TriggerBody = z.infer<typeof triggerBody>;

interface Origin {
	through: 'air' | 'connect';
	body: string;
}

/** Issues the rewards of behavioural actions. @returns the wallet transaction, as AIR answers it */
export function issueRewards(state: EagleEyeState, { identityValue, walletTransaction, triggers }: TriggerBody, origin: Origin) {
	const { wallets, settings } = state;
	const wallet = wallets.byIdentityValue(identityValue);
	if (!wallet) throw new HttpError(404, { code: 'NF', message: 'Identity not found' }, calledId());
	const actions = triggers.map(({ reference }) => {
		const action = settings.actions.find((one) => one.reference === reference);
		if (!action) throw new HttpError(400, { code: 'BAD_TRIGGER', message: `No behavioural action ${reference}` }, calledId());
		return action;
	});
	const points = pointsAccount(wallet);
	if (!points && actions.some((action) => 'points' in action)) {
		throw new HttpError(400, { code: 'NO_POINTS_ACCOUNT', message: 'The wallet has no points account' }, calledId());
	}
	let issued = 0;
	const coupons: Account[] = [];
	const changes = actions.flatMap((action) => {
		const behavioural = wallets.addAccount(wallet, 'BEHAVIOURAL_ACTION', 'OFFER', '0', { status: 'USED' });
		const begun = [change(wallets, behavioural, 'CREATE', 0), change(wallets, behavioural, 'REDEEM', 1)];
		if ('points' in action) {
			issued += action.points;
			return [...begun, change(wallets, points!, 'CREDIT', action.points)];
		}
		const coupon = wallets.addAccount(wallet, 'ECOUPON', 'OFFER', action.campaignId, { state: 'LOADED' });
		coupons.push(coupon);
		return [...begun, change(wallets, coupon, 'CREATE', 0)];
	});
	const transaction = transactionOf(state, wallet, walletTransaction.reference, issued > 0);
	const answer = { ...transaction, accounts: changes };
	state.rewards.push({
		reference: walletTransaction.reference,
		identity: identityValue,
		walletId: wallet.walletId,
		actions: triggers.map(({ reference }) => reference),
		through: origin.through,
		walletTransactionId: transaction.walletTransactionId,
		points: issued,
		balance: points?.points ?? 0,
		coupons: coupons.map(({ accountId }) => accountId),
	});
	emit(
		state,
		wallet,
		{
			eventName: 'SERVICE.TRIGGER',
			resource: '/services/trigger',
			method: 'POST',
			body: origin.body,
			code: 201,
			answer,
			operations: [
				{ objectType: 'walletTransactionEntity', operationType: 'CREATE', objectValue: { ...transaction, accounts: [] } },
				...changes.map((objectValue) => ({ objectType: 'walletAccountTransactionEntity', operationType: 'CREATE' as const, objectValue })),
				...coupons.map((coupon) => ({ objectType: 'walletAccountEntity', operationType: 'CREATE' as const, objectValue: accountView(coupon) })),
			],
		},
		walletTransaction.reference,
	);
	return answer;
}

export function pointsAccount({ accounts }: Wallet): Account | undefined {
	return accounts.find(({ type, status }) => type === 'POINTS' && status === 'ACTIVE');
}

function transactionOf({ wallets }: EagleEyeState, { walletId, identities }: Wallet, reference: string, isPoints: boolean) {
	const now = new Date().toISOString().replace(/\.\d+Z$/, '+00:00');
	return {
		walletTransactionId: wallets.nextId(),
		parentWalletTransactionId: '0',
		walletId,
		reference,
		transactionDateTime: now,
		transactionDateTimeOffset: '0',
		identityId: identities[0]!.identityId,
		identity: null,
		type: isPoints ? 'BEHAVIOURAL_ACTION_POINTS' : 'BEHAVIOURAL_ACTION_COUPON',
		status: 'SETTLED',
		meta: [],
		state: 'ORIGINAL',
		expiryDate: null,
		basket: { contents: [], summary: [], payment: [] },
		channel: 'Online',
		location: { storeId: '', storeParentId: '' },
		dateCreated: now,
		lastUpdated: now,
	};
}
