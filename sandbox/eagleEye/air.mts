import { createHash } from 'node:crypto';
import { z } from 'zod/v4';
import { parseJson } from '../shared/json.mts';
import { HttpError, type HttpResponse, type Call, type Endpoint } from '../shared/vendor.mts';
import { createWallet } from './createWallet.mts';
import { issueRewards, triggerBody } from './rewards.mts';
import { callFacts, emit, type EagleEyeState } from './state.mts';
import { accountView, calledId, change, identityView, walletView, type Account, type Wallet } from './wallets.mts';

/** The body of AIR's errors is not documented (CONTRACTS 2.3); this one is the sandbox's own. */
export const refuse = (status: number, message: string) => new HttpError(status, { code: status === 404 ? 'NF' : 'BAD', message }, calledId());

/** SHA-256 over path with query, the bytes received, and the secret (CONTRACTS 2.1). */
export function authorizeAir(state: EagleEyeState, { headers, url, body }: Call): void {
	const { clientId, clientSecret } = state.settings;
	const hash = createHash('sha256').update(url).update(body).update(clientSecret).digest('hex');
	if (headers['x-ees-auth-client-id'] === clientId && headers['x-ees-auth-hash'] === hash) return;
	state.hashesRejected++;
	throw refuse(401, 'Authentication failed');
}

function bodyOf<T>(call: Call, schema: z.ZodType<T>): T {
	if (!/^application\/json/i.test(call.headers['content-type'] ?? '')) throw refuse(415, 'Content-Type must be application/json');
	const parsed = schema.safeParse(parseJson(call.body).value);
	if (!parsed.success) throw refuse(400, parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
	return parsed.data;
}

const ok = (body: unknown, status = 200): HttpResponse => ({ status, body, headers: calledId() });

function walletOf({ wallets }: EagleEyeState, { params }: Call): Wallet {
	const wallet = wallets.get(params.walletId!);
	if (!wallet) throw refuse(404, 'Wallet not found');
	return wallet;
}

function accountIn(wallet: Wallet, { params }: Call): Account {
	const account = wallet.accounts.find(({ accountId }) => accountId === params.accountId);
	if (!account) throw refuse(404, 'Account not found');
	return account;
}

/** An endpoint below a wallet. */
function onWallet(
	name: string,
	method: Endpoint<EagleEyeState>['method'],
	path: string,
	handle: (state: EagleEyeState, wallet: Wallet, call: Call) => HttpResponse,
): Endpoint<EagleEyeState> {
	return {
		name,
		method,
		path: `/wallet/:walletId${path}`,
		handle: (state, call) => {
			call.countItems(1);
			return handle(state, walletOf(state, call), call);
		},
	};
}

const states = z.object({ status: z.string().min(1).optional(), state: z.string().min(1).optional() }).strict();

/** An account made by one call, and its event. */
function makeAccounts(state: EagleEyeState, wallet: Wallet, call: Call, eventName: string, make: () => Account[], code: number): HttpResponse {
	const accounts = make();
	const views = accounts.map(accountView);
	const answer = eventName === 'WALLET.ACCOUNT.CREATE' ? views : views[0];
	emit(state, wallet, {
		eventName,
		...callFacts(call, 'POST'),
		code,
		answer,
		operations: accounts.flatMap((account) => [
			{ objectType: 'walletAccountEntity', operationType: 'CREATE' as const, objectValue: accountView(account) },
			{ objectType: 'walletAccountTransactionEntity', operationType: 'CREATE' as const, objectValue: change(state.wallets, account, 'CREATE', 0) },
		]),
	});
	return ok(answer, code);
}

function listed(list: string[], id: string, what: string): string {
	if (!list.includes(id)) throw refuse(404, `${what} not found`);
	return id;
}

const amount = z.number().int().positive();
/** Of these bodies only parts are documented (CONTRACTS 2.3), so what else is in them is let pass. */
const balances = z.object({ balances: z.object({ current: amount }) }).transform((body) => body.balances.current);
const goodwill = z.object({ points: amount }).transform((body) => body.points);

function movePoints(kind: 'credit' | 'debit' | 'goodwill', schema: z.ZodType<number>): Endpoint<EagleEyeState> {
	return onWallet(`points.${kind}`, 'PATCH', `/account/:accountId/${kind}`, (state, wallet, call) => {
		const account = accountIn(wallet, call);
		const points = bodyOf(call, schema);
		if (account.type !== 'POINTS') throw refuse(400, 'The account holds no points');
		const answer = change(state.wallets, account, kind.toUpperCase(), points);
		state.movements.push({ kind, walletId: wallet.walletId, accountId: account.accountId, points, balance: account.points });
		emit(state, wallet, {
			eventName: `SERVICE.WALLET.TRANSACTION.${kind.toUpperCase()}`,
			...callFacts(call, 'PATCH'),
			code: 200,
			answer,
			operations: [{ objectType: 'walletAccountTransactionEntity', operationType: 'CREATE', objectValue: answer }],
		});
		return ok(answer);
	});
}

export const airEndpoints: Array<Endpoint<EagleEyeState>> = [
	{
		name: 'trigger',
		method: 'POST',
		path: '/services/trigger',
		handle(state, call) {
			call.countItems(1);
			return ok(issueRewards(state, bodyOf(call, triggerBody), { through: 'air', body: call.body.toString() }), 201);
		},
	},
	{
		name: 'wallet.find',
		method: 'GET',
		path: '/wallet',
		handle({ wallets }, { query }) {
			const wallet = wallets.byIdentityValue(String(query['identity-value'] ?? ''));
			if (!wallet) throw refuse(404, 'Identity not found');
			return ok(walletView(wallet));
		},
	},
	onWallet('wallet.get', 'GET', '', (_, wallet) => ok(walletView(wallet))),
	onWallet('account.list', 'GET', '/accounts', ({ settings: { pageSize } }, { accounts }, { query }) => {
		const offset = Number(query.offset ?? 0);
		const results = accounts.slice(offset, offset + pageSize).map(accountView);
		return ok({ total: accounts.length, limit: pageSize, offset, results });
	}),
	onWallet('coupon.one', 'POST', '/campaign/:campaignId/account', (state, wallet, call) => {
		const body = bodyOf(call, states);
		const id = listed(state.settings.campaigns.map(({ campaignId }) => campaignId), call.params.campaignId!, 'Campaign');
		return makeAccounts(state, wallet, call, 'WALLET.ACCOUNT.CREATE.CAMPAIGN', () => [state.wallets.addAccount(wallet, 'ECOUPON', 'OFFER', id, body)], 201);
	}),
	onWallet('coupon.several', 'POST', '/campaigns/accounts', (state, wallet, call) => {
		const coupons = bodyOf(call, z.array(z.object({ campaignTag: z.string(), state: z.string() }).strict()).min(1));
		const ids = coupons.map(({ campaignTag }) => {
			const campaign = state.settings.campaigns.find((one) => one.campaignTag === campaignTag);
			if (!campaign) throw refuse(404, 'Campaign not found');
			return campaign.campaignId;
		});
		const make = () => ids.map((id, i) => state.wallets.addAccount(wallet, 'ECOUPON', 'OFFER', id, { state: coupons[i]!.state }));
		return makeAccounts(state, wallet, call, 'WALLET.ACCOUNT.CREATE', make, 201);
	}),
	onWallet('scheme.join', 'POST', '/scheme/:schemeId/account', (state, wallet, call) => {
		const body = bodyOf(call, states);
		const id = listed(state.settings.schemes, call.params.schemeId!, 'Scheme');
		return makeAccounts(state, wallet, call, 'WALLET.ACCOUNT.CREATE.SCHEME', () => [state.wallets.addAccount(wallet, 'POINTS', 'RETAILPOINTS', id, body)], 201);
	}),
	onWallet('plan.join', 'POST', '/plan/:planId/account', (state, wallet, call) => {
		const body = bodyOf(call, states);
		const id = listed(state.settings.plans, call.params.planId!, 'Plan');
		return makeAccounts(state, wallet, call, 'WALLET.ACCOUNT.CREATE.PLAN', () => [state.wallets.addAccount(wallet, 'STANDARD_SUBSCRIPTION', 'ENTITLEMENT', id, body)], 200);
	}),
	movePoints('credit', balances),
	movePoints('debit', balances),
	movePoints('goodwill', goodwill),
	onWallet('account.cancel', 'PATCH', '/account/:accountId/cancel', (state, wallet, call) => {
		if (call.body.length > 0) throw refuse(400, 'The body must be empty');
		const account = accountIn(wallet, call);
		account.status = 'CANCELLED';
		const objectValue = change(state.wallets, account, 'CANCEL', 0);
		emit(state, wallet, {
			eventName: 'WALLET.ACCOUNT.UPDATE',
			...callFacts(call, 'PATCH'),
			code: 200,
			answer: accountView(account),
			operations: [
				{ objectType: 'walletAccountEntity', operationType: 'UPDATE', objectValue: accountView(account) },
				{ objectType: 'walletAccountTransactionEntity', operationType: 'CREATE', objectValue },
			],
		});
		return ok(accountView(account));
	}),
	{
		name: 'wallet.create',
		method: 'POST',
		path: '/services/wallet/accounts',
		handle(state, call) {
			call.countItems(1);
			return ok(createWallet(state, call, bodyOf), 201);
		},
	},
	{
		name: 'wallet.delete',
		method: 'DELETE',
		path: '/services/wallet/:walletId',
		handle(state, call) {
			call.countItems(1);
			const wallet = walletOf(state, call);
			wallet.deleted = true;
			emit(state, wallet, {
				eventName: 'SERVICE.WALLET.DELETE',
				...callFacts(call, 'DELETE'),
				code: 204,
				answer: null,
				operations: [
					{ objectType: 'walletEntity', operationType: 'DELETE', objectValue: walletView(wallet) },
					...wallet.identities.map((identity) => ({ objectType: 'walletIdentityEntity', operationType: 'DELETE' as const, objectValue: identityView(identity) })),
				],
			});
			return { status: 204, headers: calledId() };
		},
	},
];
