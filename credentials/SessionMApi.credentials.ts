import {
	UserError,
	type IAuthenticate,
	type ICredentialDataDecryptedObject,
	type ICredentialTestRequest,
	type ICredentialType,
	type IDataObject,
	type IHttpRequestHelper,
	type INodeProperties,
} from 'n8n-workflow';

import { addressOf, confined, withAddress } from '../engine/transport/origin';
import { checkParts } from '../nodes/SessionM/credentialCheck';
import { authorization, partAt, withApiKey } from '../nodes/SessionM/services';

/** The three fields of a service. */
function service(title: string, prefix: string, host: string, use: string): INodeProperties[] {
	return [
		{
			displayName: `${title} URL`,
			name: `${prefix}Url`,
			type: 'string',
			default: '',
			placeholder: `e.g. ${host}`,
			description:
				`Address of SessionM's ${title} service, for ${use}. Leave it empty if you do not use ` +
				'them. It must begin with https://, unless it is on this machine.',
		},
		{
			displayName: `${title} API Key`,
			name: `${prefix}ApiKey`,
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: `API key of the ${title} service`,
		},
		{
			displayName: `${title} API Secret`,
			name: `${prefix}ApiSecret`,
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: `API secret that belongs to the ${title} API key`,
		},
	];
}

function id(displayName: string, name: string, description: string): INodeProperties {
	return { displayName, name, type: 'string', default: '', description };
}

export class SessionMApi implements ICredentialType {
	name = 'sessionMApi';

	displayName = 'SessionM API';

	documentationUrl = 'https://docs.sessionm.com/developer/';

	icon = { light: 'file:../icons/sessionM.svg', dark: 'file:../icons/sessionM.dark.svg' } as const;

	properties: INodeProperties[] = [
		{
			displayName:
				'SessionM has three services, each with its own address and key. Fill in those that you use.',
			name: 'services',
			type: 'notice',
			default: '',
		},
		...service(
			'Core',
			'core',
			'https://api-tenant.ent-sessionm.com',
			'customers, campaigns and tags',
		),
		...service(
			'Connect',
			'connect',
			'https://domains-pod.ent-sessionm.com',
			'offers, points and events',
		),
		id('Retailer ID', 'retailerId', 'ID of the retailer (a GUID), which Connect asks for'),
		...service('POS', 'pos', 'https://cloudpos-pod.ent-sessionm.com', 'transactions'),
		id(
			'Store ID',
			'storeId',
			'ID of the store whose transactions are sent, unless the node names another',
		),
		id('Client ID', 'clientId', 'ID of the client that sends transactions, which POS asks for'),
		{
			// Stays empty, so that n8n calls preAuthentication when the credential is tested. The node's own
			// requests fill it in (`Service.check`).
			displayName: 'Checked',
			name: 'checked',
			type: 'hidden',
			typeOptions: { expirable: true },
			default: '',
		},
	];

	/** Checks each service that is filled in, since a declarative test could ask one of them only. Nothing is kept. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const faults = await checkParts(this, credentials);
		if (faults.length > 0) throw new UserError(faults.join(' '));
		return {};
	}

	/** Gives each service its own key, by the address of the request. */
	authenticate: IAuthenticate = async (credentials, requestOptions) => {
		const url = addressOf(requestOptions);
		const part = partAt(url, credentials);
		if (!part)
			throw new UserError(
				'The address belongs to none of the three SessionM services of the credential, so no key is sent there',
			);
		const request = confined(requestOptions, [credentials[part.baseUrl]], part.name);
		return {
			...withAddress(request, withApiKey(url, credentials)),
			headers: { ...request.headers, Authorization: authorization(part, credentials) },
		};
	};

	/** What counts has been checked by then; this request only gives n8n something to send. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.coreUrl || $credentials.connectUrl || $credentials.posUrl }}',
			url: '/',
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		},
	};
}
