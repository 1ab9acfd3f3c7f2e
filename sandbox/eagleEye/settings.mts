import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod/v4';

const text = z.string().min(1);
const identity = z.object({ type: text, value: text }).strict();

/** Social Behavioural Actions of the dashboard, by their Action Reference (eagleEye 2.7). */
const action = z.union([
	z.object({ reference: text, points: z.number().int().positive() }).strict(),
	z.object({ reference: text, campaignId: text }).strict(),
]);

/** What an account of a campaign is; AIR's own names. */
export const campaignTypes = ['ECOUPON', 'COUPON_STAMP_CARD', 'QUEST', 'CONTINUITY'] as const;

const campaign = z
	.object({
		campaignId: text,
		campaignTag: text,
		type: z.enum(campaignTypes).default('ECOUPON'),
		/** value of a coupon, in the smallest unit of the currency */
		value: z.number().int().nonnegative().default(100),
		/** stamps that fill a card, or objectives that complete a quest */
		goal: z.number().int().positive().default(2),
	})
	.strict();

export type CampaignSettings = z.infer<typeof campaign>;

/** A tier of the scheme, and the tier points from which on a customer is in it. */
const tier = z
	.object({ tierId: text, name: text, points: z.number().int().nonnegative() })
	.strict();

const wallet = z
	.object({
		identities: z.array(identity).min(1),
		points: z.number().int().default(0),
		/** points that count for the tier */
		tierPoints: z.number().int().nonnegative().default(0),
		/** a subscription, and in how many days what it entitles to ends */
		subscription: z
			.object({ planId: text, endsInDays: z.number().int() })
			.strict()
			.nullable()
			.default(null),
	})
	.strict();

/** Where AIR's outbound events go, and how. */
const outbound = z
	.object({
		/** null: events are made and kept, but go nowhere */
		url: z.string().nullable().default(null),
		/** the static pre-shared header */
		headerName: text.default('X-Auth-Token'),
		headerValue: text.default(() => randomBytes(24).toString('base64url')),
		/** whether events carry the identities of their wallets */
		enrich: z.boolean().default(true),
		/** deliveries of one event before it is given up; a 429 does not count */
		maxAttempts: z.number().int().positive().default(5),
		/** ms before the next attempt; after a 429 at least what Retry-After says */
		retryMs: z.number().nonnegative().default(200),
		/** every nth event is delivered twice; 0 for none */
		duplicateEvery: z.number().int().nonnegative().default(0),
		/** deliveries at a time */
		concurrency: z.number().int().positive().default(16),
	})
	.strict();

const person = (nth: number) => [
	{ type: 'CUSTOMER_ID', value: `90000${nth}` },
	{ type: 'MOBILE', value: `551990000000${nth}` },
];

/** Eagle Eye's part of a tenant's settings. */
export const eagleEyeSettings = z
	.object({
		clientId: text.default('sandbox-unit'),
		clientSecret: text.default(() => randomUUID()),
		connector: z
			.object({
				platform: text.default('n8n'),
				id: text.default('sandbox-connector'),
				key: text.default(() => randomUUID()),
				/** ms that an entry stays in EE Connect's queue */
				queueMs: z.number().nonnegative().default(50),
			})
			.strict()
			.prefault({}),
		/** customers who have joined already */
		wallets: z.array(wallet).prefault([
			{ identities: person(1), points: 2500, tierPoints: 900 },
			{ identities: person(2), points: 0 },
			{ identities: person(3), points: 140, subscription: { planId: '532', endsInDays: 7 } },
		]),
		actions: z.array(action).default([
			{ reference: 'LATE_DELIVERY', points: 10_000 },
			{ reference: 'WELCOME', points: 500 },
			{ reference: 'FREE_COFFEE', campaignId: '5001' },
		]),
		campaigns: z.array(campaign).prefault([
			{ campaignId: '5001', campaignTag: 'freecoffee' },
			{ campaignId: '5002', campaignTag: 'initialoffer', value: 200 },
			{ campaignId: '5003', campaignTag: 'coffeecard', type: 'COUPON_STAMP_CARD', goal: 5 },
			{ campaignId: '5004', campaignTag: 'breakfastquest', type: 'QUEST' },
			{ campaignId: '5005', campaignTag: 'weeklyshop', type: 'CONTINUITY' },
		]),
		schemes: z.array(text).default(['1287']),
		/** of the first scheme, lowest first; none: the scheme has no tiers */
		tiers: z.array(tier).default([
			{ tierId: '301', name: 'Bronze', points: 0 },
			{ tierId: '302', name: 'Silver', points: 1000 },
			{ tierId: '303', name: 'Gold', points: 5000 },
		]),
		/** units of money, in the smallest, that earn a point */
		spendPerPoint: z.number().int().positive().default(100),
		plans: z.array(text).default(['532']),
		/** campaigns whose coupons a subscription brings */
		entitlements: z.array(text).default(['5101', '5102']),
		/** accounts on a page of a wallet's accounts */
		pageSize: z.number().int().positive().default(100),
		events: outbound.prefault({}),
	})
	.strict();

export type EagleEyeSettings = z.infer<typeof eagleEyeSettings>;
export type OutboundSettings = EagleEyeSettings['events'];
