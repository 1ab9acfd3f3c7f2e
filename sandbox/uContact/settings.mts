import { randomUUID } from 'node:crypto';
import { z } from 'zod/v4';

/** An outbound hub, and what it reaches its contacts by (uContact 5.6). */
const hub = z
	.object({ name: z.string().min(1), channel: z.enum(['telephony', 'email', 'sms', 'whatsapp']) })
	.strict();

export type Hub = z.infer<typeof hub>;

/** uContact's part of a tenant's settings. */
export const uContactSettings = z
	.object({
		user: z.string().min(1).default('api-user'),
		password: z
			.string()
			.min(1)
			.default(() => randomUUID()),
		/** made in the portal */
		apiToken: z
			.string()
			.min(1)
			.default(() => randomUUID()),
		/** dialers that a base can be uploaded to */
		campaigns: z.array(z.string()).default(['Reminders', 'AutomatedSMSDialer']),
		/** outbound hubs that take lists and fresh leads through the Automation API */
		hubs: z.array(hub).default([
			{ name: 'Reminders', channel: 'whatsapp' },
			{ name: 'Texts', channel: 'sms' },
			{ name: 'Calls', channel: 'telephony' },
			{ name: 'Newsletter', channel: 'email' },
		]),
		/** how long the contacts of a list are being saved after it was taken */
		listLoadMs: z.number().int().nonnegative().default(0),
		/** Fresh leads are expected to be fewer than the contacts of a list; the number is the sandbox's own. */
		maxLeads: z.number().int().positive().default(100),
		/** how many requests a session lasts */
		sessionRequests: z.number().int().positive().optional(),
	})
	.strict();

export type UContactSettings = z.infer<typeof uContactSettings>;
