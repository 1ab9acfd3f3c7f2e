import type { Sample } from '../shared/vendor.mts';
import { sampleBasket } from './basket.mts';
import { walletBy } from './purchases.mts';
import { refundPurchase } from './refunds.mts';
import {
	type Act,
	beginMembership,
	bought,
	callAir,
	campaign,
	consumer,
	everything,
	join,
	nextTier,
	onWallet,
	opened,
	pointsToNextTier,
	promotion,
	subscription,
	tier,
	trigger,
	LOADED,
} from './sampleActs.mts';
import { expirePoints, spendPoints, voidSpend } from './spending.mts';
import type { EagleEyeState } from './state.mts';
import { fulfilPurchase } from './till.mts';
import { pointsAccount } from './wallets.mts';

/** Title by name; the name is the event's, with what tells two of one name apart. */
const acts: Array<[name: string, title: string, act: Act]> = [
	[
		'SERVICE.WALLET.ACCOUNTS.CREATE',
		'Joined, all in one call',
		(state) => void join(state, 'wallet.create', everything(state)),
	],
	[
		'SERVICE.WALLET.CREATE',
		'Joined, the wallet first',
		(state) => void join(state, 'wallet.createAlone'),
	],
	[
		'WALLET.CONSUMER.CREATE',
		'Consumer added to a new wallet',
		(state) => {
			const { walletId } = join(state, 'wallet.createAlone');
			callAir(state, 'consumer.create', { walletId }, consumer);
		},
	],
	[
		'WALLET.CONSUMER.UPDATE',
		'Consumer changed',
		(state, wallet) => {
			const { walletId } = wallet;
			if (!wallet.consumer) callAir(state, 'consumer.create', { walletId }, consumer);
			callAir(
				state,
				'consumer.update',
				{ walletId, consumerId: wallet.consumer!.consumerId },
				consumer,
			);
		},
	],
	[
		'WALLET.ACCOUNT.CREATE.SCHEME',
		'Scheme joined by a new wallet',
		(state) => {
			const { walletId } = join(state, 'wallet.createAlone');
			const schemeId = state.settings.schemes[0] ?? '';
			callAir(
				state,
				'scheme.join',
				{ walletId, schemeId },
				{ status: 'ACTIVE', state: 'EARNBURN' },
			);
		},
	],
	['WALLET.ACCOUNT.CREATE.CAMPAIGN', 'Coupon issued', campaign('ECOUPON')],
	[
		'WALLET.ACCOUNT.CREATE.CAMPAIGN-several',
		'Coupons issued by tag',
		onWallet('coupon.several', ({ settings }) => [
			{},
			settings.campaigns.slice(0, 2).map(({ campaignTag }) => ({ campaignTag, state: 'LOADED' })),
		]),
	],
	['WALLET.ACCOUNT.CREATE.CAMPAIGN-stampCard', 'Stamp card given', campaign('COUPON_STAMP_CARD')],
	['WALLET.ACCOUNT.CREATE.CAMPAIGN-quest', 'Quest begun', campaign('QUEST')],
	['WALLET.ACCOUNT.CREATE.CAMPAIGN-continuity', 'Continuity account given', campaign('CONTINUITY')],
	[
		'WALLET.ACCOUNT.CREATE.PLAN',
		'Subscription plan joined',
		onWallet('plan.join', ({ settings }) => [{ planId: settings.plans[0] ?? '' }, LOADED]),
	],
	[
		'WALLET.ACCOUNT.UPDATE',
		'Subscription cancelled',
		onWallet('account.cancel', (_, wallet) => [{ accountId: subscription(wallet) }]),
	],
	['SERVICE.TRIGGER-points', 'Reward of points', trigger('points')],
	['SERVICE.TRIGGER-coupon', 'Reward of a coupon', trigger('campaignId')],
	[
		'POSCONNECT.WALLET.OPEN',
		'Purchase opened',
		(state, _, identity) => void opened(state, identity),
	],
	[
		'POSCONNECT.WALLET.SETTLE',
		'Purchase settled, a coupon redeemed',
		(state, wallet, identity) => void bought(state, wallet, identity),
	],
	['POSCONNECT.WALLET.SETTLE-promotion', 'Purchase that reaches the next tier', promotion],
	[
		'POSCONNECT.WALLET.FULFIL-initial',
		'Order: first phase',
		(state, _, identity) => void fulfilPurchase(state, { purchase: opened(state, identity) }),
	],
	[
		'POSCONNECT.WALLET.FULFIL-final',
		'Order: last phase',
		(state, _, identity) =>
			void fulfilPurchase(state, { purchase: opened(state, identity), finalise: true }),
	],
	[
		'POSCONNECT.WALLET.REFUND',
		'Refund of everything',
		(state, wallet, identity) =>
			void refundPurchase(state, { purchase: bought(state, wallet, identity) }),
	],
	[
		'POSCONNECT.WALLET.REFUND-partial',
		'Refund of a part',
		(state, wallet, identity) =>
			void refundPurchase(state, {
				purchase: bought(state, wallet, identity),
				items: [{ ...sampleBasket[0]!, count: 1 }],
			}),
	],
	[
		'POSCONNECT.WALLET.SPEND',
		'Points reserved',
		(state, _, identity) =>
			void spendPoints(state, { purchase: opened(state, identity), points: 10 }),
	],
	[
		'POSCONNECT.WALLET.SPEND.VOID',
		'Reserved points freed',
		(state, _, identity) => {
			const purchase = opened(state, identity);
			spendPoints(state, { purchase, points: 10 });
			voidSpend(state, { purchase });
		},
	],
	[
		'SERVICE.WALLET.POINTS.EXPIRE',
		'Points run out',
		(state, wallet, identity) => {
			const points = Math.min(10, pointsAccount(wallet)?.balances?.current ?? 0);
			expirePoints(state, { identity, points });
		},
	],
	['TIER.MEMBERSHIP.CREATE', 'Tier membership begun', beginMembership],
	[
		'TIER.MEMBERSHIP.MOVE',
		'Moved to another tier',
		tier('move', (state, wallet) => ({
			tierId: nextTier(state, wallet),
		})),
	],
	[
		'TIER.MEMBERSHIP.CREDIT',
		'Tier balances credited',
		tier('credit', () => ({
			balances: { points: 50, spend: 5000, transactions: 1 },
		})),
	],
	[
		'TIER.MEMBERSHIP.CREDIT-promotion',
		'Tier balances credited up to the next tier',
		tier('credit', (state, wallet) => ({
			balances: { points: pointsToNextTier(state, wallet), spend: 1000, transactions: 2 },
		})),
	],
	[
		'TIER.MEMBERSHIP.DEBIT',
		'Tier balances debited',
		tier('debit', () => ({
			balances: { points: 50, spend: 5000, transactions: 1 },
		})),
	],
	[
		'TIER.MEMBERSHIP.ADJUST',
		'Tier balances adjusted',
		tier('adjust', () => ({
			balances: { points: -10, spend: -1000, transactions: -1 },
		})),
	],
	[
		'SERVICE.WALLET.DELETE',
		'Left: a new customer’s wallet deleted',
		(state) => {
			const { walletId } = join(state, 'wallet.create', everything(state));
			callAir(state, 'wallet.delete', { walletId });
		},
	],
];

/** Every kind of event that was captured, and what else was seen. A sample sends what must come before it as well. */
export const samples: Array<Sample<EagleEyeState>> = acts.map(([name, title, act]) => ({
	name,
	title,
	callback: 'events',
	fields: [{ name: 'identity', title: 'Customer', default: '900001' }],
	send(state, { identity }) {
		const before = state.outbound.rows.length;
		act(state, walletBy(state, identity!), identity!);
		return state.outbound.rows.slice(before).map(({ eventId }) => eventId);
	},
}));
