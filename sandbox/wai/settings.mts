import { randomUUID } from 'node:crypto';
import { z } from 'zod/v4';

/** An entry of the campaign listing (wai 4.10). */
const campaign = z
	.object({ id: z.string().min(1), description: z.string(), enabled: z.boolean() })
	.strict();

/** WAI's part of a tenant's settings. */
export const waiSettings = z
	.object({
		apiKey: z
			.string()
			.min(1)
			.default(() => randomUUID()),
		/** The sample's token lives five minutes (wai 4.3). */
		tokenTtlSeconds: z.number().positive().default(300),
		/** calls after which a token stops working early */
		tokenMaxRequests: z.number().int().positive().optional(),
		/** items of a bulk request (wai 4.8) */
		maxItems: z.number().int().positive().default(500),
		/** a bulk request must be smaller than this (wai 4.8) */
		maxBytes: z.number().int().positive().default(1_000_000),
		/** whether campaigns, events and metrics of a contact never sent are rejected; not documented */
		requireKnownContact: z.boolean().default(false),
		/** what one invalid entry does to its bulk request: reject all of it, or fail alone with `retry: false` */
		invalidEntries: z.enum(['rejectRequest', 'failEntry']).default('rejectRequest'),
		campaigns: z.array(campaign).default([
			{ id: 'activation', description: 'Welcome and activation', enabled: true },
			{ id: 'reactivation', description: 'Reactivation of dormant customers', enabled: true },
			{ id: 'winback', description: 'Win-back after cancellation', enabled: true },
			{ id: 'payment-reminder', description: 'Payment reminder', enabled: true },
			{
				id: 'satisfaction-survey',
				description: 'Satisfaction survey after delivery',
				enabled: true,
			},
			{ id: 'summer-2016', description: 'Summer campaign 2016', enabled: false },
		]),
	})
	.strict();

export type WaiSettings = z.infer<typeof waiSettings>;
