import { randomUUID } from 'node:crypto';
import { z } from 'zod/v4';

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
		/** outbound hubs that take lists and leads through the Automation API */
		hubs: z.array(z.string()).default(['Reminders']),
		/** how many requests a session lasts */
		sessionRequests: z.number().int().positive().optional(),
	})
	.strict();

export type UContactSettings = z.infer<typeof uContactSettings>;
