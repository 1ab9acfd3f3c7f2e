import { z } from 'zod/v4';
import type { Call, Endpoint, HttpResponse } from '../shared/vendor.mts';
import { airError, bodyOf, ok, onWallet } from './answers.mts';
import { operation } from './movements.mts';
import { callFacts, emit, type EagleEyeState, type TierCallRow } from './state.mts';
import { moveBalances, moveTier, type TierMove } from './tiers.mts';
import { membershipView, walletView } from './views.mts';
import type { TierMembership, Wallet } from './wallets.mts';

const whole = z.number().int();
const balancesOf = (amount: typeof whole) =>
	z
		.object({
			balances: z
				.object({ points: amount, spend: amount, transactions: amount })
				.partial()
				.strict()
				.refine((given) => Object.keys(given).length > 0, 'give an amount'),
		})
		.strict();
const positive = balancesOf(whole.nonnegative());
const signed = balancesOf(whole);
const anyBody = z.record(z.string(), z.unknown());
const target = z.object({ tierId: z.string().min(1) }).strict();
const membershipBody = z
	.object({ status: z.literal('ACTIVE'), accountIds: z.array(z.string().min(1)).min(1) })
	.strict();

type Amounts = z.infer<typeof signed>['balances'];

function membershipIn(wallet: Wallet, { params }: Call): TierMembership {
	const { membership } = wallet;
	if (membership?.tierMembershipId !== params.membershipId)
		throw airError(404, 'Tier membership not found');
	return membership!;
}

function requireTier({ settings }: EagleEyeState, id: string): string {
	if (!settings.tiers.some(({ tierId }) => tierId === id)) throw airError(404, 'Tier not found');
	return id;
}

/** Amounts in the order in which captured answers have them. */
function ordered({ points, spend, transactions }: Amounts, sign: 1 | -1 = 1): Amounts {
	const given = Object.entries({ points, spend, transactions }).filter(
		([, amount]) => amount !== undefined,
	);
	return Object.fromEntries(given.map(([name, amount]) => [name, sign * amount!]));
}

function tierAction(
	name: TierCallRow['kind'],
	act: (state: EagleEyeState, membership: TierMembership, call: Call) => TierMove,
): Endpoint<EagleEyeState> {
	return onWallet(
		`tier.${name}`,
		'PATCH',
		`/tier/membership/:membershipId/${name}`,
		(state, wallet, call) => {
			const membership = membershipIn(wallet, call);
			const { transactions, operations } = act(state, membership, call);
			const { walletId } = wallet;
			const { tierMembershipId } = membership;
			state.tierCalls.push({ kind: name, walletId, tierMembershipId, body: bodyOf(call, anyBody) });
			const answer = { membership: membershipView(membership), transactions };
			emit(state, wallet, {
				eventName: `TIER.MEMBERSHIP.${name.toUpperCase()}`,
				...callFacts(call, 'PATCH'),
				code: 200,
				answer,
				operations: [operation('walletEntity', 'READ', walletView(wallet)), ...operations],
			});
			return ok(answer);
		},
	);
}

/** Begins a membership for a points account that has none. */
function createMembership(state: EagleEyeState, call: Call): HttpResponse {
	call.countItems(1);
	const tierId = requireTier(state, call.params.tierId!);
	const { accountIds } = bodyOf(call, membershipBody);
	const wallet = state.wallets.all.find((one) =>
		one.accounts.some(
			(account) => account.accountId === accountIds[0] && account.type === 'POINTS',
		),
	);
	if (!wallet || wallet.deleted) throw airError(404, 'Account not found');
	if (wallet.membership) throw airError(400, 'The account has a tier membership');
	const account = wallet.accounts.find((one) => one.accountId === accountIds[0])!;
	const answer = membershipView(state.wallets.join(wallet, account, tierId));
	emit(state, wallet, {
		eventName: 'TIER.MEMBERSHIP.CREATE',
		...callFacts(call, 'POST'),
		code: 201,
		answer,
		operations: [operation('tierMembershipEntity', 'CREATE', answer)],
	});
	return ok(answer, 201);
}

/** Tier memberships and their balances. */
export const tierEndpoints: Array<Endpoint<EagleEyeState>> = [
	tierAction('credit', (state, membership, call) =>
		moveBalances(state, membership, 'CREDIT', ordered(bodyOf(call, positive).balances)),
	),
	tierAction('debit', (state, membership, call) =>
		moveBalances(state, membership, 'DEBIT', ordered(bodyOf(call, positive).balances, -1)),
	),
	tierAction('adjust', (state, membership, call) =>
		moveBalances(state, membership, 'ADJUSTMENT', ordered(bodyOf(call, signed).balances)),
	),
	tierAction('move', (state, membership, call) =>
		moveTier(state, membership, requireTier(state, bodyOf(call, target).tierId)),
	),
	{ name: 'tier.join', method: 'POST', path: '/tier/:tierId/membership', handle: createMembership },
];
