import type { OutboundEvent } from './events.mts';
import type { OutboundSettings } from './settings.mts';

/** An event on its way to the receiver, as the ledger keeps it. */
export interface EventRow {
	eventId: string;
	eventName: string;
	walletId: string | null;
	reference: string | null;
	status: 'kept' | 'pending' | 'delivered' | 'dead';
	/** deliveries tried, duplicates included */
	attempts: number;
	/** answers of 429, each followed by a retry */
	held: number;
	/** deliveries after one that had succeeded */
	duplicates: number;
	/** HTTP status of the last answer; null where there was none */
	lastStatus: number | null;
}

const DELIVERY_TIMEOUT_MS = 30_000;
/** Events whose bodies can be looked at. */
const MAX_BODIES = 200;

/**
 * Delivers events to the receiver: with the pre-shared header, several at a time, repeatedly where a delivery failed,
 * and later where the receiver asks for it by 429.
 */
export class Outbound {
	readonly rows: EventRow[] = [];
	settings: OutboundSettings;
	private readonly waiting: Array<{ row: EventRow; body: string; again: boolean }> = [];
	/** bodies of the last events, by event id */
	private readonly bodies = new Map<string, OutboundEvent>();
	private active = 0;

	constructor(settings: OutboundSettings) {
		this.settings = settings;
	}

	emit(
		event: OutboundEvent,
		{ walletId, reference }: { walletId: string | null; reference: string | null },
	): EventRow {
		const { eesEventId: eventId, eventName } = event.headers;
		const row: EventRow = {
			eventId,
			eventName,
			walletId,
			reference,
			status: 'kept',
			attempts: 0,
			held: 0,
			duplicates: 0,
			lastStatus: null,
		};
		this.rows.push(row);
		this.keep(eventId, event);
		if (this.settings.url === null) return row;
		row.status = 'pending';
		const { duplicateEvery } = this.settings;
		const again = duplicateEvery > 0 && this.rows.length % duplicateEvery === 0;
		this.waiting.push({ row, body: JSON.stringify(event), again });
		this.next();
		return row;
	}

	/** An event with its body, as long as it is kept. */
	find(eventId: string): (EventRow & { event: OutboundEvent | null }) | undefined {
		const row = this.rows.findLast((one) => one.eventId === eventId);
		return row && { ...row, event: this.bodies.get(eventId) ?? null };
	}

	private keep(eventId: string, event: OutboundEvent): void {
		this.bodies.set(eventId, event);
		if (this.bodies.size > MAX_BODIES) this.bodies.delete(this.bodies.keys().next().value!);
	}

	private next(): void {
		while (this.active < this.settings.concurrency) {
			const job = this.waiting.shift();
			if (!job) return;
			this.active++;
			void this.deliver(job.row, job.body, job.again).finally(() => {
				this.active--;
				this.next();
			});
		}
	}

	private async deliver(row: EventRow, body: string, again: boolean): Promise<void> {
		for (let failures = 0; failures < this.settings.maxAttempts; ) {
			row.attempts++;
			const { status, retryAfterMs } = await this.post(body);
			row.lastStatus = status;
			if (status !== null && status < 300) {
				if (row.status === 'delivered') row.duplicates++;
				row.status = 'delivered';
				if (again) await this.deliver(row, body, false);
				return;
			}
			if (status === 429) row.held++;
			else failures++;
			const { retryMs } = this.settings;
			await pause(status === 429 ? Math.max(retryAfterMs, retryMs) : retryMs * 2 ** (failures - 1));
		}
		if (row.status === 'pending') row.status = 'dead';
	}

	private async post(body: string): Promise<{ status: number | null; retryAfterMs: number }> {
		const { url, headerName, headerValue } = this.settings;
		if (url === null) return { status: null, retryAfterMs: 0 };
		try {
			const response = await fetch(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json', [headerName]: headerValue },
				body,
				signal: AbortSignal.timeout(DELIVERY_TIMEOUT_MS),
			});
			await response.arrayBuffer();
			const retryAfter = Number(response.headers.get('retry-after') ?? 0);
			return { status: response.status, retryAfterMs: retryAfter * 1000 || 0 };
		} catch {
			return { status: null, retryAfterMs: 0 };
		}
	}
}

/** Holds nothing alive: a sandbox that is told to end does not wait for it. */
function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
