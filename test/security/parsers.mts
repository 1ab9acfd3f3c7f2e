import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { retryAfterMs } from '../../engine/delivery/retryAfter';
import { readBoolean } from '../../engine/fields/boolean';
import { readDate, readDay } from '../../engine/fields/date';
import { readId, readName, readPathId } from '../../engine/fields/id';
import { ItemError } from '../../engine/fields/itemError';
import { readJson, readJsonList, readJsonObject } from '../../engine/fields/json';
import { optionalList } from '../../engine/fields/list';
import { readMoney, readNumber, readWholeNumber } from '../../engine/fields/number';
import { readPhone, readPhoneAsWritten } from '../../engine/fields/phone';
import { optionalText } from '../../engine/fields/text';
import { AnswerBudget } from '../../engine/transport/answerBudget';
import { checkedBaseUrl } from '../../engine/transport/baseUrl';
import { Redactor } from '../../engine/transport/redactor';
import { renewalTime } from '../../engine/transport/token';
import { readPayload } from '../../engine/webhooks/body';
import { isIpAllowed } from '../../engine/webhooks/ipAllowlist';
import { contentId } from '../../engine/webhooks/payload';
import { readEvent } from '../../nodes/EagleEye/events/envelope';
import { outputOf } from '../../nodes/EagleEye/events/output';
import { useCasesOf } from '../../nodes/EagleEye/events/useCases';
import { messagesOf, readMessage } from '../../nodes/SessionM/message';
import { mergedPhoneNumbers, readPhoneNumbers } from '../../nodes/SessionM/phoneNumbers';
import { dialerMessage, dialerRow, readFileName } from '../../nodes/UContact/dialerFile';
import { entriesOf, eventId, readEntry } from '../../nodes/Wavy/callback';
import { resumeTokenIn } from '../../nodes/Wavy/resume';
import { isSameNumber } from '../../nodes/Wavy/sameNumber';
import {
	accountOp,
	airEvent,
	consumerOp,
	identityOp,
	movement,
	tierOp,
	tierTransactionOp,
	transactionOp,
	walletOp,
} from '../eagleEye/events.mts';
import { callback, reply, status } from '../wavy/callbacks.mts';
import { hostileJson, hostileLeaf, mutationsOf } from './hostileJson.mts';

const wavyDocuments = [
	callback(
		reply('1'),
		status('2'),
		reply('3', { message: { type: 'IMAGE', mediaUrl: 'https://x' } }),
	),
	{ id: '1', source: '1', text: 'sms' },
];
export const air = [
	airEvent({
		name: 'SERVICE.TRIGGER',
		operations: [walletOp(), consumerOp(), identityOp('CUSTOMER_ID', 'C1'), accountOp('POINTS')],
	}),
	airEvent({
		name: 'TRANSACTION.SETTLE',
		operations: [movement('POINTS', 'CREDIT', 5, 10), transactionOp('r')],
	}),
	airEvent({
		name: 'TIER.MEMBERSHIP',
		operations: [tierOp(), tierTransactionOp('MOVE', '3', '4')],
	}),
];
const reading = {
	idField: 'id',
	fieldMap: [
		{ name: '__proto__', path: 'a.b[0]' },
		{ name: 'constructor', path: '__proto__.x' },
	],
	receivedAt: '2026-11-25T10:00:00.000Z',
	isOpen: true,
};
const sessionMDocuments = [
	{
		id: '1',
		event: 'points',
		customer: { email: 'a@b.se', external_id: 'C-1' },
		offer: { id: 1, title: 'x' },
		points: { balance: 3 },
	},
];
const webhook = (text: string, contentType: string) => ({
	getRequestObject: () => ({ method: 'POST', contentType, rawBody: Buffer.from(text) }),
	getBodyData: () => ({}),
});
export const redactor = new Redactor(['planted-secret-1', '1234', 'é"\\/+']);

export const parsers: Record<string, [fc.Arbitrary<unknown>, (value: unknown) => unknown]> = {
	'callbacks of Wavy': [
		fc.oneof(mutationsOf(...wavyDocuments), hostileJson),
		(body) =>
			entriesOf(body).map((entry) => {
				const read = readEntry(entry);
				return (
					read && [read, eventId(read.raw as IDataObject), resumeTokenIn(read.raw as IDataObject)]
				);
			}),
	],
	'events of Eagle Eye': [
		fc.oneof(mutationsOf(...air), hostileJson),
		(body) => {
			const read = readEvent(body);
			return [outputOf(read, 'CUSTOMER_ID'), useCasesOf(read)];
		},
	],
	'messages of SessionM': [
		fc.oneof(mutationsOf(...sessionMDocuments), hostileJson),
		(body) => messagesOf(body, 'a.list').map((one) => readMessage(one, reading)),
	],
	'bodies of callbacks': [
		fc.oneof(
			hostileJson.map((value) => JSON.stringify(value) ?? ''),
			fc.string({ unit: 'binary' }),
		),
		(text) =>
			['text/plain', 'application/x-www-form-urlencoded'].map((type) =>
				readPayload(webhook(String(text), type) as never),
			),
	],
	'ids of contents': [hostileJson, contentId],
	'resume tokens': [
		fc.oneof(
			hostileLeaf,
			fc.stringMatching(/^n8nw\.\d{1,20}\.[0-9a-z]{1,12}\.[ut][\w-]{0,60}\.[\w-]{40,46}$/),
		),
		(text) => resumeTokenIn({ correlationId: text, extraInfo: text }),
	],
	'phone numbers': [
		fc.oneof(hostileLeaf, fc.stringMatching(/^[+0-9() ./-]{0,80}$/)),
		(value) => [
			tryTo(readPhone, value),
			tryTo(readPhoneAsWritten, value),
			isSameNumber(value, value),
		],
	],
	dates: [
		fc.oneof(hostileLeaf, fc.stringMatching(/^[0-9TZ:+ ./-]{0,40}$/)),
		(value) => [
			tryTo((v, f) => readDate(v, f, 'Europe/Stockholm').toMillis(), value),
			tryTo((v, f) => readDay(v, f, 'UTC'), value),
		],
	],
	numbers: [
		fc.oneof(hostileLeaf, fc.stringMatching(/^[-+0-9eE., _']{0,40}$/)),
		(value) => [readNumber, readMoney, readWholeNumber].map((read) => tryTo(read, value)),
	],
	'yes and no': [hostileLeaf, (value) => readBoolean(value, 'x', true)],
	'texts and lists': [
		hostileJson,
		(value) => [tryTo((v, f) => optionalText(v, f, 20), value), tryTo(optionalList, value)],
	],
	ids: [
		hostileJson,
		(value) => [
			tryTo((v, f) => readId(v, 'thing', f), value),
			tryTo((v, f) => readPathId(v, 'thing', f), value),
			tryTo(readName, value),
		],
	],
	'JSON fields': [
		fc.oneof(
			hostileJson,
			hostileJson.map((value) => JSON.stringify(value)),
			fc.string({ unit: 'binary' }),
		),
		(value) => [readJson, readJsonObject, readJsonList].map((read) => tryTo(read, value)),
	],
	'dialer files': [
		fc.array(hostileLeaf, { minLength: 3, maxLength: 5 }),
		(given) => {
			const [code, name, ...values] = given as unknown[];
			const row = dialerRow(
				readName(name, 'Campaign'),
				'46701234567',
				dialerMessage(code, values),
				'',
			);
			expect(row.split(/[\r\n\u0085\u2028\u2029]/)).toHaveLength(1);
			expect(row.split(';')).toHaveLength(4);
			return [row, tryTo(readFileName, name)];
		},
	],
	'phone numbers on file': [
		fc.tuple(hostileJson, hostileJson),
		(given) => {
			const [onFile, mapped] = given as [unknown, unknown];
			return mergedPhoneNumbers(onFile, readPhoneNumbers(mapped) ?? []);
		},
	],
	'base URLs': [
		fc.oneof(hostileLeaf, fc.webUrl(), fc.string()),
		(value) => checkedBaseUrl(value, 'x'),
	],
	'headers of answers': [
		hostileLeaf,
		(value) => [retryAfterMs(value), renewalTime(typeof value === 'string' ? value : '', value)],
	],
	'allowed addresses': [
		fc.tuple(
			fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()),
			fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()),
		),
		(given) =>
			isIpAllowed(
				...((given as [string, string]).map((one, i) => (i === 0 ? one : [one])) as [
					string,
					string[],
				]),
			),
	],
	'bytes of answers': [
		fc.uint8Array({ maxLength: 2000 }),
		(bytes) => new AnswerBudget().take(bytes as Uint8Array),
	],
};

/** What a reader makes of a value, or that it rejects it. */
function tryTo<T>(read: (value: unknown, field: string) => T, value: unknown): T | string {
	try {
		return read(value, 'Field');
	} catch (error) {
		if (!(error instanceof ItemError)) throw error;
		// Neither message nor hint may repeat what is given at length.
		expect(error.message.length).toBeLessThan(400);
		return 'rejected';
	}
}
