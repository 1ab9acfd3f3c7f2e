import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { type Divertible, Diverter } from './divert';
import { Duplicates } from './duplicates';
import { Joiner } from './join';
import { type SecretPlace, showsSecret } from './secret';

/** How long callbacks are joined: well within the 200 ms that the most impatient vendor waits (Wavy). */
const JOIN_MS = 50;

/** Callbacks of one trigger that may be under way before further ones are asked to come back later. */
const MOST_WAITING = 2000;

/** One event of a callback. */
export interface CallbackEntry extends Divertible {
	/** What tells a repeat of the event from another event; an entry without is never taken for a repeat. */
	id?: string;
	/** The output item; undefined for an event that the user does not want put out. */
	json?: IDataObject;
}

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

const SEND_AGAIN = 'Not yet: please send it again';

const joiner = new Joiner();
const duplicates = new Duplicates();
const diverter = new Diverter();
/** Callbacks under way, by trigger: from their secret to their answer, so that a burst within one turn counts as well. */
const underWay = new Map<string, number>();

/**
 * Takes a callback: checks the secret, reads the events, drops repeats, joins what arrives together, and
 * answers only when the items are on their way.
 *
 * Answers 401 to callers without the secret, 400 to what cannot be read, 429 when too many wait already.
 */
export async function receive(this: IWebhookFunctions, reception: Reception): Promise<IWebhookResponseData> {
	const { secret } = reception;
	if (secret && !showsSecret(this, secret)) return reply(this, 401, 'The secret is missing or wrong');
	const live = this.getMode() !== 'manual';
	const node = `${this.getWorkflow().id ?? ''}:${this.getNode().id}:${live}`;
	const others = underWay.get(node) ?? 0;
	if (others >= MOST_WAITING) {
		this.getResponseObject().setHeader('Retry-After', '1');
		return reply(this, 429, 'Too many callbacks at a time');
	}
	underWay.set(node, others + 1);
	try {
		return await take.call(this, reception, node, live);
	} finally {
		const left = underWay.get(node)! - 1;
		if (left > 0) underWay.set(node, left);
		else underWay.delete(node);
	}
}

/** Takes a callback whose caller has shown the secret. */
async function take(this: IWebhookFunctions, reception: Reception, node: string, live: boolean): Promise<IWebhookResponseData> {
	const { ignoreDuplicates, joinCallbacks } = reception;
	let entries: CallbackEntry[];
	try {
		entries = reception.read(this.getBodyData());
	} catch (error) {
		if (error instanceof BadCallback) return reply(this, 400, error.message);
		return reply(this, 400, 'The callback could not be read');
	}
	const remembers = ignoreDuplicates && live;
	let isSettled = true;
	if (remembers) {
		const fresh = duplicates.take(node, entries.map(({ id }) => id), this.getWorkflowStaticData('node'));
		const repeated = entries.flatMap(({ id }, i) => (fresh[i] ? [] : [id]));
		entries = entries.filter((_, i) => fresh[i]);
		isSettled = await diverter.settled(node, repeated);
	}
	const { own, later } = await diverter.divert(this, node, entries);
	for (const { id } of later) if (remembers && id !== undefined) duplicates.release(node, id);
	const items = own.flatMap(({ json }) => (json ? [{ json }] : []));
	// A test run listens for one call only.
	const joined = joinCallbacks && live ? await joiner.join(node, items, JOIN_MS) : items;
	// Those whose items another callback has put out leave the writing to that one.
	if (remembers && entries.length > 0 && (joined || items.length === 0)) {
		duplicates.keep(node, this.getWorkflowStaticData('node'));
	}
	const workflowData = joined?.length ? [joined] : undefined;
	if (later.length > 0 || !isSettled) return { ...reply(this, 503, SEND_AGAIN), workflowData };
	return { workflowData };
}

function reply(webhook: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	webhook.getResponseObject().status(status).json({ message });
	return { noWebhookResponse: true };
}
