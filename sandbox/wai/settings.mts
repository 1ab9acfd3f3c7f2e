import { randomUUID } from 'node:crypto';
import { z } from 'zod/v4';

/** An entry of the campaign listing (001, "Campaigns listing"). */
const campaign = z.object({ id: z.string().min(1), description: z.string(), enabled: z.boolean() }).strict();

/** WAI's part of a tenant's settings. */
export const waiSettings = z
	.object({
		apiKey: z
			.string()
			.min(1)
			.default(() => randomUUID()),
		/** The sample's token lives five minutes (001; CONTRACTS 4). */
		tokenTtlSeconds: z.number().positive().default(300),
		/** calls after which a token stops working early */
		tokenMaxRequests: z.number().int().positive().optional(),
		/** "item count below or equal to 500" (001, "Bulk operations") */
		maxItems: z.number().int().positive().default(500),
		/** "keep the total Content-Length below 1 MB": a body of this many bytes is refused */
		maxBytes: z.number().int().positive().default(1_000_000),
		/** whether campaigns, events and metrics of a contact never sent are refused; the document does not say */
		requireKnownContact: z.boolean().default(false),
		/** what one invalid entry does to its bulk request: refuse all of it, or fail alone with `retry: false` */
		invalidEntries: z.enum(['rejectRequest', 'failEntry']).default('rejectRequest'),
		campaigns: z.array(campaign).default([
			{ id: 'activation', description: 'Welcome and activation', enabled: true },
			{ id: 'reactivation', description: 'Reactivation of dormant customers', enabled: true },
			{ id: 'winback', description: 'Win-back after cancellation', enabled: true },
			{ id: 'payment-reminder', description: 'Payment reminder', enabled: true },
			{ id: 'satisfaction-survey', description: 'Satisfaction survey after delivery', enabled: true },
			{ id: 'summer-2016', description: 'Summer campaign 2016', enabled: false },
		]),
	})
	.strict();

export type WaiSettings = z.infer<typeof waiSettings>;
