import type { IAuthenticate, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { confined } from '../engine/transport/origin';

/** TODO: where the vendor documents how to sign in. */
export class <%= folder %>Api implements ICredentialType {
	name = '<%= credential %>';

	displayName = '<%= title %> API';

	documentationUrl = 'https://example.com'; // TODO: the vendor's page.

	icon = { light: 'file:../icons/<%= vendor %>.svg', dark: 'file:../icons/<%= vendor %>.dark.svg' } as const;

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'The key that <%= title %> has given you',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://api.example.com', // TODO: the vendor's address.
			description: 'Address of the API. It must begin with https://, unless it is on this machine.',
		},
	];

	authenticate: IAuthenticate = async ({ baseUrl, apiKey }, requestOptions) => {
		// The key is sent to the base URL's origin only.
		const request = confined(requestOptions, [baseUrl], '<%= title %>');
		return { ...request, headers: { ...request.headers, Authorization: `Bearer ${String(apiKey)}` } };
	};

	test: ICredentialTestRequest = {
		// TODO: a call that changes nothing.
		request: { baseURL: '={{ $credentials.baseUrl }}', url: '/ping', disableFollowRedirect: true },
	};
}
