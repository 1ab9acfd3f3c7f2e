import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod/v4';
import { campaignSettings, friesCampaigns, friesOffers, offerSettings } from './shop.mts';

const key = z
	.string()
	.min(1)
	.default(() => randomBytes(16).toString('hex'));
const guid = z
	.string()
	.min(1)
	.default(() => randomUUID());

/** SessionM's part of a tenant's settings; by default the messaging example's fries shop (sessionM 3.7). */
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
		/** the rewards store, in which every offer that costs points is for sale */
		rewardStoreId: guid,
		/** ids of further stores, which sell the same */
		furtherStores: z.array(z.string().min(1)).default([]),
		/** whether errors come as 4xx, or under HTTP 200 with `status: "error"` */
		errors: z.enum(['http', 'ok']).default('http'),
		/** what POST of an external id that exists does; it is not documented */
		createExisting: z.enum(['reject', 'update']).default('reject'),
		/** the form of a customer's campaigns: `{tiles, promotions}`, or one list as in some accounts */
		customerCampaigns: z.enum(['object', 'list']).default('object'),
		/** campaigns of the app on a page */
		campaignsPerPage: z.number().int().positive().default(20),
		/** how often the same transaction is answered "pending processing" before the result is there */
		pendingAnswers: z.number().int().nonnegative().default(0),
		/** points for each whole unit of a transaction's subtotal */
		pointsPerUnit: z.number().nonnegative().default(1),
		/** days that the account's clock is ahead: setting it further sends what falls due */
		daysAhead: z.number().nonnegative().default(0),
		/** an offer is about to expire so many days before it does (10 days, sessionM 3.7) */
		expiryNoticeDays: z.number().positive().default(10),
		/** where messages go, as a tenant's template would have it; null: they are kept, but go nowhere */
		messages: z
			.object({ url: z.string().nullable(), headers: z.record(z.string(), z.string()).default({}) })
			.strict()
			.nullable()
			.default(null),
		offers: z.array(offerSettings).default(friesOffers),
		campaigns: z.array(campaignSettings).prefault(friesCampaigns),
	})
	.strict();

export type SessionMSettings = z.infer<typeof sessionMSettings>;
