import { randomUUID } from 'node:crypto';
import { z } from 'zod/v4';
import { HttpError } from '../shared/vendor.mts';
import type { MessageRow, ReplyRow, SmsReplyRow } from './ledger.mts';
import { smsReplyEntry } from './sms.mts';
import type { WavyState } from './state.mts';
import { markRead } from './statuses.mts';

/** digits with the country code */
const number = z.string().regex(/^[1-9]\d{6,14}$/, 'must be digits with the country code');

const media = z
	.object({
		type: z.enum(['IMAGE', 'AUDIO', 'VIDEO', 'DOCUMENT', 'STICKER']),
		mediaUrl: z.url(),
		mimeType: z.string(),
		caption: z.string().optional(),
	})
	.strict();
const location = z
	.object({ geoPoint: z.string(), name: z.string().optional(), address: z.string().optional() })
	.strict();

const answer = z
	.object({
		/** who writes */
		from: number,
		/** free text */
		text: z.string().min(1).optional(),
		/** title or payload of a button, title or identifier of a row, of the message given or the last that has any */
		choice: z.string().min(1).optional(),
		/** a picture, a recording or a file */
		media: media.optional(),
		location: location.optional(),
		/** the message that is answered; the last on the phone unless given */
		messageId: z.string().optional(),
		name: z.string().default('Sandbox person'),
	})
	.strict();

const smsAnswer = z
	.object({
		from: number,
		text: z.string().min(1),
		/** the SMS that is answered; the last on the phone unless given */
		messageId: z.string().optional(),
	})
	.strict();

type AnswerBody = z.infer<typeof answer>;

/**
 * A person writes on the phone: all before is read, the conversation opens for 24 hours, and the callback goes out.
 * A person who has got nothing may write first.
 */
export function answerOnPhone(state: WavyState, body: unknown): ReplyRow {
	const given = answer.parse(body);
	const { from } = given;
	const onPhone = state.ledger.onPhone(from);
	const answered = given.messageId ? state.ledger.message(given.messageId) : onPhone.at(-1);
	if (given.messageId && answered?.to !== from) {
		throw new HttpError(400, 'The message given is not on this phone');
	}
	const { message, of } = messageOf(given, answered, onPhone);
	const n = state.ledger.replies.length + 1;
	const row: ReplyRow = { n, id: randomUUID(), from, message, answers: of?.id, at: Date.now() };
	for (const before of onPhone) markRead(state, before);
	state.sessions.set(from, row.at);
	obey(state, from, String(message.messageText ?? ''));
	state.ledger.addReply(row);
	state.callbacks.add('message', replyEntry(state, row, of, given.name));
	return row;
}

/** A word such as STOP opts out, any other opts in again. */
function obey({ optedOut }: WavyState, from: string, text: string): void {
	if (/^(stop|parar|sair)$/i.test(text.trim())) optedOut.set(from, Date.now());
	else optedOut.delete(from);
}

/** A person writes an SMS, as an answer or first. */
export function answerBySms(state: WavyState, body: unknown): SmsReplyRow {
	const { from, text, messageId } = smsAnswer.parse(body);
	const answered = messageId
		? state.ledger.smsById(messageId)
		: state.ledger.smsOnPhone(from).at(-1);
	if (messageId && answered?.to !== from) {
		throw new HttpError(400, 'The SMS given is not on this phone');
	}
	const n = state.ledger.smsReplies.length + 1;
	const row: SmsReplyRow = {
		n,
		id: randomUUID(),
		from,
		messageText: text,
		answers: answered?.id,
		at: Date.now(),
	};
	obey(state, from, text);
	state.ledger.addSmsReply(row);
	state.callbacks.add('smsMessage', smsReplyEntry(state, row));
	return row;
}

/** The messages on a phone have been seen. */
export function readOnPhone(state: WavyState, body: unknown): object {
	const { number: of } = z.object({ number }).strict().parse(body);
	for (const row of state.ledger.onPhone(of)) markRead(state, row);
	return state.ledger.phone(of);
}

interface Said {
	message: Record<string, unknown>;
	of?: MessageRow;
}

function messageOf(
	given: AnswerBody,
	answered: MessageRow | undefined,
	onPhone: MessageRow[],
): Said {
	const { text, choice, messageId } = given;
	if (given.media) return { message: given.media, of: answered };
	// In the documented sample of a location the type is missing.
	if (given.location) return { message: { location: given.location }, of: answered };
	if (choice !== undefined) return chosen(choice, messageId && answered ? [answered] : onPhone);
	if (text === undefined) throw new HttpError(400, 'Give text, choice, media or location');
	return { message: { type: 'TEXT', messageText: text }, of: answered };
}

function chosen(choice: string, messages: MessageRow[]): Said {
	const of = messages.findLast(({ shown }) => shown!.buttons.length + shown!.rows.length > 0);
	const isChosen = (...names: string[]) =>
		names.some((name) => name.normalize() === choice.normalize());
	const button = of?.shown?.buttons.find(({ title, payload }) => isChosen(title, payload));
	const row = of?.shown?.rows.find(({ title, identifier }) => isChosen(title, identifier));
	if (button && of!.message.interactive) {
		const interactive = { type: 'BUTTON_REPLY', buttonReply: button };
		return { of, message: { type: 'TEXT', messageText: button.title, interactive } };
	}
	if (button) {
		// A template's quick reply; its fields beyond the type are not documented.
		const { title: text, payload } = button;
		return { of, message: { type: 'BUTTON', messageText: text, button: { text, payload } } };
	}
	if (!row) throw new HttpError(400, `No message on the phone offers "${choice}"`);
	const listReply = { rowIdentifier: row.identifier, rowTitle: row.title };
	const interactive = { type: 'LIST_REPLY', listReply };
	return { of, message: { type: 'TEXT', messageText: row.title, interactive } };
}

/** An entry of a message callback. */
function replyEntry(
	{ settings }: WavyState,
	row: ReplyRow,
	of: MessageRow | undefined,
	name: string,
): object {
	return {
		id: row.id,
		source: row.from,
		origin: settings.origin,
		userProfile: { name, whatsAppId: row.from },
		campaignId: 100,
		correlationId: of?.correlationId,
		campaignAlias: of?.campaignAlias,
		flowId: of?.flowId,
		extraInfo: of?.extraInfo,
		message: row.message,
		receivedAt: row.at,
		receivedDate: new Date(row.at).toISOString(),
		session: { sessionId: randomUUID(), createdAt: row.at },
	};
}
