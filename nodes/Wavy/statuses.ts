/** A status of a message, in Wavy's name for it. */
export interface Status {
	status: string;
	/** The status's code: the delivery's where there is one, else the sending's. */
	statusCode: number | null;
	/** Whether no other status of the message is to be expected. */
	final: boolean;
	delivered: boolean;
	read: boolean;
	/** What it means, in plain words. */
	reason: string;
}

interface Row {
	status: string;
	sent: number;
	delivered?: number;
	final: boolean;
	reason: string;
}

const SENT = 2;

/**
 * Every documented status (wavy 1.5, and 1.7 for SMS). Delivered and read share the sent code
 * and differ by the delivered code. A message that was read has nothing more to come; one that was
 * delivered may still be read.
 */
const TABLE: Row[] = [
	{
		status: 'DELIVERED_SUCCESS',
		sent: SENT,
		delivered: 4,
		final: false,
		reason: 'Delivered to the phone',
	},
	{
		status: 'READ_SUCCESS',
		sent: SENT,
		delivered: 5,
		final: true,
		reason: 'Read by the recipient',
	},
	{
		status: 'EXPIRED',
		sent: SENT,
		delivered: 101,
		final: true,
		reason: 'Given up: not delivered in time',
	},
	{
		status: 'NOT_DELIVERED',
		sent: SENT,
		delivered: 104,
		final: true,
		reason:
			'Not delivered: no message from the recipient within 24 hours and no template, the ' +
			'template does not exist, a rate limit of WhatsApp, media that could not be loaded, or ' +
			'the account may not send',
	},
	{ status: 'SENT_SUCCESS', sent: SENT, final: false, reason: 'Accepted by WhatsApp' },
	{
		status: 'EXPIRED',
		sent: 101,
		final: true,
		reason: 'Given up: not sent in time',
	},
	{
		status: 'CARRIER_COMMUNICATION_ERROR',
		sent: 102,
		final: true,
		reason: 'The media file could not be handed to WhatsApp',
	},
	{
		status: 'REJECTED_BY_CARRIER',
		sent: 103,
		final: true,
		reason: 'Rejected by WhatsApp or the carrier',
	},
	{ status: 'NO_CREDIT', sent: 201, final: true, reason: 'The account has no credit left' },
	{
		status: 'INVALID_DESTINATION_NUMBER',
		sent: 202,
		final: true,
		reason: 'The number is not on WhatsApp, or is not a number',
	},
	{ status: 'BLACKLISTED', sent: 203, final: true, reason: 'The number is on the blacklist' },
	{
		status: 'DESTINATION_BLOCKED_BY_OPTOUT',
		sent: 204,
		final: true,
		reason: 'The recipient has opted out',
	},
	{
		status: 'DESTINATION_MESSAGE_LIMIT_REACHED',
		sent: 205,
		final: true,
		reason: 'The recipient has been sent too many messages',
	},
	{ status: 'INVALID_MESSAGE_LENGTH', sent: 206, final: true, reason: 'The message is too long' },
	{
		status: 'INVALID_MESSAGE_TEXT',
		sent: 207,
		final: true,
		reason:
			'A parameter or the text is not valid, or the number of parameters does not fit the template',
	},
	{
		status: 'INVALID_CONTENT',
		sent: 209,
		final: true,
		reason: 'Wavy does not know this kind of message',
	},
	{
		status: 'INVALID_SESSION',
		sent: 210,
		final: true,
		reason: 'The recipient has not written within 24 hours: only a template can be sent',
	},
	{
		status: 'DESTINATION_BLOCKED_BY_OPTIN',
		sent: 211,
		final: true,
		reason: 'The recipient has not opted in',
	},
	{
		status: 'DESTINATION_BLOCKED_BY_WHITELIST',
		sent: 212,
		final: true,
		reason: 'The number is not on the whitelist',
	},
	{ status: 'INTERNAL_ERROR', sent: 301, final: true, reason: 'Internal error at Wavy' },
	{ status: 'INTERNAL_ERROR', sent: 311, final: true, reason: 'Wavy could not verify the contact' },
];

/** What is otherwise for SMS: nobody is told that one was read, so delivered is the last status (wavy 1.7). */
const SMS_REASONS: Record<string, string> = {
	SENT_SUCCESS: 'Accepted by the carrier',
	NOT_DELIVERED: 'Not delivered by the carrier',
	REJECTED_BY_CARRIER: 'Rejected by the carrier',
	INVALID_DESTINATION_NUMBER: 'The number cannot be reached',
	CARRIER_COMMUNICATION_ERROR: 'The carrier could not be reached',
};

/** Carriers that never report a delivery: sent is the last that is heard of a message. */
const WITHOUT_REPORTS = /^(oi|sercomtel)\b/i;

/** What Wavy says that this table does not know. */
export const UNKNOWN_STATUS = 'UNKNOWN';

/** All names of statuses, in alphabetical order. */
export const STATUS_NAMES: string[] = [
	...new Set(TABLE.map(({ status }) => status)),
	UNKNOWN_STATUS,
].sort();

/** What of a callback's entry tells its status; any of it may be missing or of another type. */
export interface StatusFields {
	sentStatusCode?: unknown;
	sentStatus?: unknown;
	deliveredStatusCode?: unknown;
	deliveredStatus?: unknown;
	sent?: unknown;
	delivered?: unknown;
	read?: unknown;
	carrierName?: unknown;
}

/**
 * What the fields of an entry mean: by their codes, else by their names, else by yes and no (the
 * page's own sample has codes that its table does not, wavy 1.5).
 */
export function statusOf(fields: StatusFields): Status {
	const sent = code(fields.sentStatusCode);
	const delivered = code(fields.deliveredStatusCode);
	// "Sent" alone is what the others begin with: anything that says more goes before it.
	const told =
		byCodes(sent, delivered) ?? byName(fields.deliveredStatus) ?? byName(fields.sentStatus);
	const row =
		told === undefined || told.status === 'SENT_SUCCESS' ? (byFlags(fields) ?? told) : told;
	const isRead = row?.status === 'READ_SUCCESS' || fields.read === true;
	return {
		status: row?.status ?? UNKNOWN_STATUS,
		statusCode: delivered ?? sent,
		final: row?.final ?? false,
		delivered: isRead || row?.status === 'DELIVERED_SUCCESS' || fields.delivered === true,
		read: isRead,
		reason: row?.reason ?? unknownReason(fields),
	};
}

/** As `statusOf`, for an SMS. */
export function smsStatusOf(fields: StatusFields): Status {
	const status = statusOf(fields);
	const isReported = !(
		typeof fields.carrierName === 'string' && WITHOUT_REPORTS.test(fields.carrierName.trim())
	);
	return {
		...status,
		final:
			status.final ||
			status.status === 'DELIVERED_SUCCESS' ||
			(status.status === 'SENT_SUCCESS' && !isReported),
		reason: SMS_REASONS[status.status] ?? status.reason,
	};
}

function byCodes(sent: number | null, delivered: number | null): Row | undefined {
	return delivered === null
		? TABLE.find((row) => row.sent === sent && row.delivered === undefined)
		: TABLE.find((row) => row.delivered === delivered && (sent === null || row.sent === sent));
}

function byName(name: unknown): Row | undefined {
	return TABLE.find(({ status }) => status === name);
}

function byFlags({ read, delivered, sent }: StatusFields): Row | undefined {
	if (read === true) return byName('READ_SUCCESS');
	if (delivered === true) return byName('DELIVERED_SUCCESS');
	return sent === true ? byName('SENT_SUCCESS') : undefined;
}

function unknownReason({ deliveredStatus, sentStatus }: StatusFields): string {
	const told = [deliveredStatus, sentStatus].find(
		(text) => typeof text === 'string' && text !== '',
	);
	return told === undefined
		? 'Wavy sent a status that is not in its documentation'
		: `Wavy says: ${String(told)}`;
}

function code(value: unknown): number | null {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : null;
}
