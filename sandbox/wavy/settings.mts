import { randomUUID } from 'node:crypto';
import { z } from 'zod/v4';

/** An approved template (HSM): `{{1}}` and so on stand for its parameters. */
const template = z
	.object({
		elementName: z.string().min(1),
		text: z.string(),
		/** quick replies below it */
		buttons: z.array(z.string()).default([]),
	})
	.strict();

export type Template = z.infer<typeof template>;

const address = z.url();

/** Wavy's part of a tenant's settings. */
export const wavySettings = z
	.object({
		userName: z.string().min(1).default('sender@example.com'),
		authenticationToken: z
			.string()
			.min(1)
			.default(() => randomUUID()),
		/** the user is an administrator of the account, who cannot send (CONTRACTS 1.1) */
		administrator: z.boolean().default(false),
		/** not documented for WhatsApp */
		maxDestinations: z.number().int().positive().default(1000),
		/** the WhatsApp number of the account */
		origin: z.string().default('551140000000'),
		namespace: z.string().default('sandbox_namespace'),
		templates: z.array(template).default([
			{
				elementName: 'appointment_reminder',
				text: 'Hi {{1}}, your appointment is coming up on {{2}}. Will you come?',
				buttons: ['Yes', 'No', 'Stop'],
			},
			{ elementName: 'chatclub_open_session_v2', text: '{{1}} reports:\n{{2}}', buttons: [] },
			{ elementName: 'late_delivery', text: 'Hi {{1}}, your order {{2}} is late. We have put {{3}} into your wallet.', buttons: [] },
		]),
		/** numbers that are not on WhatsApp: those that end so */
		notOnWhatsApp: z.array(z.string()).default(['0000']),
		optedOut: z.array(z.string()).default([]),
		/** a conversation is open with everybody; otherwise only within 24 hours of a person's message */
		openToAll: z.boolean().default(false),
		/** as printed in the document (`Id`, `destination`), or as integrations remember it (`id`, `destinations`) */
		answerShape: z.enum(['printed', 'remembered']).default('printed'),
		/** where callbacks go; none are sent where there is no address. SMS statuses have an address of their own. */
		callbackUrls: z.object({ message: address.optional(), status: address.optional(), sms: address.optional() }).strict().default({}),
		/** most entries a callback holds, and how long it waits for more */
		callbackBatch: z.number().int().positive().default(50),
		callbackWaitMs: z.number().nonnegative().default(20),
		/** how long Wavy waits for the 200 (CONTRACTS 1.4), and when and how often it sends again (not documented) */
		answerWithinMs: z.number().positive().default(200),
		resendAfterMs: z.number().nonnegative().default(1000),
		maxSends: z.number().int().positive().default(5),
		/** from one status of a message to the next */
		statusDelayMs: z.number().nonnegative().default(50),
	})
	.strict();

export type WavySettings = z.infer<typeof wavySettings>;
