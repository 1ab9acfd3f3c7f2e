import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { nodeProperties } from '../../engine/description/properties';
import { run } from '../../engine/run';
import { noRegistration } from '../../engine/webhooks/lifecycle';
import { wavy } from './api';
import { resources } from './operations';
import { takeAnswer } from './operations/message/sendAndWait';

export class Wavy implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Wavy',
		name: 'wavy',
		icon: { light: 'file:../../icons/wavy.svg', dark: 'file:../../icons/wavy.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Send WhatsApp messages and SMS to whole lists through Wavy (Sinch Latin America), and wait for answers',
		defaults: { name: 'Wavy' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'wavyApi', required: true }],
		waitingNodeTooltip: 'The execution continues when the recipient answers on WhatsApp',
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: '',
				path: '={{ $nodeId }}',
				restartWebhook: true,
				isFullPath: true,
			},
		],
		properties: nodeProperties(resources, { defaultResource: 'message', requestsPerSecond: true }),
	};

	/** The webhook exists only while an execution waits; n8n makes and ends it by itself. */
	webhookMethods = { default: noRegistration };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await run.call(this, wavy, resources);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await takeAnswer.call(this);
	}
}
