import type { WavySettings } from './settings.mts';

/** Where an entry goes: messages of people, statuses of WhatsApp, statuses of SMS (one flat object each). */
export type Kind = 'message' | 'status' | 'sms';

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

/** How long an answer is waited for at all, so that connections do not pile up. */
const GIVE_UP_MS = 10_000;

/** Batches entries into callbacks and sends them until they are answered 200 in time (CONTRACTS 1.4). */
export class Callbacks {
	readonly rows: CallbackRow[] = [];
	private readonly waiting: Record<Kind, object[]> = { message: [], status: [], sms: [] };
	private readonly timers = new Set<NodeJS.Timeout>();
	private readonly counts = { callbacks: 0, entries: 0, sends: 0, acknowledged: 0, late: 0, failed: 0, givenUp: 0 };
	private readonly settings: () => WavySettings;
	private closed = false;

	constructor(settings: () => WavySettings) {
		this.settings = settings;
	}

	/** Puts an entry on its way, if there is an address for its kind. */
	add(kind: Kind, entry: object): void {
		if (!this.settings().callbackUrls[kind]) return;
		const waiting = this.waiting[kind];
		waiting.push(entry);
		const most = kind === 'sms' ? 1 : this.settings().callbackBatch;
		if (waiting.length >= most) this.flush(kind);
		else if (waiting.length === 1) this.later(this.settings().callbackWaitMs, () => this.flush(kind));
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

	summary(): object {
		const waiting = Object.values(this.waiting).reduce((sum, { length }) => sum + length, 0);
		return { ...this.counts, pending: waiting + this.rows.slice(-1000).filter(({ done }) => !done).length };
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
		const clientInfo = { customerId: 42, subAccountId: 1291, userId: 1 };
		const body = kind === 'sms' ? entries[0] : { total: entries.length, data: entries, clientInfo };
		void this.send(row, JSON.stringify(body));
	}

	private async send(row: CallbackRow, body: string): Promise<void> {
		const { callbackUrls, answerWithinMs, maxSends, resendAfterMs } = this.settings();
		const url = callbackUrls[row.kind];
		if (!url || this.closed) return;
		const at = Date.now();
		const started = performance.now();
		const headers = { 'content-type': 'application/json' };
		const answer = fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(GIVE_UP_MS) }).then(
			async (response) => {
				await response.arrayBuffer();
				return response.status;
			},
			() => null,
		);
		const status = await answer;
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
		this.later(resendAfterMs, () => void this.send(row, body));
	}
}
