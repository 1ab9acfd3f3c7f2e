import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
	INodeProperties,
} from 'n8n-workflow';

import { weaknessOf, type WebhookSecret, webhookSecretOf } from './secret';

/**
 * The fields of a credential for a secret that a vendor shows when it calls; `webhookSecretOf` reads them.
 *
 * @param usual where it stands unless the user says otherwise
 */
export function secretProperties(
	vendor: string,
	usual: { placement: 'header' | 'query'; name: string } = {
		placement: 'header',
		name: 'X-Webhook-Secret',
	},
): INodeProperties[] {
	return [
		{
			displayName: 'Placement',
			name: 'placement',
			type: 'options',
			options: [
				{ name: 'Header', value: 'header', description: 'The secret is sent in a header' },
				{
					name: 'Query Parameter',
					value: 'query',
					description: 'The secret is part of the address that is called',
				},
			],
			default: usual.placement,
			description: `Where ${vendor} sends the secret`,
		},
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			required: true,
			default: usual.name,
			description: 'Name of the header or the query parameter',
		},
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: `A random text of at least 16 characters that only ${vendor} and you know`,
		},
		previousSecretProperty(vendor, { displayName: 'Previous Secret', name: 'previousSecret' }),
	];
}

/** A second secret that lets in, while a vendor changes from one to the other. */
export function previousSecretProperty(
	vendor: string,
	naming: Pick<INodeProperties, 'displayName' | 'name'>,
): INodeProperties {
	return {
		...naming,
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: `Accepted too, until ${vendor} sends the new one. Empty it after that.`,
	};
}

/**
 * Makes the test of such a credential. There is nobody to ask, as the vendor is the one that calls.
 *
 * @param secretOf reads the credential
 */
export function secretTest(secretOf: (data: ICredentialDataDecryptedObject) => WebhookSecret) {
	return async function testSecret(
		this: ICredentialTestFunctions,
		{ data }: ICredentialsDecrypted,
	): Promise<INodeCredentialTestResult> {
		const weakness = weaknessOf(secretOf(data ?? {}));
		if (weakness !== undefined) return { status: 'Error', message: weakness };
		return { status: 'OK', message: 'The secret can be used' };
	};
}

/** The test of a credential with the fields of `secretProperties`. */
export const testSecret = secretTest(webhookSecretOf);
