import {
	NodeConnectionTypes,
	type ICredentialDataDecryptedObject,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { optionalList } from '../../engine/fields/list';
import { triggerLifecycle } from '../../engine/webhooks/lifecycle';
import { deliveryProperties, optionsProperty } from '../../engine/webhooks/properties';
import { receiver } from '../../engine/webhooks/receive';
import { secretsOf, type WebhookSecret } from '../../engine/webhooks/secret';
import { secretTest } from '../../engine/webhooks/secretCredential';
import { type AirEvent, readEvent } from './events/envelope';
import { outputOf } from './events/output';
import { rules, useCasesOf } from './events/useCases';

const useCases: INodePropertyOptions[] = [
	{ name: 'Any Event', value: 'any', description: 'Every event, including those of no use case' },
	...rules.map(({ useCase, name, description }) => ({ name, value: useCase, description })),
].sort((a, b) => a.name.localeCompare(b.name));

/** The pre-shared header of the credential, the only protection that AIR documents (eagleEye 2.5). */
function preSharedHeader({
	headerName,
	headerValue,
	previousHeaderValue,
}: ICredentialDataDecryptedObject): WebhookSecret {
	return {
		placement: 'header',
		name: String(headerName),
		secrets: secretsOf(headerValue, previousHeaderValue),
	};
}

export class EagleEyeTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Eagle Eye Trigger',
		name: 'eagleEyeTrigger',
		icon: { light: 'file:../../icons/eagleEye.svg', dark: 'file:../../icons/eagleEye.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["useCases"].join(", ") }}',
		description:
			'Starts the workflow when Eagle Eye AIR reports what happened to a loyalty customer',
		eventTriggerDescription: 'Waiting for an outbound event of Eagle Eye AIR',
		activationMessage:
			'Eagle Eye sends its events to the Production URL once they have set it up there.',
		defaults: { name: 'Eagle Eye Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'eagleEyeWebhookApi', required: true, testedBy: 'checkHeader' }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: '',
				path: 'webhook',
			},
		],
		properties: [
			{
				displayName:
					'Give Eagle Eye the Production URL above and the header of the credential. They set up ' +
					'the events of your unit in AIR, enriched with identities.',
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
				description:
					'Which use cases start the workflow. One event can be several, such as a purchase that ' +
					'redeems a coupon and moves a tier.',
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
				description:
					'Type of the identity to output as "identity", as it is set up in AIR. Left blank, the first one is taken.',
			},
			optionsProperty(deliveryProperties('Eagle Eye')),
		],
	};

	methods = { credentialTest: { checkHeader: secretTest(preSharedHeader) } };

	/** Eagle Eye sets up the address on its side; AIR has no call for it that a client may use (eagleEye 2.7). */
	webhookMethods = { default: triggerLifecycle(receiver) };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiver.receive(this, {
			credential: 'eagleEyeWebhookApi',
			secretOf: preSharedHeader,
			reader: () => {
				const isWanted = filterOf(this);
				const identityType = this.getNodeParameter('identityType', '') as string;
				return {
					entriesOf: (body) => (Array.isArray(body) ? body : [body]),
					read: (body) => {
						const event = readEvent(body);
						// Its id alone tells a repeat: AIR may have enriched the event anew, and only who has the secret could
						// have made one up.
						return isWanted(event) ? { id: event.id, json: outputOf(event, identityType) } : {};
					},
				};
			},
		});
	}
}

function filterOf(webhook: IWebhookFunctions): (event: AirEvent) => boolean {
	const wanted = webhook.getNodeParameter('useCases', []) as string[];
	const given = optionalList(webhook.getNodeParameter('customEvents', ''), 'Custom Events');
	const custom = given.map((name) => name.toUpperCase());
	return (event) =>
		wanted.includes('any') ||
		custom.includes(event.name) ||
		useCasesOf(event).some((useCase) => wanted.includes(useCase));
}
