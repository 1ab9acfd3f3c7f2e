import type {
	IAuthenticate,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

import { confined } from '../engine/transport/origin';

/** Two headers, one token a user (wavy 1.1). */
export class WavyApi implements ICredentialType {
	name = 'wavyApi';

	displayName = 'Wavy API';

	documentationUrl =
		'https://docs.sinch.com/technical-documentation/api-and-integrations/whatsapp-api';

	icon = { light: 'file:../icons/wavy.svg', dark: 'file:../icons/wavy.dark.svg' } as const;

	properties: INodeProperties[] = [
		{
			displayName: 'User Name',
			name: 'userName',
			type: 'string',
			required: true,
			default: '',
			description: 'The user that sends. Administrators of the account cannot send.',
		},
		{
			displayName: 'Authentication Token',
			name: 'authenticationToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'The token of that user, from Wavy',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://api-messaging.wavy.global',
			description: 'Address of the API. It must begin with https://, unless it is on this machine.',
		},
	];

	authenticate: IAuthenticate = async (
		{ baseUrl, userName, authenticationToken },
		requestOptions,
	) => {
		const request = confined(requestOptions, [baseUrl], 'Wavy');
		const headers = {
			UserName: String(userName),
			AuthenticationToken: String(authenticationToken),
		};
		return { ...request, headers: { ...request.headers, ...headers } };
	};

	/** Nothing tells who one is; this reads received SMS without taking them off Wavy's list (wavy 1.1, 1.7). */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl }}',
			url: '/v1/sms/receive/search',
			disableFollowRedirect: true,
		},
	};
}
