import {
	NodeConnectionTypes,
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type INodeCredentialTestResult,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { receive } from '../../engine/webhooks/receive';
import type { SecretPlace } from '../../engine/webhooks/secret';
import { readEvent } from './events/envelope';
import { outputOf } from './events/output';
import { rules } from './events/useCases';
import { listOf } from './json';

const useCases: INodePropertyOptions[] = [
	{ name: 'Any Event', value: 'any', description: 'Every event, those of no use case included' },
	...rules.map(({ useCase, name, description }) => ({ name, value: useCase, description })),
].sort((a, b) => a.name.localeCompare(b.name));

/** The pre-shared header of the credential, the only protection that AIR documents (CONTRACTS 2.5). */
async function preSharedHeader(webhook: IWebhookFunctions): Promise<SecretPlace> {
	const { headerName, headerValue } = await webhook.getCredentials('eagleEyeWebhookApi');
	return { placement: 'header', name: String(headerName), secret: String(headerValue ?? '') };
}

export class EagleEyeTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Eagle Eye Trigger',
		name: 'eagleEyeTrigger',
		icon: { light: 'file:../../icons/eagleEye.svg', dark: 'file:../../icons/eagleEye.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["useCases"].join(", ") }}',
		description: 'Starts the workflow when Eagle Eye AIR reports what happened to a loyalty customer',
		eventTriggerDescription: 'Waiting for an outbound event of Eagle Eye AIR',
		activationMessage: 'Eagle Eye sends its events to the Production URL once they have set it up there.',
		defaults: { name: 'Eagle Eye Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'eagleEyeWebhookApi', required: true, testedBy: 'checkHeader' }],
		webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' }],
		properties: [
			{
				displayName:
					'Give Eagle Eye the Production URL above and the header of the credential. They set up the events of your unit in AIR, enriched with identities.',
				name: 'notice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Use Cases',
				name: 'useCases',
				type: 'multiOptions',
				required: true,
				default: ['rewardIssued'],
				description: 'Which happenings start the workflow. One event can be several, such as a purchase that redeems a coupon and moves a tier.',
				options: useCases,
			},
			{
				displayName: 'Custom Events',
				name: 'customEvents',
				type: 'string',
				default: '',
				placeholder: 'e.g. SERVICE.WALLET.POINTS.EXPIRE',
				description: 'Names of further events that start the workflow, separated by commas',
			},
			{
				displayName: 'Identity Type',
				name: 'identityType',
				type: 'string',
				default: 'CUSTOMER_ID',
				placeholder: 'e.g. MOBILE',
				description: 'Type of the identity to give out as "identity", as it is set up in AIR. Left blank, the first one is taken.',
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'Ignore Duplicates',
						name: 'ignoreDuplicates',
						type: 'boolean',
						default: true,
						description: 'Whether to leave out events that were received before. Eagle Eye repeats what it thinks has failed.',
					},
					{
						displayName: 'Join Callbacks',
						name: 'joinCallbacks',
						type: 'boolean',
						default: true,
						description: 'Whether events that arrive within 50 milliseconds become one execution with many items',
					},
				],
			},
		],
	};

	methods = {
		credentialTest: {
			/** There is nobody to ask: whether the header can be sent and checked is all that can be told. */
			async checkHeader(this: ICredentialTestFunctions, { data = {} }: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
				const { headerName, headerValue } = data;
				if (typeof headerName !== 'string' || !/^[\w!#$%&'*+.^`|~-]+$/.test(headerName)) {
					return { status: 'Error', message: 'The header name may hold letters, digits and hyphens only' };
				}
				if (typeof headerValue !== 'string' || headerValue.trim() === '') return { status: 'Error', message: 'The header value is empty' };
				return { status: 'OK', message: 'Ready. Eagle Eye must send the same header with every event' };
			},
		},
	};

	/** Eagle Eye sets up the address on its side; AIR has no call for it that a client may use (003, Setup). */
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
		const wanted = this.getNodeParameter('useCases', []) as string[];
		const custom = listOf(this.getNodeParameter('customEvents', '')).map((name) => name.toUpperCase());
		const identityType = this.getNodeParameter('identityType', '') as string;
		const { ignoreDuplicates = true, joinCallbacks = true } = this.getNodeParameter('options', {}) as { ignoreDuplicates?: boolean; joinCallbacks?: boolean };
		return await receive.call(this, {
			secret: await preSharedHeader(this),
			ignoreDuplicates,
			joinCallbacks,
			read(body) {
				return (Array.isArray(body) ? body : [body])
					.map(readEvent)
					.map((event) => ({ id: event.id, json: outputOf(event, identityType) }))
					.filter(({ json: { useCases, eventName } }) => {
						const isWanted = (useCases as string[]).some((useCase) => wanted.includes(useCase));
						return isWanted || wanted.includes('any') || custom.includes(String(eventName));
					});
			},
		});
	}
}
