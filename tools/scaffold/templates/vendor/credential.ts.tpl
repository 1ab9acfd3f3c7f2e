import type { IAuthenticate, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { checkedBaseUrl } from '../engine/transport/baseUrl';

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
		// A key is sent to no address that would show it to others on the way.
		checkedBaseUrl(baseUrl, '<%= title %>');
		return { ...requestOptions, headers: { ...requestOptions.headers, Authorization: `Bearer ${String(apiKey)}` } };
	};

	test: ICredentialTestRequest = {
		request: { baseURL: '={{ $credentials.baseUrl }}', url: '/ping' }, // TODO: a call that changes nothing.
	};
}
