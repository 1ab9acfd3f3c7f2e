import {
	sleep,
	type INodeExecutionData,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { onAnswerEnd, RECEIVED, reply, SEND_AGAIN, within } from './answer';
import { type Batch, batchOf } from './coalescer';
import { keyOf } from './deduplicator';
import type { KeyedEntry } from './payload';
import type { ReceiverState } from './receive';

/** How long callbacks are joined: well within the 200 ms that the most impatient vendor waits (wavy 1.4). */
const JOIN_MS = 50;

/**
 * n8n takes back that static data has changed when it begins with an execution, some 15 turns of promises after a
 * trigger has returned, and saves static data after several calls of its database. In between it is changed again.
 */
const TURNS_TO_RESET = 100;

/** Where and how a callback is taken. */
interface Place {
	/** What tells one trigger from another. */
	trigger: string;
	/** No test run. */
	isLive: boolean;
	ignoreDuplicates: boolean;
	joinCallbacks: boolean;
}

/** The way of one callback's events, from their entries to n8n's answer. */
export class Delivery {
	/** When this callback is over: repeats of its events wait for that. */
	private readonly end = Promise.withResolvers<void>();
	/** What this callback has claimed and nothing has become of yet. */
	private readonly open = new Set<string>();
	/** What this callback has to hand to n8n, for others as well. */
	private leading?: Batch;
	/** Events of this callback that others have in hand. */
	private readonly elsewhere: Array<{ key: string; end: Promise<void> }> = [];

	constructor(
		private readonly webhook: IWebhookFunctions,
		private readonly state: ReceiverState,
		private readonly place: Place,
	) {}

	/** Takes the entries. A test run knows no repeats and joins nothing: it listens for one call only. */
	async take(entries: KeyedEntry[]): Promise<IWebhookResponseData> {
		const { kept, resumed, later } = await this.resume(this.withoutRepeats(entries));
		this.markSeen(keysOf(resumed));
		this.forget(keysOf(later));
		const items = kept.flatMap(({ json }) => (json ? [{ json }] : []));
		if (items.length > 0) return await this.start(items, keysOf(kept), later.length > 0);
		this.markSeen(keysOf(kept));
		if (this.remembers && keysOf([...kept, ...resumed]).length > 0) {
			this.state.deduplicator.persist(this.place.trigger, this.staticData);
		}
		this.end.resolve();
		return this.answer(await this.areElsewhereTaken(), later.length > 0);
	}

	/** Lets go of what this callback has claimed, where it cannot be taken after all. */
	abandon(): void {
		this.forget([...this.open]);
		this.leading?.settle(false);
		this.end.resolve();
	}

	private get remembers(): boolean {
		return this.place.ignoreDuplicates && this.place.isLive;
	}

	private get staticData() {
		return this.webhook.getWorkflowStaticData('node');
	}

	private withoutRepeats(entries: KeyedEntry[]): KeyedEntry[] {
		if (!this.remembers) return entries.map((entry) => ({ ...entry, key: undefined }));
		const { trigger } = this.place;
		const { deduplicator } = this.state;
		deduplicator.recall(trigger, this.staticData);
		return entries.filter(({ key, json, resumption }) => {
			// What nobody wants needs no memory.
			if (key === undefined || (!json && !resumption)) return true;
			const state = deduplicator.claim(trigger, key, this.end.promise);
			if (state === 'claimed') return this.open.add(key);
			if (state !== 'seen' && state.end !== this.end.promise)
				this.elsewhere.push({ key, end: state.end });
			return false;
		});
	}

	private async resume(entries: KeyedEntry[]) {
		const { deduplicator, resumer } = this.state;
		const { trigger } = this.place;
		const answeredKey = (token: string) => keyOf(`answered:${token}`);
		const result = await resumer.resume(trigger, entries, (token) =>
			deduplicator.isSeen(trigger, answeredKey(token)),
		);
		// Also other processes are to know: they read it in static data.
		deduplicator.markSeen(
			trigger,
			result.resumed.map(({ resumption }) => answeredKey(resumption!.token)),
		);
		return result;
	}

	private async start(
		items: INodeExecutionData[],
		keys: string[],
		hasLater: boolean,
	): Promise<IWebhookResponseData> {
		const { trigger, joinCallbacks, isLive } = this.place;
		const part = { items, keys };
		if (!joinCallbacks || !isLive) return this.lead(batchOf(part), hasLater);
		const { batch, leads } = await this.state.coalescer.join(trigger, part, JOIN_MS);
		if (leads) return this.lead(batch, hasLater);
		void batch.started.then(() => this.end.resolve());
		return this.answer((await within(batch.started)) && (await this.areElsewhereTaken()), hasLater);
	}

	/** Hands the batch to n8n, and learns from n8n's answer what has become of it. */
	private lead(batch: Batch, hasLater: boolean): IWebhookResponseData {
		const { trigger } = this.place;
		const { deduplicator } = this.state;
		this.leading = batch;
		onAnswerEnd(this.webhook, (status) => {
			const hasStarted = status < 400;
			if (hasStarted) deduplicator.markSeen(trigger, batch.keys);
			else deduplicator.forget(trigger, batch.keys);
			batch.settle(hasStarted);
			this.end.resolve();
			if (!hasStarted) return undefined;
			if (hasLater) return SEND_AGAIN;
			if (this.elsewhere.length === 0) return undefined;
			return this.areElsewhereTaken().then((areTaken) => (areTaken ? undefined : SEND_AGAIN));
		});
		if (this.remembers) {
			const { staticData } = this;
			// n8n saves it when the execution is stored, and not at all where that fails.
			void persistAroundReset(() => deduplicator.persist(trigger, staticData, batch.keys));
		}
		return { workflowData: [batch.items], webhookResponse: RECEIVED };
	}

	/** Whether what others had in hand has been taken by them. */
	private async areElsewhereTaken(): Promise<boolean> {
		if (this.elsewhere.length === 0) return true;
		const areOver = await within(
			Promise.all(this.elsewhere.map(async ({ end }) => await end)).then(() => true),
		);
		return (
			areOver &&
			this.elsewhere.every(({ key }) => this.state.deduplicator.isSeen(this.place.trigger, key))
		);
	}

	private answer(areTaken: boolean, hasLater: boolean): IWebhookResponseData {
		if (!areTaken || hasLater) return reply(this.webhook, SEND_AGAIN);
		// n8n answers, once it has saved static data.
		return { webhookResponse: RECEIVED };
	}

	private markSeen(keys: string[]): void {
		if (this.remembers) this.state.deduplicator.markSeen(this.place.trigger, keys);
	}

	private forget(keys: string[]): void {
		this.state.deduplicator.forget(this.place.trigger, keys);
	}
}

async function persistAroundReset(persist: () => void): Promise<void> {
	persist();
	for (let turn = 0; turn < TURNS_TO_RESET; turn++) await undefined;
	persist();
	// Should n8n have waited for its database before.
	await sleep(1);
	persist();
}

const keysOf = (entries: KeyedEntry[]): string[] =>
	entries.flatMap(({ key }) => (key === undefined ? [] : [key]));
