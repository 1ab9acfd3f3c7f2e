import { z } from 'zod';

import type { Vendor } from '../../engine/vendor';

/** Wavy (Movile Messaging, now Sinch Latin America); docs/contracts/wavy.md is the contract. */
export const wavy: Vendor = {
	name: 'Wavy',
	service: {
		credential: 'wavyApi',
		baseUrl: 'baseUrl',
		account: ['userName'],
		secrets: ['authenticationToken'],
	},
	errorText({ body }) {
		const { errorMessage, message, errorCode } = errorSchema.safeParse(body).data ?? {};
		const text = errorMessage ?? message;
		return text === undefined
			? undefined
			: [errorCode, text].filter((part) => part !== undefined).join(': ');
	},
	// Wavy's own "too many requests" (wavy 1.2).
	statuses: { 420: 'rateLimited' },
	// Administrators cannot send, and a token belongs to one user (wavy 1.1).
	credentialHint:
		'Check user name and token in the credential. An administrator of the account cannot ' +
		'send, whatever its token: use a user of the sub-account that sends',
};

/** The documented body of a 401; other bodies are not documented (wavy 1.2). */
const errorSchema = z.object({
	errorCode: z.union([z.number(), z.string()]).optional(),
	errorMessage: z.string().optional(),
	message: z.string().optional(),
});

/**
 * The most recipients a request for WhatsApp is not documented; the figure for SMS is taken as the ceiling (wavy 1.3).
 */
export const MAX_DESTINATIONS = 1000;

/** Recipients a request unless the user says otherwise. */
export const DEFAULT_DESTINATIONS = 100;

/** Messages a bulk request for SMS (wavy 1.7). */
export const MAX_SMS = 1000;

/** Documented lengths in characters, and other limits (wavy 1.2, 1.7). */
export const LIMITS = {
	interactiveBody: 1024,
	interactiveFooter: 60,
	interactiveHeader: 60,
	templateHeader: 60,
	buttons: 3,
	buttonTitle: 20,
	buttonPayload: 256,
	rows: 10,
	ttlDays: { min: 1, max: 30 },
	smsText: 1280,
	smsCorrelationId: 64,
	smsExtraInfo: 255,
} as const;
