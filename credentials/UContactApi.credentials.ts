import {
	type IAuthenticate,
	type ICredentialDataDecryptedObject,
	type ICredentialTestRequest,
	type ICredentialType,
	type IDataObject,
	type IHttpRequestHelper,
	type INodeProperties,
} from 'n8n-workflow';

import { confined } from '../engine/transport/origin';
import { plainRequest } from '../engine/transport/plainRequest';
import { tokenError } from '../engine/transport/token';

/** uContact (net2phone, Integra CCS): a portal-made token, or user and password exchanged for one (uContact 5.1). */
export class UContactApi implements ICredentialType {
	name = 'uContactApi';

	displayName = 'uContact API';

	documentationUrl = 'https://docs.ucontactcloud.com/developer/api/token.html';

	icon = { light: 'file:../icons/ucontact.svg', dark: 'file:../icons/ucontact.dark.svg' } as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://your-company.ucontactcloud.com',
			description:
				'Address of your uContact. It must begin with https://, unless it is on this machine.',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			default: 'token',
			description: 'How to sign in',
			options: [
				{ name: 'API Token', value: 'token', description: 'A token created in the portal' },
				{
					name: 'User and Password',
					value: 'password',
					description: 'A separate user for the API, as uContact advises',
				},
			],
		},
		{
			displayName: 'API Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			displayOptions: { show: { authentication: ['token'] } },
			description: 'The token created in the portal; it has the permissions of its user',
		},
		{
			displayName: 'User',
			name: 'user',
			type: 'string',
			required: true,
			default: '',
			displayOptions: { show: { authentication: ['password'] } },
			description: 'Name of the user',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			displayOptions: { show: { authentication: ['password'] } },
			description: 'Password of the user',
		},
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{ displayName: 'Renew At', name: 'renewAt', type: 'hidden', default: '' },
	];

	/**
	 * The header's value. Of the sign-in's answer the last element is the token, to be sent as it is
	 * (uContact 5.1); a failure is the answer `0`, with status 200.
	 */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		if (credentials.authentication !== 'password')
			return { sessionToken: `Bearer ${String(credentials.apiToken)}`, renewAt: '' };
		const form = new URLSearchParams({
			user: String(credentials.user),
			password: String(credentials.password),
		});
		const { statusCode, headers, text } = await plainRequest(this, {
			vendor: 'uContact',
			method: 'POST',
			baseUrl: credentials.baseUrl,
			path: '/Integra/resources/auth/getUserToken',
			body: form.toString(),
			headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
			secrets: [credentials.password],
		});
		const answer = statusCode === 200 ? signInAnswer(text.trim()) : undefined;
		if (typeof answer === 'object') return { sessionToken: `Basic ${answer.token}`, renewAt: '' };
		throw tokenError('uContact', 'uContact did not accept the user and password', {
			statusCode,
			headers,
			says: answer ?? 'unreadable',
		});
	}

	authenticate: IAuthenticate = async ({ baseUrl, sessionToken }, requestOptions) => {
		const request = confined(requestOptions, [baseUrl], 'uContact');
		return { ...request, headers: { ...request.headers, Authorization: String(sessionToken) } };
	};

	/**
	 * Signs in where it is by user and password. No call is documented that tells whether an API token is good: it
	 * only reaches uContact.
	 */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl }}',
			url: '/Integra/',
			method: 'GET',
			disableFollowRedirect: true,
		},
	};
}

/**
 * The last element of a JSON list is the token; `0` and `ERROR` are refusals (uContact 5.1, 5.7). Undefined for
 * anything else.
 */
function signInAnswer(text: string): { token: string } | 'refused' | undefined {
	if (text === '0' || /^"?error/i.test(text)) return 'refused';
	try {
		const answer = JSON.parse(text) as unknown;
		const token: unknown = Array.isArray(answer) ? answer.at(-1) : undefined;
		return typeof token === 'string' && token !== '' ? { token } : undefined;
	} catch {
		return undefined;
	}
}
