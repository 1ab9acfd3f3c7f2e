import type {
	IAuthenticate,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

import { confined, REDIRECTS } from '../engine/transport/origin';

export class EagleEyeConnectApi implements ICredentialType {
	name = 'eagleEyeConnectApi';

	displayName = 'Eagle Eye Connect API';

	documentationUrl = 'https://developer.eagleeye.com/docs/eagle-eye-connect-cdp-map';

	icon = { light: 'file:../icons/eagleEye.svg', dark: 'file:../icons/eagleEye.dark.svg' } as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Connector URL',
			name: 'connectorUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://connect.sandbox.uk.eagleeye.com/in/my-platform/1a2b3c',
			description: 'The whole address of your inbound connector, as Eagle Eye gave it to you',
		},
		{
			displayName: 'Auth Token',
			name: 'authToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'The external key of the connector. After a change at Eagle Eye, it can take ten minutes before it is accepted.',
		},
	];

	authenticate: IAuthenticate = async ({ connectorUrl, authToken }, requestOptions) => {
		const request = confined(requestOptions, [connectorUrl], 'Eagle Eye Connect');
		return { ...request, headers: { ...request.headers, 'X-Auth-Token': String(authToken) } };
	};

	/** Without a reward in it the connector answers 400 to those it knows, 401 or 403 to others (eagleEye 2.4). */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.connectorUrl }}',
			url: '',
			method: 'POST',
			body: {
				type: 'services/trigger',
				body: { identityValue: '', walletTransaction: { reference: '' }, triggers: [] },
			},
			json: true,
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: {
				ignore: true,
				except: [...REDIRECTS, 401, 403, 404, 405, 429, 500, 502, 503, 504],
			},
		},
	};
}
