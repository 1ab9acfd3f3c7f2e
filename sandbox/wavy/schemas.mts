import { z } from 'zod/v4';

/** What `POST /v1/whatsapp/send` takes; anything else is rejected. */
const text = z.string().min(1);
const caption = text.optional();
const image = z.object({ type: z.enum(['JPG', 'JPEG', 'PNG']), url: z.url(), caption }).strict();
const video = z.object({ type: z.literal('MP4'), url: z.url(), caption }).strict();
const document = z.object({ type: z.literal('PDF'), url: z.url(), caption }).strict();
const audio = z
	.object({ type: z.enum(['MP3', 'AAC', 'AMR', 'OGG']), url: z.url(), caption })
	.strict();
const location = z
	.object({
		geoPoint: z.string().regex(/^-?\d+(\.\d+)?,-?\d+(\.\d+)?$/),
		name: text.optional(),
		address: text.optional(),
	})
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

/** All three are required; the URL is of HTTP or HTTPS. */
const webUrl = z.url({ protocol: /^https?$/ });
const elementFile = z.object({ url: webUrl, type: text, caption: text }).strict();
const elementKinds = {
	text,
	image: elementFile,
	audio: elementFile,
	document: elementFile,
	hsm: elementFile,
	video: elementFile,
};
/** `element` is required and one of several kinds; whether the kind is its key is not shown. */
const templateHeader = z
	.object({
		title: z.string().max(60).optional(),
		element: z
			.object(elementKinds)
			.partial()
			.strict()
			.refine((given) => Object.keys(given).length === 1, 'exactly one kind of element'),
	})
	.strict();

/** The names of body parameters and buttons are not documented, so further fields pass. */
const template = z.looseObject({
	namespace: text,
	elementName: text,
	languageCode: text,
	header: templateHeader.optional(),
});

const headerKinds = { text: z.string().min(1).max(60), document, video, image, location };
const header = z
	.object(headerKinds)
	.partial()
	.strict()
	.refine((given) => Object.keys(given).length === 1, 'exactly one kind of header');
const row = z.object({ identifier: text, title: text, description: text.optional() }).strict();
/** 1 to 10 rows over all sections; an integrator sends titles of sections. */
const section = z.object({ title: text.optional(), rows: z.array(row).min(1) }).strict();
const listAction = z
	.object({ button: text, sections: z.array(section).min(1) })
	.strict()
	.refine(({ sections }) => sections.flatMap(({ rows }) => rows).length <= 10, 'at most 10 rows');
const button = z
	.object({
		reply: z
			.object({ title: z.string().min(1).max(20), payload: z.string().min(1).max(256) })
			.strict(),
	})
	.strict();

const interactive = z
	.object({
		messageInteractiveType: z.enum(['LIST', 'REPLY_BUTTON']),
		header: header.optional(),
		body: z.object({ text: z.string().min(1).max(1024) }).strict(),
		footer: z
			.object({ text: z.string().min(1).max(60) })
			.strict()
			.optional(),
		alternativeText: text.optional(),
		listAction: listAction.optional(),
		replyButtonAction: z
			.object({ buttons: z.array(button).min(1).max(3) })
			.strict()
			.optional(),
	})
	.strict()
	.refine(({ messageInteractiveType: type, listAction: list, replyButtonAction: reply }) => {
		return type === 'LIST' ? list && !reply : reply && !list;
	}, 'the action must fit the type')
	.refine(
		({ messageInteractiveType: type, header: above }) =>
			type !== 'LIST' || !above || above.text !== undefined,
		'a list takes only a text header',
	);

const contents = {
	messageText: text,
	image,
	audio,
	video,
	document,
	location,
	contacts: z.array(contact).min(1),
	hsm,
	template,
	interactive,
};
const message = z
	.object({ ...contents, ttl: z.number().int() })
	.partial()
	.strict()
	.refine(({ ttl: _ttl, ...rest }) => Object.keys(rest).length === 1, 'exactly one kind of content')
	.refine(
		({ ttl, hsm: one, template: other }) => ttl === undefined || one || other,
		'ttl is for templates only',
	);

export type Message = z.infer<typeof message>;

/** `5519900001111`, `+5519900001111` and `+55(19) 900001111` are all taken. */
export const phone = z
	.string()
	.regex(/^\+?[\d\s()-]+$/)
	.transform((number) => number.replace(/\D/g, ''))
	.refine((digits) => /^[1-9]\d{6,14}$/.test(digits), 'not a phone number');

const destination = z.object({ destination: phone, correlationId: text.optional() }).strict();

export const sendBody = z
	.object({
		destinations: z.array(destination).min(1),
		message,
		flowId: text.optional(),
		defaultExtraInfo: text.optional(),
		campaignAlias: text.optional(),
	})
	.strict();
