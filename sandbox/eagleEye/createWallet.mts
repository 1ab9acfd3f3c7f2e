import { z } from 'zod/v4';
import { HttpError, type Call } from '../shared/vendor.mts';
import type { Operation } from './events.mts';
import { callFacts, emit, type EagleEyeState } from './state.mts';
import { accountView, calledId, change, identityView, walletView } from './wallets.mts';

const text = z.string().min(1);
const states = { status: text.optional(), state: text.optional() };

/** `POST /services/wallet/accounts`, as its sample has it (CONTRACTS 2.3). */
const walletBody = z
	.object({
		...states,
		type: z.literal('CONSUMER'),
		consumer: z.record(z.string(), z.unknown()).optional(),
		identities: z.array(z.object({ ...states, type: text, value: text }).strict()).min(1),
		accounts: z
			.object({
				campaign: z.array(z.object({ campaignTag: text, ...states }).strict()).optional(),
				scheme: z.array(z.object({ schemeId: text, ...states }).strict()).optional(),
			})
			.strict()
			.optional(),
	})
	.strict();

/** Makes a wallet with all that comes with it, and sends its event. @returns AIR's answer; its shape is the sandbox's own */
export function createWallet(state: EagleEyeState, call: Call, bodyOf: (call: Call, schema: typeof walletBody) => z.infer<typeof walletBody>) {
	const { identities, consumer, accounts = {}, ...rest } = bodyOf(call, walletBody);
	const { wallets, settings } = state;
	const refuse = (message: string) => new HttpError(400, { code: 'BAD', message }, calledId());
	// "Identities of a deleted wallet stay reserved" (CONTRACTS 2.3).
	if (identities.some(({ value }) => wallets.isReserved(value))) throw refuse('An identity is in use');
	const campaigns = (accounts.campaign ?? []).map(({ campaignTag, ...coupon }) => {
		const campaign = settings.campaigns.find((one) => one.campaignTag === campaignTag);
		if (!campaign) throw refuse(`No campaign ${campaignTag}`);
		return { ...campaign, coupon };
	});
	for (const { schemeId } of accounts.scheme ?? []) if (!settings.schemes.includes(schemeId)) throw refuse(`No scheme ${schemeId}`);

	const wallet = wallets.create(rest);
	for (const identity of identities) wallets.addIdentity(wallet, identity);
	wallet.consumer = consumer && Object.keys(consumer).length > 0 ? consumer : null;
	const made = [
		...(accounts.scheme ?? []).map(({ schemeId, ...points }) => wallets.addAccount(wallet, 'POINTS', 'RETAILPOINTS', schemeId, points)),
		...campaigns.map(({ campaignId, coupon }) => wallets.addAccount(wallet, 'ECOUPON', 'OFFER', campaignId, coupon)),
	];
	const answer = {
		...walletView(wallet),
		consumer: wallet.consumer ?? [],
		identities: wallet.identities.map(identityView),
		accounts: made.map(accountView),
	};
	const create = (objectType: string, objectValue: object): Operation => ({ objectType, operationType: 'CREATE', objectValue });
	emit(state, wallet, {
		eventName: 'SERVICE.WALLET.ACCOUNTS.CREATE',
		...callFacts(call, 'POST'),
		code: 201,
		answer,
		operations: [
			create('walletEntity', walletView(wallet)),
			...wallet.identities.map((identity) => create('walletIdentityEntity', identityView(identity))),
			...(wallet.consumer ? [create('walletConsumerEntity', { walletId: wallet.walletId, ...wallet.consumer })] : []),
			...made.flatMap((account) => [
				create('walletAccountEntity', accountView(account)),
				create('walletAccountTransactionEntity', change(wallets, account, 'CREATE', 0)),
			]),
		],
	});
	return answer;
}
