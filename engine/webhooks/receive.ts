import type { IHookFunctions, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { unsupportedHost } from '../host';
import { type Answer, reply } from './answer';
import { readPayload } from './body';
import { Coalescer } from './coalescer';
import { Deduplicator } from './deduplicator';
import { Delivery } from './delivery';
import { type CallbackReader, InvalidPayloadError, readEntries } from './payload';
import { Resumer } from './resume';
import { denial, settingsOf, type SecretSource, type WebhookSettings } from './settings';

/** Callbacks of one trigger in flight, before further ones are asked to come back later. */
const MAX_IN_FLIGHT = 2000;

const TOO_MANY: Answer = { status: 429, message: 'Too many callbacks at a time', retryAfter: 1 };

/** What is particular to a trigger. */
export interface Reception extends SecretSource {
	/** @param settings of the trigger, as this callback has found them */
	reader(settings: WebhookSettings): CallbackReader;
}

/** Takes the callbacks of triggers. */
export interface Receiver {
	/**
	 * Takes a callback: checks who calls, reads the events, drops repeats, takes answers to the executions that wait
	 * for them, and joins what arrives together. It is answered with 200 only when n8n has begun with its events.
	 *
	 * Other answers: 401 and 403 to who may not call, 400 and 413 to what cannot be read, 429 when too many are in
	 * flight, 503 to what is to be sent again, and n8n's own where it could not begin.
	 */
	receive(webhook: IWebhookFunctions, reception: Reception): Promise<IWebhookResponseData>;
	/** Frees what is kept for a trigger whose workflow is unpublished. */
	forget(hook: IHookFunctions): void;
}

/** What the callbacks of a process share. */
export interface ReceiverState {
	deduplicator: Deduplicator;
	coalescer: Coalescer;
	resumer: Resumer;
}

/** Makes what takes the callbacks of a process; its memory is of that process alone. */
export function createReceiver(): Receiver {
	const state: ReceiverState = {
		deduplicator: new Deduplicator(),
		coalescer: new Coalescer(),
		resumer: new Resumer(),
	};
	/** By trigger: from the call to its answer, so that a burst within one turn counts as well. */
	const inFlight = new Map<string, number>();
	/** What has been said in the log, by trigger: a caller must not be able to fill it. */
	const said = new Map<string, Set<string>>();

	const warn = (webhook: IWebhookFunctions, trigger: string, message: string) => {
		const before = said.get(trigger) ?? new Set();
		if (before.has(message)) return;
		said.set(trigger, before.add(message));
		webhook.logger.warn(message, {
			node: webhook.getNode().name,
			workflowId: webhook.getWorkflow().id,
		});
	};

	return {
		async receive(webhook, reception) {
			const unsupported = unsupportedHost();
			if (unsupported) return reply(webhook, { status: 503, message: unsupported.message });
			const isLive = webhook.getMode() !== 'manual';
			const trigger = triggerOf(webhook, isLive);
			const settings = await settingsOf(webhook, reception);
			const denied = denial(webhook, settings, (message) => warn(webhook, trigger, message));
			if (denied) return reply(webhook, denied);
			const others = inFlight.get(trigger) ?? 0;
			if (others >= MAX_IN_FLIGHT) return reply(webhook, TOO_MANY);
			inFlight.set(trigger, others + 1);
			const delivery = new Delivery(webhook, state, { trigger, isLive, ...settings });
			try {
				const payload = readPayload(
					webhook,
					settings.secret?.placement === 'query' ? settings.secret.name : undefined,
				);
				const entries = await readEntries(webhook, reception.reader(settings), payload);
				return await delivery.take(entries);
			} catch (error) {
				delivery.abandon();
				if (error instanceof InvalidPayloadError) return reply(webhook, error);
				webhook.logger.error(`A callback could not be accepted: ${(error as Error).message}`, {
					node: webhook.getNode().name,
				});
				return reply(webhook, { status: 500, message: 'The callback could not be accepted' });
			} finally {
				const left = inFlight.get(trigger)! - 1;
				if (left > 0) inFlight.set(trigger, left);
				else inFlight.delete(trigger);
			}
		},
		forget(hook) {
			const trigger = triggerOf(hook, hook.getMode() !== 'manual');
			state.deduplicator.drop(trigger);
			state.resumer.drop(trigger);
			said.delete(trigger);
		},
	};
}

/** The receiver of this process. */
export const receiver = createReceiver();

function triggerOf(context: IWebhookFunctions | IHookFunctions, isLive: boolean): string {
	return `${context.getWorkflow().id ?? ''}:${context.getNode().id}:${isLive}`;
}
