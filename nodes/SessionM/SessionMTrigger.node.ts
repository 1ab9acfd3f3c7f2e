import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { triggerLifecycle } from '../../engine/webhooks/lifecycle';
import { receiver } from '../../engine/webhooks/receive';
import { webhookSecretOf } from '../../engine/webhooks/secret';
import { testSecret } from '../../engine/webhooks/secretCredential';
import { messagesOf, readMessage } from './message';
import { triggerProperties } from './triggerProperties';

export class SessionMTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SessionM Trigger',
		name: 'sessionMTrigger',
		icon: { light: 'file:../../icons/sessionM.svg', dark: 'file:../../icons/sessionM.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: 'messages of your templates',
		description:
			'Starts the workflow when a SessionM template sends a message, such as about an offer',
		defaults: { name: 'SessionM Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'sessionMWebhookApi',
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
		],
		properties: triggerProperties,
	};

	methods = { credentialTest: { testSecret } };

	/** SessionM has no call to register an address: its templates are set up by hand (sessionM 3.6). */
	webhookMethods = { default: triggerLifecycle(receiver) };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const parameter = <T>(name: string, fallback: T) => this.getNodeParameter(name, fallback) as T;
		return await receiver.receive(this, {
			credential: 'sessionMWebhookApi',
			secretOf: webhookSecretOf,
			reader: ({ isOpen }) => {
				const listField = (parameter<{ listField?: string }>('options', {}).listField ?? '').trim();
				const reading = {
					idField: parameter('idField', '').trim(),
					fieldMap: parameter<Array<{ name: string; path: string }>>('fieldMap.field', []),
					receivedAt: new Date().toISOString(),
					isOpen,
				};
				return {
					entriesOf: (body) => messagesOf(body, listField),
					read: (message) => readMessage(message, reading),
				};
			},
		});
	}
}
