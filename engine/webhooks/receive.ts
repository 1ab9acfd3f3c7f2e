import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

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
	/** The output item. */
	json: IDataObject;
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
	if (ignoreDuplicates && live) {
		const fresh = duplicates.take(node, entries.map(({ id }) => id), this.getWorkflowStaticData('node'));
		entries = entries.filter((_, i) => fresh[i]);
	}
	const items = entries.map(({ json }) => ({ json }));
	// A test run listens for one call only.
	const joined = joinCallbacks && live ? await joiner.join(node, items, JOIN_MS) : items;
	return joined?.length ? { workflowData: [joined] } : {};
}

function reply(webhook: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	webhook.getResponseObject().status(status).json({ message });
	return { noWebhookResponse: true };
}
