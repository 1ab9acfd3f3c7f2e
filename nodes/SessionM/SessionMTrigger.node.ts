import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { receive } from '../../engine/webhooks/receive';
import { secretPlace } from '../../engine/webhooks/secret';
import { testSecret } from '../../engine/webhooks/secretCredential';
import { readMessages } from './message';
import { triggerProperties } from './triggerProperties';

export class SessionMTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SessionM Trigger',
		name: 'sessionMTrigger',
		icon: { light: 'file:../../icons/sessionM.svg', dark: 'file:../../icons/sessionM.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: 'messages of your templates',
		description: 'Starts the workflow when a SessionM template sends a message, such as about an offer',
		defaults: { name: 'SessionM Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'sessionMWebhookApi',
				required: true,
				testedBy: 'testSecret',
				displayOptions: { show: { authentication: ['secret'] } },
			},
		],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', responseData: '', path: 'webhook' },
		],
		properties: triggerProperties,
	};

	methods = { credentialTest: { testSecret } };

	/** SessionM has no call to register an address: its templates are set up by hand. */
	webhookMethods = {
		default: {
			async checkExists(): Promise<boolean> {
				return true;
			},
			async create(): Promise<boolean> {
				return true;
			},
			async delete(): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const parameter = <T>(name: string, fallback: T) => this.getNodeParameter(name, fallback) as T;
		const isSecret = parameter('authentication', 'secret') === 'secret';
		const options = parameter<{ listField?: string }>('options', {});
		const reading = {
			idField: parameter('idField', '').trim(),
			listField: (options.listField ?? '').trim(),
			fieldMap: parameter<Array<{ name: string; path: string }>>('fieldMap.field', []),
			receivedAt: new Date().toISOString(),
		};
		return await receive.call(this, {
			secret: isSecret ? secretPlace(await this.getCredentials('sessionMWebhookApi')) : undefined,
			read: (body) => readMessages(body, reading),
			ignoreDuplicates: parameter('ignoreDuplicates', true),
			joinCallbacks: parameter('joinCallbacks', true),
		});
	}
}
