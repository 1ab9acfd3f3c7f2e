import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod/v4';

const identity = z.object({ type: z.string().min(1), value: z.string().min(1) }).strict();
const secret = z.string().min(1);

/** Social Behavioural Actions of the dashboard, by their Action Reference (003). */
const action = z.union([
	z.object({ reference: z.string().min(1), points: z.number().int().positive() }).strict(),
	z.object({ reference: z.string().min(1), campaignId: z.string().min(1) }).strict(),
]);

/** Where AIR's outbound events go, and how (CONTRACTS 2.5). */
const outbound = z
	.object({
		/** null: events are made and kept, but go nowhere */
		url: z.string().nullable().default(null),
		headerName: z.string().min(1).default('X-Auth-Token'),
		headerValue: secret.default(() => randomBytes(24).toString('base64url')),
		/** whether events carry the identities of their wallets */
		enrich: z.boolean().default(true),
		/** deliveries of one event before it is given up; a 429 does not count */
		maxAttempts: z.number().int().positive().default(5),
		/** ms before a repeat; after a 429 what Retry-After says comes first */
		retryMs: z.number().nonnegative().default(200),
		/** every so-manieth event is delivered twice; 0 for none */
		duplicateEvery: z.number().int().nonnegative().default(0),
		/** deliveries at a time */
		concurrency: z.number().int().positive().default(16),
	})
	.strict();

/** Eagle Eye's part of a tenant's settings. */
export const eagleEyeSettings = z
	.object({
		clientId: secret.default('sandbox-unit'),
		clientSecret: secret.default(() => randomUUID()),
		connector: z
			.object({
				platform: z.string().min(1).default('n8n'),
				id: z.string().min(1).default('sandbox-connector'),
				key: secret.default(() => randomUUID()),
				/** ms that EE Connect's queue takes */
				queueMs: z.number().nonnegative().default(50),
			})
			.strict()
			.prefault({}),
		/** customers who have joined already */
		wallets: z
			.array(z.object({ identities: z.array(identity).min(1), points: z.number().int().default(0) }).strict())
			.default([
				{ identities: [{ type: 'CUSTOMER_ID', value: '900001' }, { type: 'MOBILE', value: '5519900000001' }], points: 2500 },
				{ identities: [{ type: 'CUSTOMER_ID', value: '900002' }, { type: 'MOBILE', value: '5519900000002' }], points: 0 },
				{ identities: [{ type: 'CUSTOMER_ID', value: '900003' }, { type: 'MOBILE', value: '5519900000003' }], points: 140 },
			]),
		actions: z.array(action).default([
			{ reference: 'LATE_DELIVERY', points: 10_000 },
			{ reference: 'WELCOME', points: 500 },
			{ reference: 'FREE_COFFEE', campaignId: '5001' },
		]),
		campaigns: z
			.array(z.object({ campaignId: z.string(), campaignTag: z.string() }).strict())
			.default([{ campaignId: '5001', campaignTag: 'freecoffee' }, { campaignId: '5002', campaignTag: 'initialoffer' }]),
		schemes: z.array(z.string()).default(['1287']),
		plans: z.array(z.string()).default(['532']),
		/** accounts on a page of a wallet's accounts */
		pageSize: z.number().int().positive().default(100),
		events: outbound.prefault({}),
	})
	.strict();

export type EagleEyeSettings = z.infer<typeof eagleEyeSettings>;
export type OutboundSettings = EagleEyeSettings['events'];
