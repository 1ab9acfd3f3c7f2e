import './n8nEnvironment.mts';

import { Credentials } from 'n8n-core';
import {
	ICredentialsHelper,
	type IAuthenticateGeneric,
	type ICredentialDataDecryptedObject,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeProperties,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { credentialClasses } from './packClasses.mts';

/** n8n's own rules for credentials (its CredentialsHelper), over a store in memory. */
export class CredentialStore extends ICredentialsHelper {
	/** How often a credential was written back, which n8n does with every new token. */
	updates = 0;

	constructor(readonly data: Record<string, ICredentialDataDecryptedObject>) {
		super();
	}

	getParentTypes() {
		return [];
	}

	isCredentialUsableByNode() {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		options: IHttpRequestOptions,
	) {
		const { authenticate } = credentialClasses[typeName]!;
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		// The one generic form in this pack: headers that hold a field of the credential.
		const { headers = {} } = (authenticate as IAuthenticateGeneric | undefined)?.properties ?? {};
		const filled = Object.entries(headers).map(([name, value]) => {
			const field = /^=\{\{ \$credentials\.(\w+) \}\}$/.exec(String(value))![1]!;
			return [name, credentials[field]];
		});
		return { ...options, headers: { ...options.headers, ...Object.fromEntries(filled) } };
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		_node: INode,
		credentialsExpired: boolean,
	) {
		const type = credentialClasses[typeName]!;
		const expirable = type.properties.find(
			(p) => p.type === 'hidden' && p.typeOptions?.expirable === true,
		);
		if (!expirable || !type.preAuthentication) return undefined;
		if (credentials[expirable.name] !== '' && !credentialsExpired) return undefined;
		const output = (await type.preAuthentication.call(
			helpers,
			credentials,
		)) as ICredentialDataDecryptedObject;
		if (output[expirable.name] === undefined) return undefined;
		await this.updateCredentials({ id: '1', name: typeName }, typeName, {
			...this.data[typeName],
			...output,
		});
		return Object.assign(credentials, output);
	}

	async runPreAuthentication() {
		return undefined;
	}

	async getCredentials(details: INodeCredentialsDetails, type: string) {
		const credentials = new Credentials({ id: details.id, name: details.name }, type);
		await credentials.setData(this.data[type]!);
		return credentials;
	}

	async getDecrypted(
		_: IWorkflowExecuteAdditionalData,
		_details: INodeCredentialsDetails,
		type: string,
	) {
		return { ...this.data[type] };
	}

	async updateCredentials(
		_details: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	) {
		this.updates++;
		this.data[type] = data;
	}

	async updateCredentialsOauthTokenData() {}

	getCredentialsProperties(type: string): INodeProperties[] {
		return credentialClasses[type]!.properties;
	}
}
