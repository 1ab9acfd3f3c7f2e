import type { Message } from './schemas.mts';

/** A status as a message reached it. */
export interface StatusChange {
	sentStatusCode: number;
	deliveredStatusCode?: number;
	name: string;
	at: number;
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
	/** what the phone shows; none where it never arrived */
	shown?: { text: string; buttons: Array<{ title: string; payload: string }>; rows: Array<{ title: string; identifier: string; description?: string }> };
	statuses: StatusChange[];
	request: number;
	at: number;
}

/** What a person has written. */
export interface ReplyRow {
	n: number;
	id: string;
	from: string;
	message: Record<string, unknown>;
	/** the message that it answers */
	answers?: string;
	at: number;
}

export interface SmsRow {
	n: number;
	id: string;
	to: string;
	correlationId?: string;
	extraInfo?: string;
	messageText: string;
	statuses: StatusChange[];
	request: number;
	at: number;
}

/** Everything that a tenant has sent through Wavy, and what people have answered. */
export class WavyLedger {
	readonly messages: MessageRow[] = [];
	readonly replies: ReplyRow[] = [];
	readonly sms: SmsRow[] = [];
	private readonly byNumber = new Map<string, MessageRow[]>();
	private readonly byId = new Map<string, MessageRow>();

	addMessage(row: MessageRow): void {
		this.messages.push(row);
		this.byId.set(row.id, row);
		const ofNumber = this.byNumber.get(row.to);
		if (ofNumber) ofNumber.push(row);
		else this.byNumber.set(row.to, [row]);
	}

	message(id: string): MessageRow | undefined {
		return this.byId.get(id);
	}

	/** Messages that arrived on a phone, oldest first. */
	onPhone(number: string): MessageRow[] {
		return (this.byNumber.get(number) ?? []).filter(({ shown }) => shown);
	}

	/** Phones that a message has arrived on, with all that was said, the latest first. */
	phones(count: number): object[] {
		const seen = new Set<string>();
		for (let i = this.messages.length - 1; i >= 0 && seen.size < count; i--) {
			const { to, shown } = this.messages[i]!;
			if (shown) seen.add(to);
		}
		return [...seen].map((number) => this.phone(number));
	}

	phone(number: string): object {
		const arrived = this.onPhone(number).slice(-50);
		const said = this.replies.filter(({ from }) => from === number).slice(-50);
		const conversation = [
			...arrived.map(({ id, at, shown, message, statuses }) => ({ id, at, mine: false, ...shown, message, read: statuses.some(({ name }) => name === 'READ_SUCCESS') })),
			...said.map(({ id, at, message }) => ({ id, at, mine: true, text: message.messageText, message })),
		].sort((a, b) => a.at - b.at);
		return { id: number, number, conversation };
	}

	summary() {
		const reached = (name: string) => this.messages.filter(({ statuses }) => statuses.some((status) => status.name === name)).length;
		return {
			messages: this.messages.length,
			delivered: reached('DELIVERED_SUCCESS'),
			read: reached('READ_SUCCESS'),
			replies: this.replies.length,
			sms: this.sms.length,
		};
	}
}
