import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { type CallbackEntry, receive } from '../../engine/webhooks/receive';
import { secretPlace } from '../../engine/webhooks/secret';
import { testSecret } from '../../engine/webhooks/secretCredential';
import { MESSAGE_TYPES, readCallback, type WavyEvent } from './callback';
import { triggerProperties } from './triggerProperties';
import { wake, waitingFor } from './wake';

export class WavyTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Wavy Trigger',
		name: 'wavyTrigger',
		icon: { light: 'file:../../icons/wavy.svg', dark: 'file:../../icons/wavy.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when customers reply on WhatsApp, or when the status of a message changes',
		eventTriggerDescription: 'Waiting for Wavy to call the test address',
		activationMessage: 'Wavy can now call the production address. Its support registers it for your account.',
		defaults: { name: 'Wavy Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'wavyWebhookApi',
				required: true,
				testedBy: 'testSecret',
				displayOptions: { show: { authentication: ['secret'] } },
			},
		],
		webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' }],
		properties: triggerProperties,
	};

	methods = { credentialTest: { testSecret } };

	/** Wavy's support registers addresses; there is no call for it (CONTRACTS 1.4). */
	webhookMethods = {
		default: {
			checkExists: async () => true,
			create: async () => true,
			delete: async () => true,
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const isProtected = this.getNodeParameter('authentication', 'none') === 'secret';
		const isWanted = filterOf(this);
		return await receive.call(this, {
			secret: isProtected ? secretPlace(await this.getCredentials('wavyWebhookApi')) : undefined,
			read: (body) => readCallback(body).map((event) => entryOf(this, event, isWanted(event))),
			ignoreDuplicates: this.getNodeParameter('ignoreDuplicates', true) === true,
			joinCallbacks: this.getNodeParameter('joinCallbacks', true) === true,
		});
	}
}

/** An answer that an execution waits for goes there, whatever the trigger itself puts out. */
function entryOf(webhook: IWebhookFunctions, { id, json }: WavyEvent, isWanted: boolean): CallbackEntry {
	const entry: CallbackEntry = { id, json: isWanted ? json : undefined };
	if (json.event !== 'reply') return entry;
	const waiting = waitingFor(json.raw as { correlationId?: unknown; extraInfo?: unknown });
	return waiting ? { ...entry, divert: async () => await wake(webhook, waiting, json) } : entry;
}

function filterOf(webhook: IWebhookFunctions): (event: WavyEvent) => boolean {
	const chosen = (name: string, all: string[]) => new Set(webhook.getNodeParameter(name, all) as string[]);
	const events = chosen('events', ['reply', 'status']);
	const messageTypes = chosen('messageTypes', MESSAGE_TYPES);
	const statuses = chosen('statuses', []);
	return ({ json }) => {
		if (!events.has(json.event)) return false;
		const [value, wanted] = json.event === 'reply' ? [json.type, messageTypes] : [json.status, statuses];
		return wanted.size === 0 || wanted.has(value);
	};
}
