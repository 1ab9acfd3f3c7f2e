import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import pLimit from 'p-limit';

import { Duplicates } from './duplicates';
import { Joiner } from './join';
import { type SecretPlace, showsSecret } from './secret';

/** How long callbacks are joined: well within the 200 ms that the most impatient vendor waits (Wavy). */
const JOIN_MS = 50;

/** Callbacks that may wait in one trigger's window before further ones are asked to come back later. */
const MOST_WAITING = 2000;

/** One event of a callback. */
export interface CallbackEntry {
	/** What tells a repeat of the event from another event; an entry without is never taken for a repeat. */
	id?: string;
	/** The output item; undefined for an event that the user does not want put out. */
	json?: IDataObject;
	/** Takes the event to an execution that waits for it, before the trigger's own execution is thought of. */
	divert?(): Promise<Diversion>;
}

/**
 * What became of an event that was for a waiting execution.
 * - `taken`: that execution has it; the trigger puts nothing out.
 * - `notWaited`: nothing waits for it any more; it is an event like any other.
 * - `refused`: it only claims to be for one; it is left out.
 * - `later`: not yet; the vendor is asked to send it again.
 */
export type Diversion = 'taken' | 'notWaited' | 'refused' | 'later';

/** A callback that is not what the vendor sends; its text goes back to the caller. */
export class BadCallback extends Error {
	override readonly name = 'BadCallback';
}

/** What is particular to a trigger. */
export interface Reception {
	/** The secret that callers must show; undefined where the user has chosen none. */
	secret?: SecretPlace;
	/**
	 * The events of a callback that the user wants; events that are not wanted are left out.
	 *
	 * @throws BadCallback where the body is not the vendor's
	 */
	read(body: unknown): CallbackEntry[];
	ignoreDuplicates: boolean;
	joinCallbacks: boolean;
}

const joiner = new Joiner();
const duplicates = new Duplicates();

/**
 * Takes a callback: checks the secret, reads the events, drops repeats, joins what arrives together, and
 * answers only when the items are on their way.
 *
 * Answers 401 to callers without the secret, 400 to what cannot be read, 429 when too many wait already.
 */
export async function receive(this: IWebhookFunctions, reception: Reception): Promise<IWebhookResponseData> {
	const { secret, ignoreDuplicates, joinCallbacks } = reception;
	if (secret && !showsSecret(this, secret)) return reply(this, 401, 'The secret is missing or wrong');
	const live = this.getMode() !== 'manual';
	const node = `${this.getWorkflow().id ?? ''}:${this.getNode().id}:${live}`;
	if (joiner.waiting(node) >= MOST_WAITING) {
		this.getResponseObject().setHeader('Retry-After', '1');
		return reply(this, 429, 'Too many callbacks at a time');
	}
	let entries: CallbackEntry[];
	try {
		entries = reception.read(this.getBodyData());
	} catch (error) {
		if (error instanceof BadCallback) return reply(this, 400, error.message);
		return reply(this, 400, 'The callback could not be read');
	}
	const remembers = ignoreDuplicates && live;
	if (remembers) {
		const fresh = duplicates.take(node, entries.map(({ id }) => id), this.getWorkflowStaticData('node'));
		entries = entries.filter((_, i) => fresh[i]);
	}
	const { own, later } = await divert(this, entries);
	for (const { id } of later) if (remembers && id !== undefined) duplicates.release(node, id);
	const items = own.flatMap(({ json }) => (json ? [{ json }] : []));
	// A test run listens for one call only.
	const joined = joinCallbacks && live ? await joiner.join(node, items, JOIN_MS) : items;
	// Those whose items another callback has put out leave the writing to that one.
	if (remembers && entries.length > 0 && (joined || items.length === 0)) {
		duplicates.keep(node, this.getWorkflowStaticData('node'));
	}
	const workflowData = joined?.length ? [joined] : undefined;
	if (later.length > 0) return { ...reply(this, 503, 'Not yet: please send it again'), workflowData };
	return { workflowData };
}

/** Events at a time that are taken to waiting executions. */
const MOST_DIVERTED = 8;

/** Takes to waiting executions what is for them. @returns what is left for the trigger, and what must come again */
async function divert(webhook: IWebhookFunctions, entries: CallbackEntry[]) {
	if (!entries.some((entry) => entry.divert)) return { own: entries, later: [] };
	const limit = pLimit(MOST_DIVERTED);
	const ends = await Promise.all(
		entries.map(async (entry) => (entry.divert ? await limit(async () => await entry.divert!()) : 'notWaited')),
	);
	const refused = ends.filter((end) => end === 'refused').length;
	if (refused > 0) {
		webhook.logger.warn(`${refused} callback entries claimed to answer a waiting execution without n8n's signature, and were left out`, {
			node: webhook.getNode().name,
		});
	}
	return { own: entries.filter((_, i) => ends[i] === 'notWaited'), later: entries.filter((_, i) => ends[i] === 'later') };
}

function reply(webhook: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	webhook.getResponseObject().status(status).json({ message });
	return { noWebhookResponse: true };
}
