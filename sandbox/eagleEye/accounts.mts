import { z } from 'zod/v4';
import type { Call, Endpoint, HttpResponse } from '../shared/vendor.mts';
import { accountIn, airError, bodyOf, ok, onWallet } from './answers.mts';
import { campaignEvent, type Operation } from './events.mts';
import { accountOperation, change, operation } from './movements.mts';
import type { CampaignSettings } from './settings.mts';
import { callFacts, emit, type EagleEyeState } from './state.mts';
import { tierOf } from './tiers.mts';
import { accountView, membershipView } from './views.mts';
import type { Account, Wallet } from './wallets.mts';

const states = z
	.object({ status: z.string().min(1).optional(), state: z.string().min(1).optional() })
	.strict();
const coupons = z.array(z.object({ campaignTag: z.string(), state: z.string() }).strict()).min(1);

/** The account that a campaign gives a customer; a quest comes with a coupon for each objective. */
export function addCampaignAccount(
	{ wallets }: EagleEyeState,
	wallet: Wallet,
	{ campaignId, type, goal }: CampaignSettings,
	given: z.infer<typeof states>,
): Account {
	const account = wallets.addAccount(wallet, type, 'OFFER', campaignId, given);
	if (type !== 'QUEST') return account;
	const objectives = Array.from({ length: goal }, () =>
		wallets.addAccount(wallet, 'ECOUPON', 'OFFER', campaignId),
	);
	account.relationships = {
		OBJECTIVE: {
			ECOUPON: objectives.map(({ accountId, createdAt }) => ({
				accountId,
				dateCreated: createdAt,
			})),
		},
	};
	return account;
}

/** A list as AIR answers it: all of it, and what succeeded and failed. */
export function listed(results: object[]) {
	const total = results.length;
	return { total, results, successful: { total, results }, failed: { total: 0, results: [] } };
}

export function creation(
	{ wallets }: EagleEyeState,
	account: Account,
	hasLink: boolean,
	parent: string | null = null,
) {
	return accountOperation('CREATE', change(wallets, account, 'CREATE', 0, { hasLink, parent }));
}

function known(list: string[], id: string, what: string): string {
	if (!list.includes(id)) throw airError(404, `${what} not found`);
	return id;
}

function issueOne(state: EagleEyeState, wallet: Wallet, call: Call): HttpResponse {
	const body = bodyOf(call, states);
	const campaign = state.settings.campaigns.find(
		(one) => one.campaignId === call.params.campaignId,
	);
	if (!campaign) throw airError(404, 'Campaign not found');
	const account = addCampaignAccount(state, wallet, campaign, body);
	const answer = accountView(account);
	const facts = {
		eventName: 'WALLET.ACCOUNT.CREATE.CAMPAIGN',
		...callFacts(call, 'POST'),
		code: 201,
		answer,
		operations: [creation(state, account, true)],
	};
	const { enrich } = state.settings.events;
	const isCoupon = campaign.type === 'ECOUPON';
	emit(state, wallet, facts, {
		shape: isCoupon ? undefined : (event) => campaignEvent(event, wallet, enrich),
	});
	return ok(answer, 201);
}

function issueSeveral(state: EagleEyeState, wallet: Wallet, call: Call): HttpResponse {
	const chosen = bodyOf(call, coupons).map(({ campaignTag, state: couponState }) => {
		const campaigns = state.settings.campaigns.filter((one) => one.campaignTag === campaignTag);
		if (campaigns.length === 0) throw airError(404, 'Campaign not found');
		return { campaigns, couponState };
	});
	const accounts = chosen.flatMap(({ campaigns, couponState }) =>
		campaigns.map((campaign) =>
			addCampaignAccount(state, wallet, campaign, { state: couponState }),
		),
	);
	const answer = listed(accounts.map(accountView));
	emit(state, wallet, {
		eventName: 'WALLET.ACCOUNT.CREATE.CAMPAIGN',
		...callFacts(call, 'POST'),
		code: 201,
		answer,
		operations: accounts.map((account) => creation(state, account, false, '')),
	});
	return ok(answer, 201);
}

/** Joining a scheme that has tiers begins a membership in the lowest. */
export function joinScheme(
	state: EagleEyeState,
	wallet: Wallet,
	schemeId: string,
	given: z.infer<typeof states>,
): { account: Account; operations: Operation[] } {
	const account = state.wallets.addAccount(wallet, 'POINTS', 'RETAILPOINTS', schemeId, given);
	const operations = [creation(state, account, true)];
	const [lowest] = schemeId === state.settings.schemes[0] ? state.settings.tiers : [];
	if (lowest && !wallet.membership) {
		const membership = state.wallets.join(wallet, account, lowest.tierId);
		operations.push(operation('tierMembershipEntity', 'CREATE', membershipView(membership)));
	}
	return { account, operations };
}

function scheme(state: EagleEyeState, wallet: Wallet, call: Call): HttpResponse {
	const body = bodyOf(call, states);
	const id = known(state.settings.schemes, call.params.schemeId!, 'Scheme');
	const { account, operations } = joinScheme(state, wallet, id, body);
	const answer = accountView(account);
	const eventName = 'WALLET.ACCOUNT.CREATE.SCHEME';
	emit(state, wallet, { eventName, ...callFacts(call, 'POST'), code: 201, answer, operations });
	return ok(answer, 201);
}

function plan(state: EagleEyeState, wallet: Wallet, call: Call): HttpResponse {
	const body = bodyOf(call, states);
	const id = known(state.settings.plans, call.params.planId!, 'Plan');
	const { wallets } = state;
	const { account, coupons: entitlements } = wallets.subscribe(
		wallet,
		id,
		state.settings.entitlements,
		body,
	);
	const subscription = change(wallets, account, 'CREATE', 0);
	const answer = accountView(account);
	emit(state, wallet, {
		eventName: 'WALLET.ACCOUNT.CREATE.PLAN',
		...callFacts(call, 'POST'),
		code: 200,
		answer,
		operations: [
			...entitlements.map((coupon) =>
				creation(state, coupon, false, subscription.accountTransactionId),
			),
			accountOperation('CREATE', subscription),
		],
	});
	return ok(answer);
}

/** A subscription takes its entitlement coupons with it. */
function cancel(state: EagleEyeState, wallet: Wallet, call: Call): HttpResponse {
	if (call.body.length > 0) throw airError(400, 'The body must be empty');
	const account = accountIn(wallet, call);
	const answer = change(state.wallets, account, 'CANCEL', 0);
	const tied = (account.relationships.ENTITLEMENT?.ECOUPON ?? []).map(({ accountId }) => accountId);
	const coupons = wallet.accounts.filter(({ accountId }) => tied.includes(accountId));
	const parent = answer.accountTransactionId;
	const cancelled = coupons.map((coupon) => change(state.wallets, coupon, 'CANCEL', 0, { parent }));
	emit(state, wallet, {
		eventName: 'WALLET.ACCOUNT.UPDATE',
		...callFacts(call, 'PATCH'),
		code: 200,
		answer,
		operations: [answer, ...cancelled].map((one) => accountOperation('UPDATE', one)),
	});
	return ok(answer);
}

const amount = z.number().int().positive();
/** Only parts of these bodies are documented, so further fields pass. */
const balances = z
	.object({ balances: z.object({ current: amount }) })
	.transform((body) => body.balances.current);
const goodwill = z.object({ points: amount }).transform((body) => body.points);
/** Either points, or a transaction value for AIR to calculate them from; the value's name is the sandbox's own. */
const earned = z
	.object({
		balances: z.object({ current: amount }).optional(),
		transactionValue: amount.optional(),
	})
	.refine(
		(given) => !given.balances !== !given.transactionValue,
		'give balances or transactionValue',
	);

/** What a call that moves points says of them. */
interface Move {
	/** points */
	points: number;
	/** money spent, which counts for the tier */
	spend?: number;
}

function movePoints(
	kind: 'credit' | 'debit' | 'goodwill' | 'earn',
	read: (state: EagleEyeState, call: Call) => Move,
): Endpoint<EagleEyeState> {
	return onWallet(
		`points.${kind}`,
		'PATCH',
		`/account/:accountId/${kind}`,
		(state, wallet, call) => {
			const account = accountIn(wallet, call);
			const { points, spend } = read(state, call);
			if (account.type !== 'POINTS') throw airError(400, 'The account holds no points');
			const answer = change(state.wallets, account, kind.toUpperCase(), points);
			const { walletId } = wallet;
			const { accountId } = account;
			state.movements.push({
				kind,
				walletId,
				accountId,
				points,
				balance: account.balances!.current!,
			});
			const counts = kind === 'earn' ? { points, transactions: 0, spend: spend ?? 0 } : undefined;
			const tier = tierOf(state, wallet, kind === 'debit' ? 'DEBIT' : 'CREDIT', counts);
			emit(state, wallet, {
				eventName: `SERVICE.WALLET.TRANSACTION.${kind.toUpperCase()}`,
				...callFacts(call, 'PATCH'),
				code: 200,
				answer,
				operations: [accountOperation('UPDATE', answer), ...tier.operations],
			});
			return ok(answer);
		},
	);
}

const byBalances = (_: EagleEyeState, call: Call): Move => ({ points: bodyOf(call, balances) });

/** Accounts of a wallet: coupons, points, subscriptions. */
export const accountEndpoints: Array<Endpoint<EagleEyeState>> = [
	onWallet(
		'account.list',
		'GET',
		'/accounts',
		({ settings: { pageSize } }, { accounts }, { query }) => {
			const offset = Number(query.offset ?? 0);
			const results = accounts.slice(offset, offset + pageSize).map(accountView);
			return ok({ total: accounts.length, limit: pageSize, offset, results });
		},
	),
	onWallet('account.get', 'GET', '/account/:accountId', (_, wallet, call) =>
		ok(accountView(accountIn(wallet, call))),
	),
	onWallet('coupon.one', 'POST', '/campaign/:campaignId/account', issueOne),
	onWallet('coupon.several', 'POST', '/campaigns/accounts', issueSeveral),
	onWallet('scheme.join', 'POST', '/scheme/:schemeId/account', scheme),
	onWallet('plan.join', 'POST', '/plan/:planId/account', plan),
	onWallet('account.cancel', 'PATCH', '/account/:accountId/cancel', cancel),
	movePoints('credit', byBalances),
	movePoints('debit', byBalances),
	movePoints('goodwill', (_, call) => ({ points: bodyOf(call, goodwill) })),
	movePoints('earn', ({ settings }, call) => {
		const { balances: given, transactionValue: spend } = bodyOf(call, earned);
		return { points: given?.current ?? Math.floor(spend! / settings.spendPerPoint), spend };
	}),
];
