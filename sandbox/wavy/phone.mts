import { randomUUID } from 'node:crypto';
import { z } from 'zod/v4';
import { HttpError } from '../shared/vendor.mts';
import type { MessageRow, ReplyRow } from './ledger.mts';
import type { WavyState } from './state.mts';
import { markRead } from './statuses.mts';

const answer = z
	.object({
		/** who writes, digits with the country code */
		from: z.string().regex(/^[1-9]\d{6,14}$/),
		/** free text */
		text: z.string().min(1).optional(),
		/** title or payload of a button, title or identifier of a row, of the message given or the last that has any */
		choice: z.string().min(1).optional(),
		/** a picture, a recording or a file */
		media: z.object({ type: z.enum(['IMAGE', 'AUDIO', 'VIDEO', 'DOCUMENT', 'STICKER']), mediaUrl: z.url(), mimeType: z.string(), caption: z.string().optional() }).strict().optional(),
		location: z.object({ geoPoint: z.string(), name: z.string().optional(), address: z.string().optional() }).strict().optional(),
		/** the message that is answered; the last on the phone unless given */
		messageId: z.string().optional(),
		name: z.string().default('Sandbox person'),
	})
	.strict();

type AnswerBody = z.infer<typeof answer>;

/** A person writes on the phone: all before is read, the conversation opens for 24 hours, and the callback goes out. */
export function answerOnPhone(state: WavyState, body: unknown): ReplyRow {
	const given = answer.parse(body);
	const { from } = given;
	const onPhone = state.ledger.onPhone(from);
	const answered = given.messageId ? state.ledger.message(given.messageId) : onPhone.at(-1);
	const { message, of } = messageOf(given, answered, onPhone);
	const row: ReplyRow = { n: state.ledger.replies.length + 1, id: randomUUID(), from, message, answers: of?.id, at: Date.now() };
	for (const before of onPhone) markRead(state, before);
	state.sessions.set(from, row.at);
	if (/^(stop|parar|sair)$/i.test(String(message.messageText ?? '').trim())) state.optedOut.add(from);
	else state.optedOut.delete(from);
	state.ledger.replies.push(row);
	state.callbacks.add('message', replyEntry(state, row, of, given.name));
	return row;
}

/** The messages on a phone have been seen. */
export function readOnPhone(state: WavyState, body: unknown): object {
	const { number } = z.object({ number: z.string() }).strict().parse(body);
	for (const row of state.ledger.onPhone(number)) markRead(state, row);
	return state.ledger.phone(number);
}

interface Said {
	message: Record<string, unknown>;
	of?: MessageRow;
}

function messageOf({ text, choice, media, location, messageId }: AnswerBody, answered: MessageRow | undefined, onPhone: MessageRow[]): Said {
	if (media) return { message: media, of: answered };
	// In the document's sample of a location the type is missing.
	if (location) return { message: { location }, of: answered };
	if (choice !== undefined) return chosen(choice, messageId && answered ? [answered] : onPhone);
	if (text === undefined) throw new HttpError(400, 'Give text, choice, media or location');
	return { message: { type: 'TEXT', messageText: text }, of: answered };
}

function chosen(choice: string, messages: MessageRow[]): Said {
	const of = messages.findLast(({ shown }) => shown!.buttons.length + shown!.rows.length > 0);
	const button = of?.shown?.buttons.find(({ title, payload }) => [title, payload].includes(choice));
	const row = of?.shown?.rows.find(({ title, identifier }) => [title, identifier].includes(choice));
	if (button && of!.message.interactive) {
		return { of, message: { type: 'TEXT', messageText: button.title, interactive: { type: 'BUTTON_REPLY', buttonReply: button } } };
	}
	// A template's quick reply; its fields beyond the type are not documented.
	if (button) return { of, message: { type: 'BUTTON', messageText: button.title, button: { text: button.title, payload: button.payload } } };
	if (!row) throw new HttpError(400, `No message on the phone offers "${choice}"`);
	const listReply = { rowIdentifier: row.identifier, rowTitle: row.title };
	return { of, message: { type: 'TEXT', messageText: row.title, interactive: { type: 'LIST_REPLY', listReply } } };
}

/** An entry of a message callback (CONTRACTS 1.6). */
function replyEntry({ settings }: WavyState, row: ReplyRow, of: MessageRow | undefined, name: string): object {
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
