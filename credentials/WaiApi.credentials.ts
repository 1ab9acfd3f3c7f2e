import {
	type IAuthenticate,
	type ICredentialDataDecryptedObject,
	type ICredentialTestRequest,
	type ICredentialType,
	type IDataObject,
	type IHttpRequestHelper,
	type INodeProperties,
} from 'n8n-workflow';
import { z } from 'zod';

import { confined } from '../engine/transport/origin';
import { plainRequest } from '../engine/transport/plainRequest';
import { tokenError, renewalTime } from '../engine/transport/token';

/** The answer to the token call (wai 4.3). */
const tokenSchema = z.discriminatedUnion('authenticated', [
	z.object({ authenticated: z.literal(true), token: z.string().min(1), tokenExpires: z.string() }),
	z.object({ authenticated: z.literal(false) }),
]);

export class WaiApi implements ICredentialType {
	name = 'waiApi';

	displayName = 'WAI API';

	documentationUrl = 'https://support.wiraya.com/en/articles/3016814-api-specification';

	icon = { light: 'file:../icons/wai.svg', dark: 'file:../icons/wai.dark.svg' } as const;

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'The API key that Wiraya gave you',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://api.wiraya.ai',
			description: 'Address of the API. It must begin with https://, unless it is on this machine.',
		},
		{
			displayName: 'Token',
			name: 'token',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{
			displayName: 'Renew At',
			name: 'renewAt',
			type: 'hidden',
			default: '',
		},
	];

	/** Exchanges the API key for a token. n8n calls it when there is none or it was refused, and keeps what it returns. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const { baseUrl, apiKey } = credentials;
		const { statusCode, headers, body } = await plainRequest(this, {
			vendor: 'WAI',
			method: 'POST',
			baseUrl,
			path: '/auth/Token/apikey',
			body: { key: apiKey },
			headers: { 'Content-Type': 'application/json; charset=utf-8' },
			secrets: [apiKey],
		});
		const answer = tokenSchema.safeParse(body).data;
		if (statusCode === 200 && answer?.authenticated) {
			return { token: answer.token, renewAt: renewalTime(answer.tokenExpires, headers.date) };
		}
		throw tokenError('WAI', 'WAI did not accept the API key', {
			statusCode,
			headers,
			says: answer ? 'refused' : 'unreadable',
		});
	}

	authenticate: IAuthenticate = async ({ baseUrl, token }, requestOptions) => {
		const request = confined(requestOptions, [baseUrl], 'WAI');
		return {
			...request,
			headers: { ...request.headers, Authorization: `Bearer ${String(token)}` },
		};
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl }}',
			url: '/api/Campaign/campaigns',
			disableFollowRedirect: true,
		},
	};
}
