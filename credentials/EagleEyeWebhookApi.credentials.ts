import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { previousSecretProperty } from '../engine/webhooks/secretCredential';

export class EagleEyeWebhookApi implements ICredentialType {
	name = 'eagleEyeWebhookApi';

	displayName = 'Eagle Eye Webhook API';

	documentationUrl =
		'https://developer.eagleeye.com/eagleeye-developer/docs/atomic-operation-event-delivery-methods';

	icon = { light: 'file:../icons/eagleEye.svg', dark: 'file:../icons/eagleEye.dark.svg' } as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Header Name',
			name: 'headerName',
			type: 'string',
			required: true,
			default: 'X-Auth-Token',
			description: 'Name of the pre-shared header that Eagle Eye sends with every event',
		},
		{
			displayName: 'Header Value',
			name: 'headerValue',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'Value of the header: a random text of at least 16 characters that you agree on with ' +
				'Eagle Eye. Events without it are rejected.',
		},
		previousSecretProperty('Eagle Eye', {
			displayName: 'Previous Header Value',
			name: 'previousHeaderValue',
		}),
	];
}
