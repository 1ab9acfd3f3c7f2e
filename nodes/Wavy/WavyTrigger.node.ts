import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { triggerLifecycle } from '../../engine/webhooks/lifecycle';
import type { CallbackEntry } from '../../engine/webhooks/payload';
import { receiver } from '../../engine/webhooks/receive';
import type { Resumption } from '../../engine/webhooks/resume';
import { webhookSecretOf } from '../../engine/webhooks/secret';
import { testSecret } from '../../engine/webhooks/secretCredential';
import {
	entriesOf,
	eventId,
	MESSAGE_TYPES,
	readEntry,
	type Reply,
	type WavyEvent,
} from './callback';
import { resumeTokenIn, resumptionOf } from './resume';
import { triggerProperties } from './triggerProperties';

export class WavyTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Wavy Trigger',
		name: 'wavyTrigger',
		icon: { light: 'file:../../icons/wavy.svg', dark: 'file:../../icons/wavy.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description:
			'Starts the workflow when customers reply on WhatsApp, or when the status of a message changes',
		eventTriggerDescription: 'Waiting for Wavy to call the test address',
		activationMessage:
			'Wavy can now call the production address. Its support registers it for your account.',
		defaults: { name: 'Wavy Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'wavyWebhookApi',
				required: true,
				testedBy: 'testSecret',
				displayOptions: { hide: { authentication: ['none'] } },
			},
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: '',
				path: 'webhook',
			},
			// Wavy brings replies by SMS in the query of a GET, where its account is set up so (wavy 1.7).
			{
				name: 'default',
				httpMethod: 'GET',
				responseMode: 'onReceived',
				responseData: '',
				path: 'webhook',
				ndvHideUrl: true,
			},
		],
		properties: triggerProperties,
	};

	methods = { credentialTest: { testSecret } };

	/** Wavy's support registers addresses; there is no call for it (wavy 1.4). */
	webhookMethods = { default: triggerLifecycle(receiver) };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiver.receive(this, {
			credential: 'wavyWebhookApi',
			secretOf: webhookSecretOf,
			reader: () => {
				const isWanted = filterOf(this);
				return {
					entriesOf,
					read: (entry) => {
						const event = readEntry(entry);
						return event && entryOf(this, event, isWanted(event));
					},
				};
			},
		});
	}
}

/** An answer that an execution waits for goes there, whatever the trigger itself puts out. */
function entryOf(webhook: IWebhookFunctions, event: WavyEvent, isWanted: boolean): CallbackEntry {
	const resumption = event.event === 'reply' ? resumptionIn(webhook, event) : undefined;
	if (!isWanted && !resumption) return {};
	return { id: eventId(event.raw), json: isWanted ? event : undefined, resumption };
}

function resumptionIn(webhook: IWebhookFunctions, reply: Reply): Resumption | undefined {
	const token = resumeTokenIn(reply.raw);
	return token && resumptionOf(webhook, token, reply);
}

function filterOf(webhook: IWebhookFunctions): (event: WavyEvent) => boolean {
	const chosen = (name: string, all: string[]) =>
		new Set(webhook.getNodeParameter(name, all) as string[]);
	const events = chosen('events', ['reply', 'status']);
	const messageTypes = chosen('messageTypes', MESSAGE_TYPES);
	const statuses = chosen('statuses', []);
	return (event) => {
		if (!events.has(event.event)) return false;
		const [value, wanted] =
			event.event === 'reply' ? [event.type, messageTypes] : [event.status, statuses];
		return wanted.size === 0 || wanted.has(value);
	};
}
