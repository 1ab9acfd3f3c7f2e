import type { IDataObject } from 'n8n-workflow';

import { contentId, idText, InvalidPayloadError } from '../../engine/webhooks/payload';
import { smsStatusOf, statusOf } from './statuses';

/** One entry of a callback, read. */
export type WavyEvent = Reply | DeliveryStatus;

/** A message of a customer. */
export interface Reply extends IDataObject {
	event: 'reply';
	type: string;
	/** The entry as Wavy sent it. */
	raw: IDataObject;
}

/** What became of a message. */
export interface DeliveryStatus extends IDataObject {
	event: 'status';
	status: string;
	raw: IDataObject;
}

/** A conversation is open for this long after the customer's message (wavy 1.6). */
const WINDOW_MS = 24 * 3_600_000;

/** Types of messages that Wavy documents, and those that are told by their fields (wavy 1.6). */
export const MESSAGE_TYPES = [
	'AUDIO',
	'BUTTON',
	'CONTACTS',
	'DOCUMENT',
	'IMAGE',
	'INTERACTIVE',
	'LOCATION',
	'ORDER',
	'STICKER',
	'TEXT',
	'UNKNOWN',
	'VIDEO',
];

/** A callback of more entries than this is turned down anyway. */
const MAX_WITH_CLIENT = 10_000;

/**
 * The entries of a callback of WhatsApp (`{ total, data: […] }`), or of SMS, whose body is one entry itself.
 *
 * @throws InvalidPayloadError where the body is no object
 */
export function entriesOf(body: unknown): unknown[] {
	if (!isObject(body)) throw new InvalidPayloadError('The callback is not a JSON object');
	if (!Array.isArray(body.data)) return [body];
	const entries = body.data as unknown[];
	const { clientInfo } = body;
	if (!isObject(clientInfo) || entries.length > MAX_WITH_CLIENT) return entries;
	// Tells accounts apart for whoever the entry is passed on to (uContact).
	return entries.map((entry) => (isObject(entry) ? { ...entry, clientInfo } : entry));
}

/**
 * Reads an entry. Replies and statuses may come to one address: a status has a status code, a reply has a message
 * and its sender. Undefined for what is neither.
 */
export function readEntry(entry: unknown): WavyEvent | undefined {
	if (!isObject(entry)) return undefined;
	if (isStatus(entry)) return readStatus(entry);
	return isReply(entry) ? readReply(entry) : undefined;
}

/**
 * What a repeat of an entry has in common with it, and no other entry; undefined where it has no id. All of it
 * counts: one message has several statuses, a reply's id is not certain to be its own, and an entry that somebody
 * has made up from a true one must not keep the true one out.
 */
export function eventId(entry: IDataObject): string | undefined {
	return idText(entry.id) === undefined ? undefined : contentId(entry);
}

const STATUS_KEYS = [
	'sentStatusCode',
	'sentStatus',
	'deliveredStatusCode',
	'deliveredStatus',
	'sent',
	'delivered',
	'read',
];

function isStatus(entry: IDataObject): boolean {
	return !isReply(entry) && STATUS_KEYS.some((key) => has(entry, key));
}

function isReply(entry: IDataObject): boolean {
	return isObject(entry.message) || (has(entry, 'source') && !has(entry, 'sentStatusCode'));
}

function readStatus(entry: IDataObject): DeliveryStatus {
	const channel = channelOf(entry);
	const { status, statusCode, final, delivered, read, reason } = (
		channel === 'sms' ? smsStatusOf : statusOf
	)(entry);
	return {
		event: 'status',
		channel,
		id: text(entry.id),
		to: text(entry.destination),
		status,
		statusCode,
		final,
		delivered,
		read,
		reason,
		correlationId: text(entry.correlationId),
		campaignAlias: text(entry.campaignAlias),
		at: timeOf(
			entry,
			read
				? ['read', 'delivered', 'sent']
				: delivered
					? ['delivered', 'sent']
					: ['updated', 'sent', 'delivered'],
		),
		raw: entry,
	};
}

function readReply(entry: IDataObject): Reply {
	const message = isObject(entry.message) ? entry.message : { messageText: entry.messageText };
	const profile = isObject(entry.userProfile) ? entry.userProfile : {};
	const session = isObject(entry.session) ? entry.session : {};
	const receivedAt = moment(entry.receivedAt) ?? moment(entry.receivedDate);
	const channel = channelOf(entry);
	// What an SMS answers stands in `mt` (wavy 1.7).
	const mt = isObject(entry.mt) ? entry.mt : {};
	return {
		event: 'reply',
		channel,
		id: text(entry.id),
		from: text(entry.source) ?? text(profile.whatsAppId),
		to: text(entry.origin) ?? text(entry.shortCode),
		contactName: text(profile.name),
		type: typeOf(message),
		text: saidIn(message),
		payload: payloadOf(message),
		media: mediaOf(message),
		location: isObject(message.location) ? message.location : null,
		contacts: Array.isArray(message.contacts) ? message.contacts : null,
		sessionStartedAt: moment(session.createdAt),
		windowEndsAt:
			receivedAt === null || channel === 'sms' ? null : moment(Date.parse(receivedAt) + WINDOW_MS),
		campaignAlias: text(entry.campaignAlias),
		correlationId: text(entry.correlationId) ?? text(mt.correlationId),
		extraInfo: extraInfoOf(entry.extraInfo),
		receivedAt,
		raw: entry,
	};
}

/** An SMS comes over a carrier, and from or to a short code instead of a WhatsApp number (wavy 1.7). */
function channelOf(entry: IDataObject): 'sms' | 'whatsapp' {
	if (
		has(entry, 'mt') ||
		has(entry, 'shortCode') ||
		has(entry, 'carrierId') ||
		has(entry, 'carrierName')
	)
		return 'sms';
	if (isObject(entry.message) || has(entry, 'origin') || has(entry, 'read')) return 'whatsapp';
	return isReply(entry) ? 'sms' : 'whatsapp';
}

/** In samples of locations and contacts the type is missing (wavy 1.6). */
function typeOf(message: IDataObject): string {
	if (isObject(message.interactive)) return 'INTERACTIVE';
	if (isObject(message.location)) return 'LOCATION';
	if (Array.isArray(message.contacts)) return 'CONTACTS';
	const type = text(message.type)?.toUpperCase();
	if (type !== undefined) return MESSAGE_TYPES.includes(type) ? type : 'UNKNOWN';
	return text(message.messageText) === null ? 'UNKNOWN' : 'TEXT';
}

function saidIn(message: IDataObject): string | null {
	const { listReply, buttonReply } = interactiveOf(message);
	const button = isObject(message.button) ? message.button : {};
	return (
		text(message.messageText) ??
		text(listReply.rowTitle) ??
		text(buttonReply.title) ??
		text(button.text) ??
		text(message.caption)
	);
}

/** What a tapped button or row stands for. Of BUTTON, a template's quick reply, the fields are not documented. */
function payloadOf(message: IDataObject): string | null {
	const { listReply, buttonReply } = interactiveOf(message);
	const button = isObject(message.button) ? message.button : {};
	return (
		text(listReply.rowIdentifier) ??
		text(buttonReply.payload) ??
		text(button.payload) ??
		text(message.payload)
	);
}

function interactiveOf(message: IDataObject): { listReply: IDataObject; buttonReply: IDataObject } {
	const { listReply, buttonReply } = isObject(message.interactive)
		? message.interactive
		: ({} as IDataObject);
	return {
		listReply: isObject(listReply) ? listReply : {},
		buttonReply: isObject(buttonReply) ? buttonReply : {},
	};
}

function mediaOf(message: IDataObject): IDataObject | null {
	const url = text(message.mediaUrl);
	if (url === null) return null;
	return { url, mimeType: text(message.mimeType), caption: text(message.caption) };
}

/** A text that often holds JSON (wavy 1.6). */
function extraInfoOf(value: unknown): IDataObject[string] {
	if (typeof value !== 'string') return isObject(value) ? value : text(value);
	try {
		const parsed = JSON.parse(value) as unknown;
		return isObject(parsed) ? parsed : value;
	} catch {
		return value;
	}
}

/**
 * The descriptions of the dates and the epochs are swapped on Wavy's page (wavy 1.6): each is read by what it holds.
 */
function timeOf(entry: IDataObject, stages: string[]): string | null {
	for (const stage of stages) {
		const time = moment(entry[`${stage}At`]) ?? moment(entry[`${stage}Date`]);
		if (time !== null) return time;
	}
	return null;
}

/** ISO 8601 in UTC of epoch milliseconds or a date as text; null where it is neither. */
function moment(value: unknown): string | null {
	const isEpoch =
		typeof value === 'number' || (typeof value === 'string' && /^\d{10,}$/.test(value));
	const ms = isEpoch ? Number(value) : typeof value === 'string' ? Date.parse(value) : Number.NaN;
	// 0 stands in Wavy's sample for "not known" (wavy 1.6).
	const date = new Date(ms);
	return ms > 0 && !Number.isNaN(date.getTime()) ? date.toISOString() : null;
}

/** Texts and numbers as text; null for anything else. */
function text(value: unknown): string | null {
	if (typeof value === 'string') return value === '' ? null : value;
	// A whole number beyond what can be held exactly has lost digits: it is another id by now.
	return typeof value === 'number' &&
		(Number.isSafeInteger(value) || !Number.isInteger(value)) &&
		Number.isFinite(value)
		? String(value)
		: null;
}

function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function has(entry: IDataObject, name: string): boolean {
	return entry[name] !== undefined && entry[name] !== null;
}
