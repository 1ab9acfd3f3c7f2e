import { randomUUID } from 'node:crypto';
import type { z } from 'zod/v4';
import type { Call, Endpoint, HttpResponse } from '../shared/vendor.mts';
import { read, readBody, wavyError } from './errors.mts';
import type { SmsReplyRow, SmsRow, StatusChange } from './ledger.mts';
import { bulkSmsBody, lookupBody, smsBody, smsOfQuery, statusSearchBody } from './smsSchemas.mts';
import { endsWithAny, isOptedOut, type WavyState } from './state.mts';

type Sms = z.infer<typeof smsBody>;
type Code = Omit<StatusChange, 'at'>;

const SENT: Code = { name: 'SENT_SUCCESS', sentStatusCode: 2 };
const DELIVERED: Code = { name: 'DELIVERED_SUCCESS', sentStatusCode: 2, deliveredStatusCode: 4 };
const NOT_DELIVERED: Code = { name: 'NOT_DELIVERED', sentStatusCode: 2, deliveredStatusCode: 104 };

/** The carrier of a number. Oi has no delivery report, so that "sent" is the last that is known. */
function carrierOf({ settings }: WavyState, number: string) {
	return endsWithAny(number, settings.withoutDeliveryReport)
		? { carrierId: 31, carrierName: 'OI' }
		: { carrierId: 1, carrierName: 'VIVO' };
}

/** Where an SMS ends. There is no "read". */
function fateOf(state: WavyState, to: string): Code[] {
	const { settings } = state;
	if (settings.blacklisted.includes(to)) return [{ name: 'BLACKLISTED', sentStatusCode: 203 }];
	if (isOptedOut(state, to))
		return [{ name: 'DESTINATION_BLOCKED_BY_OPTOUT', sentStatusCode: 204 }];
	if (endsWithAny(to, settings.withoutDeliveryReport)) return [SENT];
	return [SENT, endsWithAny(to, settings.unreachableBySms) ? NOT_DELIVERED : DELIVERED];
}

function sendOne(state: WavyState, call: Call, sms: Sms): HttpResponse {
	call.countItems(1);
	const { id, correlationId } = take(state, call, sms);
	return { status: 200, body: [{ id, correlationId }] };
}

function sendBulk(state: WavyState, call: Call): HttpResponse {
	const { messages, defaultValues, ...root } = readBody(call, bulkSmsBody);
	call.countItems(messages.length);
	const rows = messages.map((sms) =>
		take(state, call, { ...root, ...defaultValues, ...sms } as Sms),
	);
	return { status: 200, body: { id: randomUUID(), messages: rows.map(({ id }) => ({ id })) } };
}

function take(state: WavyState, { n: request }: Call, sms: Sms): SmsRow {
	const {
		destination: to,
		messageText = '',
		correlationId,
		campaignAlias,
		extraInfo,
		...options
	} = sms;
	const row: SmsRow = {
		n: state.ledger.sms.length + 1,
		id: randomUUID(),
		to,
		correlationId,
		campaignAlias,
		extraInfo,
		messageText,
		options,
		statuses: [],
		request,
		at: Date.now(),
	};
	const [first, last] = fateOf(state, to);
	reachSms(state, row, first!);
	state.ledger.addSms(row);
	if (last) state.callbacks.later(state.settings.statusDelayMs, () => reachSms(state, row, last));
	return row;
}

export function reachSms(state: WavyState, row: SmsRow, code: Code): void {
	const change = { ...code, at: Date.now() };
	row.statuses.push(change);
	state.callbacks.add('smsStatus', statusEntry(state, row, change, 'sent'));
}

/** To the second, as the samples are. */
const smsDate = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

/** A status of an SMS. Queries call the moment of sending `sentStatusAt`, callbacks `sentAt`. */
function statusEntry(
	state: WavyState,
	row: SmsRow,
	change: StatusChange,
	stage: 'sent' | 'sentStatus',
) {
	const { name, sentStatusCode, deliveredStatusCode } = change;
	const sentAt = row.statuses[0]?.at ?? change.at;
	return {
		id: row.id,
		correlationId: row.correlationId,
		...carrierOf(state, row.to),
		destination: row.to,
		sentStatusCode,
		sentStatus: sentStatusCode === 2 ? 'SENT_SUCCESS' : name,
		[`${stage}At`]: sentAt,
		[`${stage}Date`]: smsDate(sentAt),
		...(deliveredStatusCode !== undefined && {
			deliveredStatusCode,
			deliveredStatus: name,
			deliveredAt: change.at,
			deliveredDate: smsDate(change.at),
		}),
		campaignId: '64',
		extraInfo: row.extraInfo ?? '',
	};
}

/** An answer by SMS: the message that it answers stands in `mt`. */
export function smsReplyEntry(state: WavyState, row: SmsReplyRow) {
	const { subAccount, shortCode, userName } = state.settings;
	const answered = row.answers === undefined ? undefined : state.ledger.smsById(row.answers);
	const { id, correlationId, campaignAlias } = answered ?? {};
	return {
		id: row.id,
		subAccount,
		campaignAlias,
		...carrierOf(state, row.from),
		source: row.from,
		shortCode,
		messageText: row.messageText,
		receivedAt: row.at,
		receivedDate: smsDate(row.at),
		...(answered && {
			mt: { id, correlationId, username: userName.split('@')[0], email: userName },
		}),
	};
}

/** One status query a second (wavy 1.7). */
function limitQueries(state: WavyState): void {
	const now = performance.now();
	if (now - state.lastStatusQuery < state.settings.statusQueryMs)
		throw wavyError(429, 'Too Many Requests');
	state.lastStatusQuery = now;
}

function searchStatuses(state: WavyState, call: Call): HttpResponse {
	const { ids, correlationIds } = readBody(call, statusSearchBody);
	limitQueries(state);
	const found = state.ledger.sms.filter(
		({ id, correlationId }) => ids.includes(id) || correlationIds.includes(correlationId ?? ''),
	);
	const last = found.map((row) => statusEntry(state, row, row.statuses.at(-1)!, 'sentStatus'));
	return { status: 200, body: { total: last.length, smsStatuses: last } };
}

/** Statuses that the endpoint has not returned before. */
function listStatuses(state: WavyState): HttpResponse {
	limitQueries(state);
	const fresh = state.ledger.sms.flatMap((row) =>
		row.statuses
			.filter(({ name }) => isFresh(state, `${row.id} ${name}`))
			.map((change) => statusEntry(state, row, change, 'sentStatus')),
	);
	return { status: 200, body: { total: fresh.length, smsStatuses: fresh } };
}

function isFresh({ listed }: WavyState, key: string): boolean {
	if (listed.has(key)) return false;
	listed.add(key);
	return true;
}

const DAY_MS = 86_400_000;

function received(state: WavyState, rows: SmsReplyRow[], start: number, end: number): HttpResponse {
	const messages = rows.slice(0, 1000).map((row) => smsReplyEntry(state, row));
	const limits = { start: smsDate(start), end: smsDate(end) };
	return { status: 200, body: { total: messages.length, ...limits, messages } };
}

/** Consumes what it returns. */
function listReceived(state: WavyState): HttpResponse {
	const now = Date.now();
	const fresh = state.ledger.smsReplies.filter(({ id }) => isFresh(state, id));
	return received(state, fresh, now - 3 * DAY_MS, now);
}

/** Of a period of at most the last 5 days. */
function searchReceived(state: WavyState, { query }: Call): HttpResponse {
	const now = Date.now();
	const { start, end, subAccount, ...others } = query;
	if (Object.keys(others).length > 0)
		throw wavyError(400, 'start, end and subAccount are documented');
	if (subAccount !== undefined && subAccount !== state.settings.subAccount) {
		throw wavyError(403, 'Another subaccount');
	}
	const moment = (given: unknown, otherwise: number): number => {
		const at = given === undefined ? otherwise : Date.parse(`${String(given).replace(/Z$/, '')}Z`);
		if (Number.isNaN(at)) throw wavyError(400, 'start and end must be ISO 8601');
		return at;
	};
	const from = moment(start, now - 5 * DAY_MS);
	const until = moment(end, now);
	if (from < now - 5 * DAY_MS - 60_000)
		throw wavyError(400, 'Nothing older than 5 days can be searched');
	const found = state.ledger.smsReplies.filter(({ at }) => at >= from && at <= until);
	return received(state, found, from, until);
}

function lookUpCarriers(state: WavyState, call: Call): HttpResponse {
	const { destinations } = readBody(call, lookupBody);
	call.countItems(destinations.length);
	const found = destinations.map((destination) => ({
		destination,
		active: !endsWithAny(destination, state.settings.unreachableBySms),
		carrier: { name: carrierOf(state, destination).carrierName, countryCode: 'BR' },
	}));
	return { status: 200, body: { id: randomUUID(), destinations: found } };
}

/** SMS: sending, statuses, and what people have written. */
export const smsEndpoints: Array<Endpoint<WavyState>> = [
	{ name: 'sms.bulk', method: 'POST', path: '/v1/send-bulk-sms', handle: sendBulk },
	{
		name: 'sms.one',
		method: 'POST',
		path: '/v1/send-sms',
		handle: (state, call) => sendOne(state, call, readBody(call, smsBody)),
	},
	{
		name: 'sms.oneByQuery',
		method: 'GET',
		path: '/v1/send-sms',
		handle: (state, call) => sendOne(state, call, read(smsBody, smsOfQuery(call.query))),
	},
	{
		name: 'sms.statusSearch',
		method: 'POST',
		path: '/v1/sms/status/search',
		handle: searchStatuses,
	},
	{ name: 'sms.statusList', method: 'GET', path: '/v1/sms/status/list', handle: listStatuses },
	{ name: 'sms.receivedList', method: 'GET', path: '/v1/sms/receive/list', handle: listReceived },
	{ name: 'sms.received', method: 'GET', path: '/v1/sms/receive/search', handle: searchReceived },
	{ name: 'carrier.lookup', method: 'POST', path: '/v1/carrier/lookup', handle: lookUpCarriers },
];
