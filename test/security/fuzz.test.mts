import { threadCpuUsage } from 'node:process';

import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

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
import { UnexpectedResponseError } from '../../engine/operation';
import { AnswerBudget } from '../../engine/transport/answerBudget';
import { checkedBaseUrl } from '../../engine/transport/baseUrl';
import { Redactor } from '../../engine/transport/redactor';
import { renewalTime } from '../../engine/transport/token';
import { readPayload } from '../../engine/webhooks/body';
import { isIpAllowed } from '../../engine/webhooks/ipAllowlist';
import { contentId, InvalidPayloadError } from '../../engine/webhooks/payload';
import { readEvent } from '../../nodes/EagleEye/events/envelope';
import { outputOf } from '../../nodes/EagleEye/events/output';
import { useCasesOf } from '../../nodes/EagleEye/events/useCases';
import { messagesOf, readMessage } from '../../nodes/SessionM/message';
import { mergedPhoneNumbers, readPhoneNumbers } from '../../nodes/SessionM/phoneNumbers';
import { dialerMessage, dialerRow, readFileName } from '../../nodes/UContact/dialerFile';
import { entriesOf, eventId, readEntry } from '../../nodes/Wavy/callback';
import { resumeTokenIn } from '../../nodes/Wavy/resume';
import { isSameNumber } from '../../nodes/Wavy/sameNumber';
import { accountOp, airEvent, consumerOp, identityOp, movement, tierOp, tierTransactionOp, transactionOp, walletOp } from '../eagleEye/events.mts';
import { issueReward } from '../support/eagleEye.mts';
import { onErrorOutput, runNode } from '../support/engine.mts';
import { startServer, type TestServer } from '../support/server.mts';
import { forCustomer, transaction, upsert as upsertCustomer } from '../support/sessionM.mts';
import { forward } from '../support/uContact.mts';
import { event, upsert } from '../support/wai.mts';
import { message, sms } from '../support/wavy.mts';
import { callback, reply, status } from '../wavy/callbacks.mts';
import { plantedCredential } from './credentials.mts';
import { hostileJson, hostileLeaf, mutationsOf } from './hostileJson.mts';

/** Payloads for each parser; `npm run test:fuzz` asks for 100,000. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 300);
const seed = process.env.FUZZ_SEED === undefined ? undefined : Number(process.env.FUZZ_SEED);
/** What a parser may work on one payload, in milliseconds of the CPU. Below some 4 ms the clock of Linux tells nothing. */
const MAX_MS = 50;

/** Errors by which parsers reject; any other is a fault of theirs. */
const REJECTIONS = [ItemError, InvalidPayloadError, UnexpectedResponseError];

const inherited = () => JSON.stringify([Object.prototype, Array.prototype, Function.prototype].map((one) => Reflect.ownKeys(one).map(String)));
const worked = () => {
	const { user, system } = threadCpuUsage();
	return (user + system) / 1000;
};

/** Holds a parser to what all of them must do: return or reject, within the time, and change nothing for others. */
function hold(parse: (value: unknown) => unknown, value: unknown): void {
	const before = worked();
	try {
		const result = parse(value);
		// What comes out must be storable: n8n writes it to its database.
		if (result !== undefined) structuredClone(result);
	} catch (error) {
		if (!REJECTIONS.some((kind) => error instanceof kind)) throw error;
	}
	expect(worked() - before).toBeLessThan(MAX_MS);
}

const wavyDocuments = [callback(reply('1'), status('2'), reply('3', { message: { type: 'IMAGE', mediaUrl: 'https://x' } })), { id: '1', source: '1', text: 'sms' }];
const air = [
	airEvent({ name: 'SERVICE.TRIGGER', operations: [walletOp(), consumerOp(), identityOp('CUSTOMER_ID', 'C1'), accountOp('POINTS')] }),
	airEvent({ name: 'TRANSACTION.SETTLE', operations: [movement('POINTS', 'CREDIT', 5, 10), transactionOp('r')] }),
	airEvent({ name: 'TIER.MEMBERSHIP', operations: [tierOp(), tierTransactionOp('MOVE', '3', '4')] }),
];
const reading = { idField: 'id', fieldMap: [{ name: '__proto__', path: 'a.b[0]' }, { name: 'constructor', path: '__proto__.x' }], receivedAt: '2026-11-25T10:00:00.000Z', isOpen: true };
const sessionMDocuments = [{ id: '1', event: 'points', customer: { email: 'a@b.se', external_id: 'C-1' }, offer: { id: 1, title: 'x' }, points: { balance: 3 } }];
const webhook = (text: string, contentType: string) => ({ getRequestObject: () => ({ method: 'POST', contentType, rawBody: Buffer.from(text) }), getBodyData: () => ({}) });
const redactor = new Redactor(['planted-secret-1', '1234', 'é"\\/+']);

const parsers: Record<string, [fc.Arbitrary<unknown>, (value: unknown) => unknown]> = {
	'callbacks of Wavy': [
		fc.oneof(mutationsOf(...wavyDocuments), hostileJson),
		(body) =>
			entriesOf(body).map((entry) => {
				const read = readEntry(entry);
				return read && [read, eventId(read.raw as IDataObject), resumeTokenIn(read.raw as IDataObject)];
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
		fc.oneof(hostileJson.map((value) => JSON.stringify(value) ?? ''), fc.string({ unit: 'binary' })),
		(text) => ['text/plain', 'application/x-www-form-urlencoded'].map((type) => readPayload(webhook(String(text), type) as never)),
	],
	'ids of contents': [hostileJson, contentId],
	'resume tokens': [fc.oneof(hostileLeaf, fc.stringMatching(/^n8nw\.\d{1,20}\.[0-9a-z]{1,12}\.[ut][\w-]{0,60}\.[\w-]{40,46}$/)), (text) => resumeTokenIn({ correlationId: text, extraInfo: text })],
	'phone numbers': [fc.oneof(hostileLeaf, fc.stringMatching(/^[+0-9() ./-]{0,80}$/)), (value) => [tryTo(readPhone, value), tryTo(readPhoneAsWritten, value), isSameNumber(value, value)]],
	dates: [fc.oneof(hostileLeaf, fc.stringMatching(/^[0-9TZ:+ ./-]{0,40}$/)), (value) => [tryTo((v, f) => readDate(v, f, 'Europe/Stockholm').toMillis(), value), tryTo((v, f) => readDay(v, f, 'UTC'), value)]],
	numbers: [fc.oneof(hostileLeaf, fc.stringMatching(/^[-+0-9eE., _']{0,40}$/)), (value) => [readNumber, readMoney, readWholeNumber].map((read) => tryTo(read, value))],
	'yes and no': [hostileLeaf, (value) => readBoolean(value, 'x', true)],
	'texts and lists': [hostileJson, (value) => [tryTo((v, f) => optionalText(v, f, 20), value), tryTo(optionalList, value)]],
	ids: [hostileJson, (value) => [tryTo((v, f) => readId(v, 'thing', f), value), tryTo((v, f) => readPathId(v, 'thing', f), value), tryTo(readName, value)]],
	'JSON fields': [fc.oneof(hostileJson, hostileJson.map((value) => JSON.stringify(value)), fc.string({ unit: 'binary' })), (value) => [readJson, readJsonObject, readJsonList].map((read) => tryTo(read, value))],
	'dialer files': [fc.array(hostileLeaf, { minLength: 3, maxLength: 5 }), (given) => {
		const [code, name, ...values] = given as unknown[];
		const row = dialerRow(readName(name, 'Campaign'), '46701234567', dialerMessage(code, values), '');
		expect(row.split(/[\r\n\u0085\u2028\u2029]/)).toHaveLength(1);
		expect(row.split(';')).toHaveLength(4);
		return [row, tryTo(readFileName, name)];
	}],
	'phone numbers on file': [fc.tuple(hostileJson, hostileJson), (given) => {
		const [onFile, mapped] = given as [unknown, unknown];
		return mergedPhoneNumbers(onFile, readPhoneNumbers(mapped) ?? []);
	}],
	'base URLs': [fc.oneof(hostileLeaf, fc.webUrl(), fc.string()), (value) => checkedBaseUrl(value, 'x')],
	'headers of answers': [hostileLeaf, (value) => [retryAfterMs(value), renewalTime(typeof value === 'string' ? value : '', value)]],
	'allowed addresses': [fc.tuple(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), fc.oneof(fc.string(), fc.ipV4(), fc.ipV6())), (given) => isIpAllowed(...(given as [string, string]).map((one, i) => (i === 0 ? one : [one])) as [string, string[]])],
	'bytes of answers': [fc.uint8Array({ maxLength: 2000 }), (bytes) => new AnswerBudget().take(bytes as Uint8Array)],
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

describe.each(Object.entries(parsers))('%s', (_, [payloads, parse]) => {
	it('are read or rejected, whatever comes', () => {
		const before = inherited();
		fc.assert(fc.property(payloads, (value) => hold(parse, value)), { numRuns: RUNS, seed });
		expect(inherited()).toBe(before);
	}, 60_000 + RUNS * 20);
});

it('texts of vendors are searched for secrets, whatever they hold', async () => {
	const texts = fc.oneof(hostileJson.map((value) => JSON.stringify(value) ?? ''), fc.string({ unit: 'binary' }));
	await fc.assert(
		fc.asyncProperty(texts, fc.constantFrom('planted-secret-1', 'é"\\/+', ''), async (text, secret) => {
			const json = JSON.stringify({ text, [secret]: [secret, text] });
			for (const given of [text, text + secret, json]) expect(await redactor.text(given)).not.toContain('planted-secret-1');
			expect(JSON.parse(await redactor.text(json))).toBeDefined();
		}),
		{ numRuns: RUNS, seed },
	);
}, 60_000 + RUNS * 20);

/** Each vendor by operations whose answers take different ways, with answers as it gives them. */
const answers: Array<[string, string, string, INodeParameters, IDataObject, unknown]> = [
	['WAI contacts', 'wai', 'waiApi', upsert(), { id: '1', name: 'Ada' }, { id: ['r-1'], error: false, failures: { 1: { retry: false } } }],
	['WAI events', 'wai', 'waiApi', event(), { id: '1', name: 'x', at: '2026-11-21T10:00:00Z' }, { id: ['r-1'] }],
	['WAI campaigns', 'wai', 'waiApi', { resource: 'campaign', operation: 'getAll', returnAll: true, onlyEnabled: false }, {}, [{ id: '1', description: 'x', enabled: true }]],
	['Wavy messages', 'wavy', 'wavyApi', message('sendText', { messageText: 'Hi' }), { phone: '5519900001111' }, { id: 'm', destinations: [{ id: '1', destination: '5519900001111' }] }],
	['Wavy SMS', 'wavy', 'wavyApi', sms(), { phone: '5519900001111', text: 'Hi' }, { id: 'm', messages: [{ id: '1' }] }],
	['uContact callbacks', 'uContact', 'uContactApi', forward({ kind: 'message' }), { raw: { id: '1' } }, 1],
	['Eagle Eye rewards', 'eagleEye', 'eagleEyeAirApi', { connection: 'air', ...issueReward() }, { id: 'C1' }, { walletId: '7', accounts: [{ accountId: '1' }] }],
	['Eagle Eye by Connect', 'eagleEye', 'eagleEyeConnectApi', { connection: 'connect', ...issueReward() }, { id: 'C1' }, { message: 'queued' }],
	['Eagle Eye accounts', 'eagleEye', 'eagleEyeAirApi', { connection: 'air', resource: 'account', operation: 'getAll', lookupBy: 'walletId', walletId: '7', returnAll: true }, {}, { total: 1, limit: 10, offset: 0, results: [{ accountId: '1' }] }],
	['SessionM customers', 'sessionM', 'sessionMApi', forCustomer('customer', 'get'), { id: 'C-1' }, { status: 'ok', user: { id: 'u', external_id: 'C-1' } }],
	['SessionM upserts', 'sessionM', 'sessionMApi', upsertCustomer(), { id: 'C-1', first_name: 'Ada' }, { status: 'ok', user: { id: 'u', phone_numbers: [] } }],
	['SessionM transactions', 'sessionM', 'sessionMApi', transaction(), { id: 'C-1', lines: [{ item_id: 'a', quantity: 1, unit_price: 1 }] }, { status: 'OK', payload: { points: 1 } }],
	['SessionM campaigns', 'sessionM', 'sessionMApi', { resource: 'campaign', operation: 'getAll', scope: 'app', returnAll: true, filters: {} }, {}, { status: 'ok', campaigns: [{ id: 1 }] }],
	['SessionM balances', 'sessionM', 'sessionMApi', { resource: 'points', operation: 'getBalance', lookupBy: 'userId', customerId: 'u-1' }, {}, { status: 'ok', payload: { balance: 1 } }],
];

describe('answers of vendors', () => {
	let vendor: TestServer;
	let given: Array<{ status: number; body: string }> = [];
	beforeAll(async () => {
		vendor = await startServer((_, response) => {
			const { status: code, body } = given[vendor.received.length % given.length]!;
			response.writeHead(code).end(body);
		});
	});
	afterAll(() => vendor.stop());

	const ITEMS = 20;
	it.each(answers)('%s: each item has one outcome that can be stored, whatever is answered', async (_, type, name, parameters, item, document) => {
		const bodies = fc.oneof(mutationsOf(document), hostileJson, fc.constant(document)).map((value) => JSON.stringify(value) ?? '');
		const statuses = fc.constantFrom(200, 200, 200, 201, 204, 206, 304, 400, 401, 403, 404, 409, 422, 500);
		const before = inherited();
		await fc.assert(
			fc.asyncProperty(fc.array(fc.record({ status: statuses, body: fc.oneof(bodies, fc.string({ unit: 'binary' })) }), { minLength: ITEMS, maxLength: ITEMS }), async (replies) => {
				given = replies.map((one) => ([204, 304].includes(one.status) ? { ...one, body: '' } : one));
				vendor.received.length = 0;
				const items = Array.from({ length: ITEMS }, (_none, i) => ({ ...item, ...(item.id !== undefined && { id: `${String(item.id)}${i}` }) }));
				const { output, errors, error } = await runNode({
					type,
					parameters: { ...parameters, options: { maxRetries: 0, batchSize: 1 } },
					items,
					credentials: { [name]: plantedCredential(name).data(vendor.url) },
					...onErrorOutput,
				});
				expect(error).toBeUndefined();
				const settled = new Set([...output, ...errors].map(({ pairedItem }) => (pairedItem as { item: number }).item));
				// A list may be empty, so that its item has no output.
				if (parameters.operation !== 'getAll') expect(settled.size).toBe(ITEMS);
				for (const one of [...output, ...errors]) JSON.stringify(structuredClone(one.json));
			}),
			{ numRuns: Math.max(2, Math.ceil(RUNS / ITEMS / 4)), seed },
		);
		expect(inherited()).toBe(before);
	}, 120_000 + RUNS * 20);
});
