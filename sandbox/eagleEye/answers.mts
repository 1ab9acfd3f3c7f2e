import { createHash, randomUUID } from 'node:crypto';
import type { z } from 'zod/v4';
import { parseJson } from '../shared/json.mts';
import { HttpError, type Call, type Endpoint, type HttpResponse } from '../shared/vendor.mts';
import type { EagleEyeState } from './state.mts';
import type { Account, Wallet } from './wallets.mts';

/** The id by which Eagle Eye finds a call. */
export const calledId = (): Record<string, string> => ({ 'x-ees-called-unique-id': randomUUID() });

/** The body of AIR's errors is not documented; this one is the sandbox's own. */
export const airError = (status: number, message: string): HttpError =>
	new HttpError(status, { code: status === 404 ? 'NF' : 'BAD', message }, calledId());

export const ok = (body: unknown, status = 200): HttpResponse => ({
	status,
	body,
	headers: calledId(),
});

/** SHA-256 over path (with `/2.0` where it was called so), query, the bytes received and the secret (eagleEye 2.1). */
export function authorizeAir(state: EagleEyeState, { headers, url, body }: Call): void {
	const { clientId, clientSecret } = state.settings;
	const hash = createHash('sha256').update(url).update(body).update(clientSecret).digest('hex');
	if (headers['x-ees-auth-client-id'] === clientId && headers['x-ees-auth-hash'] === hash) return;
	state.hashesRejected++;
	throw airError(401, 'Authentication failed');
}

/** The body of a call, in its form; whatever is not in it is rejected. */
export function bodyOf<T>({ headers, body }: Call, schema: z.ZodType<T>): T {
	if (!/^application\/json/i.test(headers['content-type'] ?? '')) {
		throw airError(415, 'Content-Type must be application/json');
	}
	const parsed = schema.safeParse(parseJson(body).value);
	if (parsed.success) return parsed.data;
	const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
	throw airError(400, problems.join('; '));
}

export function walletOf({ wallets }: EagleEyeState, { params }: Call): Wallet {
	const wallet = wallets.get(params.walletId!);
	if (!wallet) throw airError(404, 'Wallet not found');
	return wallet;
}

export function accountIn(wallet: Wallet, { params }: Call): Account {
	const account = wallet.accounts.find(({ accountId }) => accountId === params.accountId);
	if (!account) throw airError(404, 'Account not found');
	return account;
}

/** An endpoint below a wallet. */
export function onWallet(
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
