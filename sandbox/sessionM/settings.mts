import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod/v4';

const key = z
	.string()
	.min(1)
	.default(() => randomBytes(16).toString('hex'));
const guid = z
	.string()
	.min(1)
	.default(() => randomUUID());

const offer = z
	.object({
		id: z.string(),
		name: z.string(),
		description: z.string(),
		/** days from issue until it can no longer be redeemed */
		days: z.number().positive(),
		/** what it costs in the rewards store; not for sale without */
		points: z.number().positive().optional(),
	})
	.strict();

const campaign = z
	.object({
		id: z.string(),
		name: z.string(),
		description: z.string(),
		/** whether a customer must have opted in to take part */
		optIn: z.boolean().default(false),
		/** what a transaction must hold to complete it; a campaign without is not completed by transactions */
		completedBy: z.object({ itemIds: z.array(z.string()).optional(), minSubtotal: z.number().optional() }).strict().optional(),
		/** what completing it brings */
		outcome: z.object({ offer: z.string().optional(), points: z.number().optional() }).strict().default({}),
	})
	.strict();

export type CampaignSettings = z.infer<typeof campaign>;
export type OfferSettings = z.infer<typeof offer>;

/** SessionM's part of a tenant's settings. The default account is the fries shop of document 004. */
export const sessionMSettings = z
	.object({
		coreApiKey: key,
		coreApiSecret: key,
		connectApiKey: key,
		connectApiSecret: key,
		posApiKey: key,
		posApiSecret: key,
		retailerId: guid,
		storeId: z.string().min(1).default('1001'),
		clientId: z.string().min(1).default('fancy-fries-pos'),
		pointSourceId: guid,
		pointAccountId: guid,
		/** whether refusals come as 4xx or, as CONTRACTS 3.6 warns, as HTTP 200 with `status: "error"` */
		refusals: z.enum(['http', 'ok']).default('http'),
		/** POST of an external id that exists; CONTRACTS 3.2 leaves open what it does */
		createExisting: z.enum(['refuse', 'update']).default('refuse'),
		/** campaigns a page, by the query parameter `page`; all at once without */
		campaignsPerPage: z.number().int().positive().optional(),
		/** how often the same transaction is answered "pending processing" before the result is there */
		pendingAnswers: z.number().int().nonnegative().default(0),
		/** points for each whole unit of a transaction's subtotal */
		pointsPerUnit: z.number().nonnegative().default(1),
		/** days that the account's clock is ahead: setting it further sends what falls due */
		daysAhead: z.number().nonnegative().default(0),
		/** "about to expire" is said so many days before (004: 10 days) */
		expiryNoticeDays: z.number().positive().default(10),
		/** where messages go, as a tenant's template would have it; null: they are kept, but go nowhere */
		messages: z.object({ url: z.string(), headers: z.record(z.string(), z.string()).default({}) }).strict().nullable().default(null),
		offers: z.array(offer).default([
			{ id: 'mobile-tuesdays', name: '20% off Mobile Tuesdays', description: '20% off any order by the app on a Tuesday', days: 30 },
			{ id: 'free-snack-box', name: 'Free snack box', description: 'A snack box on the house', days: 30 },
			{ id: 'large-for-small', name: 'Large fries for the price of small', description: 'Upgrade your fries', days: 14, points: 15 },
		]),
		campaigns: z.array(campaign).default([
			{
				id: 'snack-box',
				name: 'Snack box promotion',
				description: 'Buy pulled pork fries and curly fries, get a snack box',
				optIn: true,
				completedBy: { itemIds: ['pulled-pork-fries', 'curly-fries'] },
				outcome: { offer: 'free-snack-box', points: 50 },
			},
			{
				id: 'large-fries',
				name: 'Large fries promotion',
				description: 'Spend 25 at once, get 20% off on Mobile Tuesdays',
				optIn: false,
				completedBy: { minSubtotal: 25 },
				outcome: { offer: 'mobile-tuesdays' },
			},
			{ id: 'welcome-tile', name: 'Welcome to Fancy Fries', description: 'A tile in the app', optIn: false, outcome: {} },
		]),
	})
	.strict();

export type SessionMSettings = z.infer<typeof sessionMSettings>;
