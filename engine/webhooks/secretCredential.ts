import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
	INodeProperties,
} from 'n8n-workflow';

/** Shorter ones could be guessed. */
const LEAST_CHARACTERS = 16;

/** Name of a header, or of a query parameter that needs no encoding (RFC 9110, 5.6.2). */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/**
 * The fields of a credential for a secret that a vendor shows when it calls; `secretPlace` reads them.
 *
 * @param usual where it stands unless the user says otherwise
 */
export function secretProperties(
	vendor: string,
	usual: { placement: 'header' | 'query'; name: string } = { placement: 'header', name: 'X-Webhook-Secret' },
): INodeProperties[] {
	return [
		{
			displayName: 'Placement',
			name: 'placement',
			type: 'options',
			options: [
				{ name: 'Header', value: 'header', description: 'The secret comes in a header' },
				{ name: 'Query Parameter', value: 'query', description: 'The secret stands in the address that is called' },
			],
			default: usual.placement,
			description: `Where ${vendor} shows the secret`,
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
			description: `A long random text that only ${vendor} and you know`,
		},
	];
}

/** The test of such a credential. There is nobody to ask, as the vendor is the one that calls. */
export async function testSecret(
	this: ICredentialTestFunctions,
	{ data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const { name, secret } = (data ?? {}) as { name?: string; secret?: string };
	if (!TOKEN.test(name ?? '')) return { status: 'Error', message: 'The name is not one that a header or a query parameter can have' };
	if ((secret ?? '').length < LEAST_CHARACTERS) {
		return { status: 'Error', message: `The secret can be guessed: give it at least ${LEAST_CHARACTERS} characters` };
	}
	return { status: 'OK', message: 'The secret can be used' };
}
