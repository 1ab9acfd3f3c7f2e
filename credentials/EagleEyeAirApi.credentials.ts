import type {
	IAuthenticate,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

import { confined, REDIRECTS } from '../engine/transport/origin';
import { signed } from '../nodes/EagleEye/signature';

export class EagleEyeAirApi implements ICredentialType {
	name = 'eagleEyeAirApi';

	displayName = 'Eagle Eye AIR API';

	documentationUrl = 'https://developer.eagleeye.com/eagleeye-developer/docs/api-authentication';

	icon = { light: 'file:../icons/eagleEye.svg', dark: 'file:../icons/eagleEye.dark.svg' } as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			required: true,
			default: '',
			description: 'The client ID of your unit in AIR',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'The secret that belongs to the client ID. It is hashed into each request and never sent.',
		},
		{
			displayName: 'Wallet URL',
			name: 'walletUrl',
			type: 'string',
			required: true,
			default: 'https://wallet.sandbox.uk.eagleeye.com',
			description:
				'Address of the Wallet API for your region, as Eagle Eye gave it to you, including a ' +
				'prefix such as /2.0 if it has one. All operations of the node use it.',
		},
		{
			displayName: 'Resources URL',
			name: 'resourcesUrl',
			type: 'string',
			default: 'https://resources.sandbox.uk.eagleeye.com',
			description: 'Address of the Resources API, for your own calls (Custom API Call)',
		},
		{
			displayName: 'POS URL',
			name: 'posUrl',
			type: 'string',
			default: 'https://pos.sandbox.uk.eagleeye.com',
			description: 'Address of the POS API, for your own calls (Custom API Call)',
		},
	];

	/** The hash is made over what is sent, so it has the last word on address and body (eagleEye 2.1). */
	authenticate: IAuthenticate = async (credential, requestOptions) => {
		const { clientId, clientSecret, walletUrl, resourcesUrl, posUrl } = credential;
		const request = confined(requestOptions, [walletUrl, resourcesUrl, posUrl], 'Eagle Eye AIR');
		return signed(request, { clientId: String(clientId), clientSecret: String(clientSecret) });
	};

	/** Nobody has this identity: who is signed in properly is told that it is unknown (404). */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.walletUrl }}',
			url: '/wallet?identity-value=n8n-credential-test',
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: {
				ignore: true,
				except: [...REDIRECTS, 401, 403, 405, 429, 500, 502, 503, 504],
			},
		},
		rules: [
			{
				type: 'responseCode',
				properties: { value: 401, message: 'AIR did not accept the client ID and the secret' },
			},
		],
	};
}
