/** One request to a vendor, as the ledger keeps it. */
export interface RequestRecord {
	/** number within the tenant, from 1, in the order the request heads arrived */
	n: number;
	vendor: string;
	/** `vendor.endpoint`, or `vendor.unknown` for a path or method that the vendor does not have */
	endpoint: string;
	method: string;
	/** path below the vendor's base URL, with the query, as sent */
	path: string;
	/** when its head arrived, ms since 1970 */
	startedAt: number;
	/** ms until the answer was handed to the network; null while it is in work */
	durationMs: number | null;
	/** length of the body as received */
	bytes: number;
	/** entries carried, as the vendor counts them */
	items: number;
	/** HTTP status answered; null if none was */
	status: number | null;
	/** types of the faults applied */
	faults: string[];
	/** whether what it carried is in the ledger (entries that failed one by one excepted) */
	processed: boolean;
	/** the client was gone before it could be answered */
	clientGone: boolean;
	/** as received; only where the tenant's settings ask for it (`keepBodies`) */
	body?: string;
}

export type RequestSummary = ReturnType<RequestLedger['summary']>;

const MS_DIGITS = 1000;

/** All requests of a tenant, with counters kept while receiving so that a summary costs nothing. */
export class RequestLedger {
	readonly records: RequestRecord[] = [];
	private inFlight = 0;
	private maxInFlight = 0;
	private bytes = 0;
	private maxBytes = 0;
	private maxItems = 0;
	private processed = 0;
	private clientGone = 0;
	private lastAt: number | null = null;
	private readonly statuses = new Map<string, number>();
	private readonly faults = new Map<string, number>();
	private readonly endpoints = new Map<
		string,
		{ requests: number; statuses: Map<string, number> }
	>();

	/** Enters a request when its head has arrived. */
	open(head: Pick<RequestRecord, 'vendor' | 'endpoint' | 'method' | 'path'>): RequestRecord {
		const record: RequestRecord = {
			n: this.records.length + 1,
			vendor: head.vendor,
			endpoint: head.endpoint,
			method: head.method,
			path: head.path,
			startedAt: now(),
			durationMs: null,
			bytes: 0,
			items: 0,
			status: null,
			faults: [],
			processed: false,
			clientGone: false,
		};
		this.records.push(record);
		this.lastAt = record.startedAt;
		this.maxInFlight = Math.max(this.maxInFlight, ++this.inFlight);
		return record;
	}

	/** Closes a request. Called just before the answer leaves, so that no client can be ahead of the counters. */
	close(record: RequestRecord, outcome: { status: number | null; clientGone?: boolean }): void {
		if (record.durationMs !== null) return;
		record.durationMs = Math.round((now() - record.startedAt) * MS_DIGITS) / MS_DIGITS;
		record.status = outcome.status;
		record.clientGone = outcome.clientGone ?? false;
		this.inFlight--;
		this.bytes += record.bytes;
		this.maxBytes = Math.max(this.maxBytes, record.bytes);
		this.maxItems = Math.max(this.maxItems, record.items);
		if (record.processed) this.processed++;
		if (record.clientGone) this.clientGone++;
		for (const fault of record.faults) count(this.faults, fault);
		this.countStatus(record);
	}

	/** Counters of everything received so far; `statuses` counts requests without an answer under `none`. */
	summary() {
		return {
			total: this.records.length,
			processed: this.processed,
			inFlight: this.inFlight,
			maxInFlight: this.maxInFlight,
			bytes: this.bytes,
			maxBytes: this.maxBytes,
			maxItems: this.maxItems,
			clientGone: this.clientGone,
			answered429: this.statuses.get('429') ?? 0,
			firstAt: this.records[0]?.startedAt ?? null,
			lastAt: this.lastAt,
			statuses: Object.fromEntries(this.statuses),
			faults: Object.fromEntries(this.faults),
			endpoints: Object.fromEntries(
				[...this.endpoints].map(([name, counts]) => [
					name,
					{ requests: counts.requests, statuses: Object.fromEntries(counts.statuses) },
				]),
			),
		};
	}

	private countStatus(record: RequestRecord): void {
		const status = String(record.status ?? 'none');
		let endpoint = this.endpoints.get(record.endpoint);
		if (!endpoint)
			this.endpoints.set(record.endpoint, (endpoint = { requests: 0, statuses: new Map() }));
		endpoint.requests++;
		count(endpoint.statuses, status);
		count(this.statuses, status);
	}
}

function count(counters: Map<string, number>, key: string): void {
	counters.set(key, (counters.get(key) ?? 0) + 1);
}

/** ms since 1970 with the resolution of the monotonic clock */
function now(): number {
	return Math.round((performance.timeOrigin + performance.now()) * MS_DIGITS) / MS_DIGITS;
}
