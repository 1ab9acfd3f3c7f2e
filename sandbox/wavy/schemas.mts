import { z } from 'zod/v4';
import { HttpError } from '../shared/vendor.mts';

/** What `POST /v1/whatsapp/send` and the SMS calls take (CONTRACTS 1.2, 1.7); anything else is refused. */
const text = z.string().min(1);
const image = z.object({ type: z.enum(['JPG', 'JPEG', 'PNG']), url: z.url(), caption: text.optional() }).strict();
const video = z.object({ type: z.literal('MP4'), url: z.url(), caption: text.optional() }).strict();
const document = z.object({ type: z.literal('PDF'), url: z.url(), caption: text.optional() }).strict();
const audio = z.object({ type: z.enum(['MP3', 'AAC', 'AMR', 'OGG']), url: z.url(), caption: text.optional() }).strict();
const location = z
	.object({ geoPoint: z.string().regex(/^-?\d+(\.\d+)?,-?\d+(\.\d+)?$/), name: text.optional(), address: text.optional() })
	.strict();
const contact = z.looseObject({ name: z.looseObject({}) });

const hsm = z
	.object({
		namespace: text,
		elementName: text,
		parameters: z.array(z.string()).default([]),
		languageCode: text.optional(),
		languagePolicy: z.enum(['DETERMINISTIC', 'FALLBACK']).optional(),
	})
	.strict();
/** The names of body parameters and buttons are not documented, so further ones are let pass. */
const template = z.looseObject({ namespace: text, elementName: text, languageCode: text });

const headerKinds = { text: z.string().min(1).max(60), document, video, image, location };
const header = z
	.object(headerKinds)
	.partial()
	.strict()
	.refine((given) => Object.keys(given).length === 1, 'exactly one kind of header');
const row = z.object({ identifier: text, title: text, description: text.optional() }).strict();
const interactive = z
	.object({
		messageInteractiveType: z.enum(['LIST', 'REPLY_BUTTON']),
		header: header.optional(),
		body: z.object({ text: z.string().min(1).max(1024) }).strict(),
		footer: z.object({ text: z.string().min(1).max(60) }).strict().optional(),
		alternativeText: text.optional(),
		listAction: z
			.object({ button: text, sections: z.array(z.object({ title: text.optional(), rows: z.array(row).min(1) }).strict()).min(1) })
			.strict()
			.refine(({ sections }) => sections.flatMap(({ rows }) => rows).length <= 10, 'at most 10 rows')
			.optional(),
		replyButtonAction: z
			.object({
				buttons: z
					.array(z.object({ reply: z.object({ title: z.string().min(1).max(20), payload: z.string().min(1).max(256) }).strict() }).strict())
					.min(1)
					.max(3),
			})
			.strict()
			.optional(),
	})
	.strict()
	.refine((given) => (given.messageInteractiveType === 'LIST' ? given.listAction && !given.replyButtonAction : given.replyButtonAction && !given.listAction), 'the action must fit the type')
	.refine((given) => given.messageInteractiveType !== 'LIST' || !given.header || given.header.text !== undefined, 'a list takes only a text header');

const contents = { messageText: text, image, audio, video, document, location, contacts: z.array(contact).min(1), hsm, template, interactive };
const message = z
	.object({ ...contents, ttl: z.number().int() })
	.partial()
	.strict()
	.refine(({ ttl: _ttl, ...rest }) => Object.keys(rest).length === 1, 'exactly one kind of content')
	.refine(({ ttl, hsm: one, template: other }) => ttl === undefined || one || other, 'ttl is for templates only');

export type Message = z.infer<typeof message>;

/** `5519900001111`, `+5519900001111` and `+55(19) 900001111` are all taken (CONTRACTS 1.2). */
const phone = z
	.string()
	.regex(/^\+?[\d\s()-]+$/)
	.transform((number) => number.replace(/\D/g, ''))
	.refine((digits) => /^[1-9]\d{6,14}$/.test(digits), 'not a phone number');

const send = z
	.object({
		destinations: z.array(z.object({ destination: phone, correlationId: text.optional() }).strict()).min(1),
		message,
		flowId: text.optional(),
		defaultExtraInfo: text.optional(),
		campaignAlias: text.optional(),
	})
	.strict();

export type SendBody = z.infer<typeof send>;

const smsOptions = {
	correlationId: z.string().max(64).optional(),
	extraInfo: z.string().max(255).optional(),
	campaignAlias: text.optional(),
	flashSMS: z.boolean().optional(),
	expiresInMinutes: z.number().int().positive().optional(),
};
const sms = z.object({ destination: phone, messageText: z.string().min(1).max(1280), ...smsOptions }).strict();
const bulkSms = z
	.object({
		messages: z.array(sms).min(1).max(1000),
		flowId: text.optional(),
		timeZone: text.optional(),
		scheduledDate: z.iso.datetime({ offset: true }).optional(),
		timeWindow: z.array(z.number().int()).optional(),
	})
	.strict();

export type Sms = z.infer<typeof sms>;

/** The shape of error bodies is documented for 401 only; the others are given the same. */
export function wavyError(status: number, errorMessage: string): HttpError {
	return new HttpError(status, { errorCode: status, errorMessage });
}

function parse<T>(schema: z.ZodType<T>, body: Buffer): T {
	let value: unknown;
	try {
		value = JSON.parse(body.toString());
	} catch {
		throw wavyError(400, 'The body is not valid JSON');
	}
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	throw wavyError(400, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

export const parseSend = (body: Buffer): SendBody => parse(send, body);
export const parseSms = (body: Buffer): Sms => parse(sms, body);
export const parseBulkSms = (body: Buffer) => parse(bulkSms, body);
