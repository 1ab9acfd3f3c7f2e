import { randomUUID } from 'node:crypto';
import { z } from 'zod/v4';

/** <%= title %>'s part of a tenant's settings. */
export const <%= vendor %>Settings = z
	.object({
		apiKey: z
			.string()
			.min(1)
			.default(() => randomUUID()),
	})
	.strict();

export type <%= folder %>Settings = z.infer<typeof <%= vendor %>Settings>;
