import { crc32 } from 'node:zlib';
import { namesIn, eventMeant, type Names } from './names.mts';
import type { Contact, Event, Membership, Metric } from './schemas.mts';
import { eventTime } from './schemas.mts';

/** An entry that WAI has accepted, and where it stands in the body it came in. */
export interface Accepted<T> {
	id: string;
	value: T;
	/** number of the request, and of the receipt, within the tenant */
	request: number;
	receipt: number;
	body: Buffer;
	start: number;
	end: number;
}

/** One write of a contact. Only the last one keeps its document, as bytes in the body it came in. */
interface Write {
	request: number;
	receipt: number;
	bytes: number;
	crc: number;
	body: Buffer | undefined;
	start: number;
	previous: Write | undefined;
}

interface MembershipRecord extends Membership {
	contact: string;
	request: number;
	receipt: number;
	repeats: number;
}

interface EventRecord {
	contact: string;
	name: string;
	/** `at` as sent */
	sentAt: string | undefined;
	/** as WAI keeps it, ms since 1970 */
	at: number;
	/** WAI took the current time, because `at` was absent or unreadable */
	atReplaced: boolean;
	request: number;
	receipt: number;
}

interface MetricRecord extends Metric {
	contact: string;
	request: number;
	receipt: number;
}

/** A record as queries show it, with the receipt as WAI writes it. */
type Shown<Entry extends { receipt: number }> = Omit<Entry, 'receipt'> & { receipt: string };

export type MembershipRow = Shown<MembershipRecord>;
export type EventRow = Omit<Shown<EventRecord>, 'at'> & {
	at: string;
	/** the documented name that this one differs from in case alone, so that WAI does not know it */
	misspelt: string | null;
};
export type MetricRow = Shown<MetricRecord>;

/** A contact with its last document, what WAI makes of its names, and every write, oldest first. */
export interface ContactRow extends Names {
	id: string;
	writes: number;
	document: Contact;
	history: Array<{ request: number; receipt: string; bytes: number; crc32: string }>;
}

const RECEIPT_PREFIX = '49593967912456823050646721704338680985139';
const RECEIPT_DIGITS = 56;
const RECENT_CONTACTS = 200;

/** Receipts are numbers of 56 digits that grow (wai 4.4). */
export function receiptText(receipt: number): string {
	return RECEIPT_PREFIX + String(receipt).padStart(RECEIPT_DIGITS - RECEIPT_PREFIX.length, '0');
}

/** Everything WAI has accepted from one tenant. Records are small: it has to hold a million contacts and events. */
export class WaiLedger {
	private readonly contacts = new Map<string, Write>();
	private readonly memberships: MembershipRecord[] = [];
	private readonly membershipByKey = new Map<string, MembershipRecord>();
	private readonly events: EventRecord[] = [];
	private readonly metrics: MetricRecord[] = [];
	/** ids of the contacts last written, for the page */
	private readonly recent: string[] = [];
	private receipts = 0;
	private contactWrites = 0;
	private repeatedMemberships = 0;
	private replacedTimes = 0;
	private metricValues = 0;

	nextReceipt(): number {
		return ++this.receipts;
	}

	knows(contact: string): boolean {
		return this.contacts.has(contact);
	}

	/** A contact is replaced as a whole (wai 4.4). */
	putContact({ id, request, receipt, body, start, end }: Accepted<Contact>): void {
		const previous = this.contacts.get(id);
		if (previous) previous.body = undefined;
		const crc = crc32(body.subarray(start, end));
		this.contacts.set(id, { request, receipt, bytes: end - start, crc, body, start, previous });
		this.contactWrites++;
		this.recent.push(id);
		if (this.recent.length > 2 * RECENT_CONTACTS) this.recent.splice(0, RECENT_CONTACTS);
	}

	/** Processed only where contact, campaign and iteration are new together (wai 4.5). */
	addMembership({ id, value, request, receipt }: Accepted<Membership>): void {
		const key = JSON.stringify([id, value.campaign, value.iteration ?? null]);
		const known = this.membershipByKey.get(key);
		if (known) {
			known.repeats++;
			this.repeatedMemberships++;
		} else {
			const record = { contact: id, ...value, request, receipt, repeats: 0 };
			this.memberships.push(record);
			this.membershipByKey.set(key, record);
		}
	}

	addEvents({ id, value, request, receipt }: Accepted<Event[]>): void {
		for (const { name, at: sentAt } of value) {
			const parsed = eventTime(sentAt);
			const atReplaced = parsed === undefined;
			if (atReplaced) this.replacedTimes++;
			this.events.push({
				contact: id,
				name,
				sentAt,
				at: parsed ?? Date.now(),
				atReplaced,
				request,
				receipt,
			});
		}
	}

	addMetrics({ id, value, request, receipt }: Accepted<Metric[]>): void {
		for (const metric of value) {
			this.metricValues += metric.metrics.length;
			this.metrics.push({ contact: id, ...metric, request, receipt });
		}
	}

	summary() {
		return {
			contacts: this.contacts.size,
			contactWrites: this.contactWrites,
			memberships: this.memberships.length,
			repeatedMemberships: this.repeatedMemberships,
			events: this.events.length,
			replacedTimes: this.replacedTimes,
			metrics: this.metrics.length,
			metricValues: this.metricValues,
			receipts: this.receipts,
		};
	}

	contact(id: string): ContactRow | undefined {
		const last = this.contacts.get(id);
		return last && contactRow(id, last);
	}

	*contactRows(): Generator<ContactRow> {
		for (const [id, last] of this.contacts) yield contactRow(id, last);
	}

	*membershipRows(): Generator<MembershipRow> {
		for (const record of this.memberships) yield row(record);
	}

	*eventRows(): Generator<EventRow> {
		for (const record of this.events) yield eventRow(record);
	}

	*metricRows(): Generator<MetricRow> {
		for (const record of this.metrics) yield row(record);
	}

	newestContacts(count: number): ContactRow[] {
		const ids = new Set(this.recent.slice().reverse());
		return [...ids].slice(0, count).map((id) => this.contact(id)!);
	}

	newestMemberships(count: number): MembershipRow[] {
		return this.memberships.slice(-count).reverse().map(row);
	}

	newestEvents(count: number): EventRow[] {
		return this.events.slice(-count).reverse().map(eventRow);
	}

	newestMetrics(count: number): MetricRow[] {
		return this.metrics.slice(-count).reverse().map(row);
	}
}

function row<Entry extends { receipt: number }>(record: Entry): Shown<Entry> {
	return { ...record, receipt: receiptText(record.receipt) };
}

function eventRow(record: EventRecord): EventRow {
	return {
		...row(record),
		at: new Date(record.at).toISOString(),
		misspelt: eventMeant(record.name),
	};
}

function contactRow(id: string, last: Write): ContactRow {
	const history: ContactRow['history'] = [];
	for (let write: Write | undefined = last; write; write = write.previous) {
		const { request, receipt, bytes, crc } = write;
		history.push({
			request,
			receipt: receiptText(receipt),
			bytes,
			crc32: crc.toString(16).padStart(8, '0'),
		});
	}
	const document = JSON.parse(
		last.body!.toString('utf8', last.start, last.start + last.bytes),
	) as Contact;
	return { id, writes: history.length, document, ...namesIn(document), history: history.reverse() };
}
