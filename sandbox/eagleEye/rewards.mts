import { z } from 'zod/v4';
import { airError } from './answers.mts';
import type { Operation } from './events.mts';
import { accountOperation, change, type Change } from './movements.mts';
import { emit, type EagleEyeState } from './state.mts';
import { tierOf } from './tiers.mts';
import { airTime, pointsAccount, type Account, type Wallet } from './wallets.mts';

const text = z.string().min(1);

/** Body of `POST /services/trigger`. */
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

type Action = EagleEyeState['settings']['actions'][number];

/** Issues the rewards of behavioural actions. @returns the wallet transaction, as AIR answers it */
export function issueRewards(
	state: EagleEyeState,
	{ identityValue, walletTransaction: { reference }, triggers }: TriggerBody,
	origin: Origin,
) {
	const wallet = state.wallets.byIdentityValue(identityValue);
	if (!wallet) throw airError(404, 'Identity not found');
	const actions = triggers.map((trigger) => actionOf(state, trigger.reference));
	const points = pointsAccount(wallet);
	if (!points && actions.some((action) => 'points' in action)) {
		throw airError(400, 'The wallet has no points account');
	}
	const parts = actions.map((action) => reward(state, wallet, points, action));
	const coupons = parts.flatMap(({ coupon }) => coupon ?? []);
	const issued = parts.reduce((sum, part) => sum + part.points, 0);
	const changes = parts.flatMap((part) => part.changes);
	const transaction = transactionOf(state, wallet, reference, issued > 0);
	const { walletTransactionId } = transaction;
	const tier =
		issued > 0
			? tierOf(state, wallet, 'CREDIT', { points: 0 }, walletTransactionId)
			: { operations: [] };
	const answer = { ...transaction, accounts: changes };
	state.rewards.push({
		reference,
		identity: identityValue,
		walletId: wallet.walletId,
		actions: triggers.map((trigger) => trigger.reference),
		through: origin.through,
		walletTransactionId,
		points: issued,
		balance: points?.balances?.current ?? 0,
		coupons: coupons.map(({ accountId }) => accountId),
	});
	const facts = {
		eventName: 'SERVICE.TRIGGER',
		resource: '/services/trigger',
		method: 'POST',
		body: origin.body,
		code: 201,
		answer,
		operations: [...parts.flatMap(({ operations }) => operations), ...tier.operations],
	};
	emit(state, wallet, facts, { reference });
	return answer;
}

function actionOf({ settings }: EagleEyeState, reference: string): Action {
	const action = settings.actions.find((one) => one.reference === reference);
	if (!action) throw airError(400, `No behavioural action ${reference}`);
	return action;
}

interface Part {
	/** as the answer tells them */
	changes: Change[];
	operations: Operation[];
	coupon?: Account;
	points: number;
}

/** A behavioural account comes and is redeemed, then the points or the coupon come. */
function reward(
	{ wallets }: EagleEyeState,
	wallet: Wallet,
	points: Account | undefined,
	action: Action,
): Part {
	const kind = 'BEHAVIOURAL_ACTION';
	const account = wallets.addAccount(wallet, kind, kind, action.reference);
	const parent = '';
	const made = change(wallets, account, 'CREATE', 0, { parent });
	const value = 'points' in action ? action.points : 0;
	const used = change(wallets, account, 'REDEEM', value, { parent });
	const begun = (of: Change) =>
		accountOperation('CREATE', {
			...made,
			accountTransactionId: of.accountTransactionId,
			accountId: of.accountId,
			account: { ...made.account, accountId: of.accountId, mobileWallet: null },
		});
	if ('points' in action) {
		const credited = change(wallets, points!, 'CREDIT', action.points, { parent });
		const operations = [
			begun(made),
			...[used, credited].map((one) => accountOperation('CREATE', one)),
		];
		return { changes: [made, used, credited], operations, points: action.points };
	}
	const coupon = wallets.addAccount(wallet, 'ECOUPON', 'OFFER', action.campaignId);
	const issued = change(wallets, coupon, 'CREATE', 0, { parent });
	// As captured: of a coupon, the first operation carries its ids, and its own has none. The answer has all of them.
	const withoutIds = {
		...issued,
		accountTransactionId: '',
		accountId: '',
		account: { ...issued.account, accountId: '', mobileWallet: null },
	};
	const operations = [
		begun(issued),
		accountOperation('CREATE', used),
		accountOperation('CREATE', withoutIds),
	];
	const { accountId, createdAt: dateCreated } = account;
	coupon.relationships = { BEHAVIOURAL_ACTION_REWARD_OF: { [kind]: [{ accountId, dateCreated }] } };
	return { changes: [made, used, issued], operations, coupon, points: 0 };
}

function transactionOf(
	{ wallets }: EagleEyeState,
	wallet: Wallet,
	reference: string,
	isPoints: boolean,
) {
	const now = airTime();
	return {
		walletTransactionId: wallets.nextId(),
		parentWalletTransactionId: '0',
		walletId: wallet.walletId,
		reference,
		transactionDateTime: now,
		transactionDateTimeOffset: '+00:00',
		identityId: wallet.identities[0]!.identityId,
		identity: null,
		type: isPoints ? 'BEHAVIOURAL_ACTION_POINTS' : 'BEHAVIOURAL_ACTION_COUPON',
		status: 'SETTLED',
		meta: null,
		state: 'ORIGINAL',
		expiryDate: null,
		basket: { contents: null, summary: null, payment: null },
		channel: null,
		location: { storeId: null, storeParentId: null },
		dateCreated: now,
		lastUpdated: now,
	};
}
