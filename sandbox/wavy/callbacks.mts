import type { WavySettings } from './settings.mts';

/** What a callback tells. Those of WhatsApp come in batches, those of SMS one by one. */
export type Kind = keyof WavySettings['callbackUrls'];

const BATCHED: Kind[] = ['message', 'status'];

/** One callback, with every time that it was sent. */
export interface CallbackRow {
	n: number;
	kind: Kind;
	entries: number;
	ids: string[];
	sends: Array<{ at: number; status: number | null; ms: number; inTime: boolean }>;
	/** answered 200 in time */
	done: boolean;
}

interface Message {
	method: 'POST' | 'GET';
	/** of a GET, in a query string */
	query: string;
	body: string | undefined;
}

/** How long an answer is waited for at all, so that connections do not pile up. */
const GIVE_UP_MS = 10_000;

/** Batches entries into callbacks and sends them until they are answered 200 in time. */
export class Callbacks {
	readonly rows: CallbackRow[] = [];
	private readonly waiting: Record<Kind, object[]> = {
		message: [],
		status: [],
		smsMessage: [],
		smsStatus: [],
	};
	private readonly timers = new Set<NodeJS.Timeout>();
	private readonly counts = {
		callbacks: 0,
		entries: 0,
		sends: 0,
		acknowledged: 0,
		late: 0,
		failed: 0,
		givenUp: 0,
	};
	private readonly settings: () => WavySettings;
	private closed = false;

	constructor(settings: () => WavySettings) {
		this.settings = settings;
	}

	/** Puts an entry on its way, if there is an address for its kind. */
	add(kind: Kind, entry: object): void {
		const { callbackUrls, callbackBatch, callbackWaitMs } = this.settings();
		if (!callbackUrls[kind]) return;
		const waiting = this.waiting[kind];
		waiting.push(entry);
		const max = BATCHED.includes(kind) ? callbackBatch : 1;
		if (waiting.length >= max) this.flush(kind);
		else if (waiting.length === 1) this.later(callbackWaitMs, () => this.flush(kind));
	}

	/** Does something later, unless the tenant has gone by then. */
	later(ms: number, act: () => void): void {
		if (this.closed) return;
		const timer = setTimeout(() => {
			this.timers.delete(timer);
			act();
		}, ms);
		timer.unref();
		this.timers.add(timer);
	}

	summary() {
		const waiting = Object.values(this.waiting).reduce((sum, { length }) => sum + length, 0);
		const undone = this.rows.slice(-1000).filter(({ done }) => !done).length;
		return { ...this.counts, pending: waiting + undone };
	}

	close(): void {
		this.closed = true;
		for (const timer of this.timers) clearTimeout(timer);
		this.timers.clear();
	}

	private flush(kind: Kind): void {
		const entries = this.waiting[kind].splice(0);
		if (entries.length === 0) return;
		const row: CallbackRow = {
			n: this.rows.length + 1,
			kind,
			entries: entries.length,
			ids: entries.map((entry) => (entry as { id: string }).id),
			sends: [],
			done: false,
		};
		this.rows.push(row);
		this.counts.callbacks++;
		this.counts.entries += entries.length;
		void this.send(row, this.messageOf(kind, entries));
	}

	private messageOf(kind: Kind, entries: object[]): Message {
		const { clientInfo, smsMessageMethod } = this.settings();
		if (BATCHED.includes(kind)) {
			const body = JSON.stringify({ total: entries.length, data: entries, clientInfo });
			return { method: 'POST', query: '', body };
		}
		const [entry] = entries;
		if (kind === 'smsMessage' && smsMessageMethod === 'GET') {
			return { method: 'GET', query: queryOf(entry!).toString(), body: undefined };
		}
		return { method: 'POST', query: '', body: JSON.stringify(entry) };
	}

	private async send(row: CallbackRow, message: Message): Promise<void> {
		const { callbackUrls, answerWithinMs, maxSends, resendAfterMs } = this.settings();
		const url = callbackUrls[row.kind];
		if (!url || this.closed) return;
		const at = Date.now();
		const started = performance.now();
		const status = await this.call(url, message);
		const ms = Math.round(performance.now() - started);
		const inTime = ms <= answerWithinMs;
		row.sends.push({ at, status, ms, inTime });
		this.counts.sends++;
		if (status === 200 && inTime) {
			row.done = true;
			this.counts.acknowledged++;
			return;
		}
		if (status === 200) this.counts.late++;
		else this.counts.failed++;
		if (row.sends.length >= maxSends) {
			this.counts.givenUp++;
			return;
		}
		this.later(resendAfterMs, () => void this.send(row, message));
	}

	/** @returns the HTTP status; null where there was no answer */
	private async call(url: string, { method, query, body }: Message): Promise<number | null> {
		const { callbackHeader } = this.settings();
		const address = query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`;
		try {
			const response = await fetch(address, {
				method,
				headers: {
					...(body !== undefined && { 'content-type': 'application/json' }),
					...(callbackHeader && { [callbackHeader.name]: callbackHeader.value }),
				},
				body,
				signal: AbortSignal.timeout(GIVE_UP_MS),
			});
			await response.arrayBuffer();
			return response.status;
		} catch {
			return null;
		}
	}
}

/** An entry in a query string. How its `mt` is told there is not documented: here as `mt.id` and so on. */
function queryOf(entry: object): URLSearchParams {
	const query = new URLSearchParams();
	const add = (prefix: string, value: unknown): void => {
		if (value === undefined || value === null) return;
		if (typeof value !== 'object') return query.append(prefix, String(value));
		for (const [name, inner] of Object.entries(value)) add(`${prefix}.${name}`, inner);
	};
	for (const [name, value] of Object.entries(entry)) add(name, value);
	return query;
}
