import { randomUUID } from 'node:crypto';
import type { Sample } from '../shared/vendor.mts';
import type { MessageRow, SmsRow } from './ledger.mts';
import { answerBySms, answerOnPhone } from './phone.mts';
import { reachSms } from './sms.mts';
import type { WavyState } from './state.mts';
import { markRead, progress } from './statuses.mts';

const from = { name: 'from', title: 'Phone', default: '5519900000099' };
const text = (otherwise: string) => ({ name: 'text', title: 'Text', default: otherwise });

/** A message that the account might have sent. */
function arrived(state: WavyState, to: string): MessageRow {
	const row: MessageRow = {
		n: state.ledger.messages.length + 1,
		id: randomUUID(),
		to,
		correlationId: 'sample',
		campaignAlias: 'sample',
		message: { messageText: 'A sample message' },
		shown: { text: 'A sample message', buttons: [], rows: [] },
		statuses: [],
		request: 0,
		at: Date.now(),
	};
	state.ledger.addMessage(row);
	return row;
}

const SENT = { name: 'SENT_SUCCESS', sentStatusCode: 2 };
const DELIVERED = { name: 'DELIVERED_SUCCESS', sentStatusCode: 2, deliveredStatusCode: 4 };

/** An SMS that the account might have sent, with the carrier. */
function arrivedSms(state: WavyState, to: string): SmsRow {
	const row: SmsRow = {
		n: state.ledger.sms.length + 1,
		id: randomUUID(),
		to,
		correlationId: 'sample',
		messageText: 'A sample SMS',
		options: {},
		statuses: [],
		request: 0,
		at: Date.now(),
	};
	reachSms(state, row, SENT);
	state.ledger.addSms(row);
	return row;
}

/** Each kind of callback. */
export const samples: Array<Sample<WavyState>> = [
	{
		name: 'reply',
		title: 'Reply on WhatsApp',
		callback: 'message',
		fields: [from, text('Yes, please')],
		send(state, fields) {
			if (state.ledger.onPhone(fields.from!).length === 0) arrived(state, fields.from!);
			return [answerOnPhone(state, fields).id];
		},
	},
	{
		name: 'firstMessage',
		title: 'A customer writes first on WhatsApp',
		callback: 'message',
		fields: [{ ...from, default: '5519900000098' }, text('Are you open today?')],
		send: (state, fields) => [answerOnPhone(state, fields).id],
	},
	{
		name: 'delivered',
		title: 'Sent and delivered on WhatsApp',
		callback: 'status',
		fields: [from],
		send(state, fields) {
			const row = arrived(state, fields.from!);
			progress(state, row, [SENT, DELIVERED]);
			return [row.id];
		},
	},
	{
		name: 'read',
		title: 'Read on WhatsApp',
		callback: 'status',
		fields: [from],
		send(state, fields) {
			const row = state.ledger.onPhone(fields.from!).at(-1) ?? arrived(state, fields.from!);
			markRead(state, row);
			return [row.id];
		},
	},
	{
		name: 'notDelivered',
		title: 'Not delivered on WhatsApp (104)',
		callback: 'status',
		fields: [from],
		send(state, fields) {
			const row = arrived(state, fields.from!);
			progress(state, row, [
				SENT,
				{ ...DELIVERED, name: 'NOT_DELIVERED', deliveredStatusCode: 104 },
			]);
			return [row.id];
		},
	},
	{
		name: 'smsReply',
		title: 'Reply by SMS',
		callback: 'smsMessage',
		fields: [from, text('I want pizza')],
		send(state, fields) {
			if (state.ledger.smsOnPhone(fields.from!).length === 0) arrivedSms(state, fields.from!);
			return [answerBySms(state, fields).id];
		},
	},
	{
		name: 'smsDelivered',
		title: 'SMS sent and delivered',
		callback: 'smsStatus',
		fields: [from],
		send(state, fields) {
			const row = arrivedSms(state, fields.from!);
			reachSms(state, row, DELIVERED);
			return [row.id];
		},
	},
	{
		name: 'smsSent',
		title: 'SMS sent, without a delivery report',
		callback: 'smsStatus',
		fields: [{ ...from, default: '5519900003131' }],
		send: (state, fields) => [arrivedSms(state, fields.from!).id],
	},
];
