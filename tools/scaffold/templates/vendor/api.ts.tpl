import { z } from 'zod';

import type { Vendor } from '../../engine/vendor';

// TODO: what a failure looks like.
const errorSchema = z.object({ message: z.string() });

/** TODO: where the vendor's API is documented. */
export const <%= vendor %>: Vendor = {
	name: '<%= title %>',
	service: {
		credential: '<%= credential %>',
		baseUrl: 'baseUrl',
		account: ['apiKey'],
		secrets: ['apiKey'],
	},
	errorText: ({ body }) => errorSchema.safeParse(body).data?.message,
};
