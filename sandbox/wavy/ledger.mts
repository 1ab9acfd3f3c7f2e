import type { Message } from './schemas.mts';

/** A status as a message reached it. */
export interface StatusChange {
	sentStatusCode: number;
	deliveredStatusCode?: number;
	name: string;
	at: number;
}

interface Choice {
	title: string;
	payload: string;
}

interface ListRow {
	title: string;
	identifier: string;
	description?: string;
}

/** What a phone shows of a message. */
export interface Shown {
	text: string;
	buttons: Choice[];
	rows: ListRow[];
}

/** A WhatsApp message to one recipient. */
export interface MessageRow {
	n: number;
	id: string;
	to: string;
	correlationId?: string;
	campaignAlias?: string;
	flowId?: string;
	extraInfo?: string;
	message: Message;
	/** none where it never arrived */
	shown?: Shown;
	statuses: StatusChange[];
	request: number;
	at: number;
}

/** What a person has written, on WhatsApp. */
export interface ReplyRow {
	n: number;
	id: string;
	from: string;
	message: Record<string, unknown>;
	/** the message that it answers; none where the person wrote first */
	answers?: string;
	at: number;
}

export interface SmsRow {
	n: number;
	id: string;
	to: string;
	correlationId?: string;
	campaignAlias?: string;
	extraInfo?: string;
	messageText: string;
	/** all else that was sent with it */
	options: Record<string, unknown>;
	statuses: StatusChange[];
	request: number;
	at: number;
}

/** What a person has written by SMS. */
export interface SmsReplyRow {
	n: number;
	id: string;
	from: string;
	messageText: string;
	answers?: string;
	at: number;
}

const CONVERSATION = 50;

/** Rows by a number, in their order. */
class ByNumber<Row extends { id: string }> {
	readonly rows: Row[] = [];
	private readonly numbers = new Map<string, Row[]>();
	private readonly ids = new Map<string, Row>();

	add(number: string, row: Row): void {
		this.rows.push(row);
		this.ids.set(row.id, row);
		const own = this.numbers.get(number);
		if (own) own.push(row);
		else this.numbers.set(number, [row]);
	}

	of(number: string): Row[] {
		return this.numbers.get(number) ?? [];
	}

	get(id: string): Row | undefined {
		return this.ids.get(id);
	}
}

const isRead = ({ statuses }: MessageRow): boolean =>
	statuses.some(({ name }) => name === 'READ_SUCCESS');
const hasArrived = ({ statuses }: SmsRow): boolean =>
	statuses.some(({ sentStatusCode }) => sentStatusCode === 2);

/** Everything that a tenant has sent through Wavy, and what people have written. */
export class WavyLedger {
	private readonly sent = new ByNumber<MessageRow>();
	private readonly said = new ByNumber<ReplyRow>();
	private readonly sentSms = new ByNumber<SmsRow>();
	private readonly saidBySms = new ByNumber<SmsReplyRow>();
	/** numbers with something on their phone, the one that something happened to last at the end */
	private readonly active = new Set<string>();

	get messages(): MessageRow[] {
		return this.sent.rows;
	}

	get replies(): ReplyRow[] {
		return this.said.rows;
	}

	get sms(): SmsRow[] {
		return this.sentSms.rows;
	}

	get smsReplies(): SmsReplyRow[] {
		return this.saidBySms.rows;
	}

	addMessage(row: MessageRow): void {
		this.sent.add(row.to, row);
		if (row.shown) this.touch(row.to);
	}

	addReply(row: ReplyRow): void {
		this.said.add(row.from, row);
		this.touch(row.from);
	}

	addSms(row: SmsRow): void {
		this.sentSms.add(row.to, row);
		if (hasArrived(row)) this.touch(row.to);
	}

	addSmsReply(row: SmsReplyRow): void {
		this.saidBySms.add(row.from, row);
		this.touch(row.from);
	}

	message(id: string): MessageRow | undefined {
		return this.sent.get(id);
	}

	smsById(id: string): SmsRow | undefined {
		return this.sentSms.get(id);
	}

	/** Messages that arrived on a phone, oldest first. */
	onPhone(number: string): MessageRow[] {
		return this.sent.of(number).filter(({ shown }) => shown);
	}

	smsOnPhone(number: string): SmsRow[] {
		return this.sentSms.of(number).filter(hasArrived);
	}

	/** Phones that something has arrived on or was written on, with all that was said, the latest first. */
	phones(count: number) {
		const numbers = [...this.active].reverse().slice(0, count);
		return numbers.map((number) => this.phone(number));
	}

	phone(number: string) {
		const conversation = [
			...this.onPhone(number).slice(-CONVERSATION).map(arrivedOnWhatsApp),
			...this.said.of(number).slice(-CONVERSATION).map(writtenOnWhatsApp),
			...this.smsOnPhone(number).slice(-CONVERSATION).map(arrivedBySms),
			...this.saidBySms.of(number).slice(-CONVERSATION).map(writtenBySms),
		];
		return { id: number, number, conversation: conversation.sort((a, b) => a.at - b.at) };
	}

	summary() {
		const reached = (name: string) =>
			this.messages.filter(({ statuses }) => statuses.some((status) => status.name === name))
				.length;
		return {
			messages: this.messages.length,
			delivered: reached('DELIVERED_SUCCESS'),
			read: reached('READ_SUCCESS'),
			replies: this.replies.length,
			sms: this.sms.length,
			smsReplies: this.smsReplies.length,
		};
	}

	private touch(number: string): void {
		this.active.delete(number);
		this.active.add(number);
	}
}

const arrivedOnWhatsApp = (row: MessageRow) => ({
	id: row.id,
	at: row.at,
	mine: false,
	channel: 'whatsapp',
	...row.shown!,
	message: row.message as object,
	read: isRead(row),
});

const writtenOnWhatsApp = ({ id, at, message }: ReplyRow) => ({
	id,
	at,
	mine: true,
	channel: 'whatsapp',
	text: message.messageText as string | undefined,
	message: message as object,
});

const arrivedBySms = ({ id, at, messageText: text }: SmsRow) => ({
	id,
	at,
	mine: false,
	channel: 'sms',
	text,
	message: { messageText: text } as object,
});

const writtenBySms = ({ id, at, messageText: text }: SmsReplyRow) => ({
	id,
	at,
	mine: true,
	channel: 'sms',
	text,
	message: { messageText: text } as object,
});
