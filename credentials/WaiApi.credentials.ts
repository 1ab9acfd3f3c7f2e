import {
	type IAuthenticate,
	type ICredentialDataDecryptedObject,
	type ICredentialTestRequest,
	type ICredentialType,
	type IDataObject,
	type IHttpRequestHelper,
	type IN8nHttpFullResponse,
	type INodeProperties,
} from 'n8n-workflow';
import { z } from 'zod';

import { checkedBaseUrl } from '../engine/transport/baseUrl';
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
		const { statusCode, headers, body } = (await this.helpers.httpRequest({
			method: 'POST',
			url: `${checkedBaseUrl(credentials.baseUrl, 'WAI')}/auth/Token/apikey`,
			body: { key: credentials.apiKey },
			headers: { 'Content-Type': 'application/json; charset=utf-8' },
			json: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: 30_000,
		})) as IN8nHttpFullResponse;
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

	authenticate: IAuthenticate = async (credentials, requestOptions) => {
		checkedBaseUrl(credentials.baseUrl, 'WAI');
		return {
			...requestOptions,
			headers: { ...requestOptions.headers, Authorization: `Bearer ${String(credentials.token)}` },
		};
	};

	test: ICredentialTestRequest = {
		request: { baseURL: '={{ $credentials.baseUrl }}', url: '/api/Campaign/campaigns' },
	};
}
