import { randomUUID } from 'node:crypto';
import { z } from 'zod/v4';

/** An approved template (HSM): `{{1}}` and so on stand for its parameters. */
const template = z
	.object({
		elementName: z.string().min(1),
		text: z.string(),
		/** quick replies below it */
		buttons: z.array(z.string()).default([]),
		/** what a message with it must bring as its header */
		header: z.enum(['none', 'text', 'image', 'video', 'audio', 'document']).default('none'),
	})
	.strict();

export type Template = z.infer<typeof template>;

const address = z.url();
const numbers = z.array(z.string()).default([]);

/** Wavy's part of a tenant's settings. */
export const wavySettings = z
	.object({
		userName: z.string().min(1).default('sender@example.com'),
		authenticationToken: z
			.string()
			.min(1)
			.default(() => randomUUID()),
		/** the user is an administrator of the account, who cannot send */
		administrator: z.boolean().default(false),
		/** who the account is, as callbacks tell it and the lists ask for it */
		clientInfo: z
			.object({
				customerId: z.number().int().default(42),
				subAccountId: z.number().int().default(1291),
				userId: z.number().int().default(1),
			})
			.strict()
			.prefault({}),
		subAccount: z.string().min(1).default('SandboxMarketing'),
		/** not documented for WhatsApp */
		maxDestinations: z.number().int().positive().default(1000),
		/** the WhatsApp number of the account */
		origin: z.string().default('551140000000'),
		/** the short code of its SMS; answers come by default for 27182 and 28149 only */
		shortCode: z.string().default('28149'),
		namespace: z.string().default('sandbox_namespace'),
		templates: z.array(template).prefault([
			{
				elementName: 'appointment_reminder',
				text: 'Hi {{1}}, your appointment is coming up on {{2}}. Will you come?',
				buttons: ['Yes', 'No', 'Stop'],
			},
			{ elementName: 'chatclub_open_session_v2', text: '{{1}} reports:\n{{2}}' },
			{
				elementName: 'late_delivery',
				text: 'Hi {{1}}, your order {{2}} is late. We have put {{3}} into your wallet.',
			},
			{
				elementName: 'subscription_ends',
				text: 'Hi {{1}}, your subscription ends on {{2}}. Would you like to keep it?',
				buttons: ['Yes', 'No'],
			},
			{
				elementName: 'summer_offer',
				text: 'Summer is here.',
				buttons: ['Show me'],
				header: 'image',
			},
		]),
		/** numbers that are not on WhatsApp: those that end so */
		notOnWhatsApp: z.array(z.string()).default(['0000']),
		/** numbers whose carrier (Oi, Sercomtel) reports no delivery of SMS: those that end so */
		withoutDeliveryReport: z.array(z.string()).default(['3131']),
		/** numbers that an SMS does not reach: those that end so */
		unreachableBySms: z.array(z.string()).default(['0000']),
		optedOut: numbers,
		/** not empty: all others are blocked */
		optedIn: numbers,
		blacklisted: numbers,
		/** not empty: all others are blocked */
		whitelisted: numbers,
		/** a conversation is open with everybody; otherwise only within 24 hours of a person's message */
		openToAll: z.boolean().default(false),
		/** as documented (`Id`, `destination`), or as integrations remember it (`id`, `destinations`) */
		answerShape: z.enum(['printed', 'remembered']).default('printed'),
		/** where callbacks go; none are sent where there is no address */
		callbackUrls: z
			.object({
				/** of WhatsApp */
				message: address.optional(),
				status: address.optional(),
				smsMessage: address.optional(),
				smsStatus: address.optional(),
			})
			.strict()
			.default({}),
		/** a header on every callback, as agreed with Wavy's support; none is documented */
		callbackHeader: z
			.object({ name: z.string().min(1), value: z.string() })
			.strict()
			.nullable()
			.default(null),
		/** how an SMS that a person writes is told: as JSON, or in a query string */
		smsMessageMethod: z.enum(['POST', 'GET']).default('POST'),
		/** at most so many entries in a callback of WhatsApp, and how long it waits for more */
		callbackBatch: z.number().int().positive().default(50),
		callbackWaitMs: z.number().nonnegative().default(20),
		/** how long Wavy waits for the 200, and when and how often it retries (not documented) */
		answerWithinMs: z.number().positive().default(200),
		resendAfterMs: z.number().nonnegative().default(1000),
		maxSends: z.number().int().positive().default(5),
		/** from one status of a message to the next */
		statusDelayMs: z.number().nonnegative().default(50),
		/** between two status queries of SMS (wavy 1.7) */
		statusQueryMs: z.number().nonnegative().default(1000),
	})
	.strict();

export type WavySettings = z.infer<typeof wavySettings>;
