import { createHash, timingSafeEqual } from 'crypto';
import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IDataObject,
	INodeCredentialTestResult,
	INodeProperties,
	IWebhookFunctions,
} from 'n8n-workflow';

/** Where a caller shows that it knows the secret. */
export interface SecretPlace {
	placement: 'header' | 'query';
	/** Name of the header or the query parameter. */
	name: string;
	secret: string;
}

/** Compares in a time that tells nothing of where two texts differ. */
export function equalInConstantTime(a: string, b: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(a), digest(b));
}

/** Whether a call shows the secret; a secret that is not set is shown by nobody. */
export function showsSecret(webhook: IWebhookFunctions, { placement, name, secret }: SecretPlace): boolean {
	const given = placement === 'header' ? (webhook.getHeaderData() as IDataObject)[name.toLowerCase()] : (webhook.getQueryData() as IDataObject)[name];
	// A name or value given twice arrives as a list.
	return secret !== '' && typeof given === 'string' && equalInConstantTime(given, secret);
}

/** The secret of a webhook credential with `placement`, `name` and `secret`. */
export function secretPlace(credential: ICredentialDataDecryptedObject): SecretPlace {
	const { placement, name, secret } = credential;
	return { placement: placement === 'query' ? 'query' : 'header', name: String(name), secret: String(secret ?? '') };
}

/**
 * The properties of a webhook credential.
 *
 * @param name of the query parameter or header, unless the user gives another
 */
export function webhookSecretProperties(name: string): INodeProperties[] {
	return [
		{
			displayName: 'Placement',
			name: 'placement',
			type: 'options',
			default: 'query',
			description: 'Where callbacks carry the secret',
			options: [
				{ name: 'Header', value: 'header', description: 'In a header, if the vendor can be asked to send one' },
				{ name: 'Query', value: 'query', description: 'In the address itself, which every vendor can call' },
			],
		},
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			required: true,
			default: name,
			description: 'Name of the header or of the query parameter',
		},
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'A long random text that only you and the vendor know',
		},
	];
}

/** Least characters of a secret that cannot be guessed by trying. */
const LEAST_SECRET = 8;

/** Checks a webhook credential on its own, since there is nothing to call. */
export async function webhookSecretTest(
	this: ICredentialTestFunctions,
	{ data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const { name, secret } = data ?? {};
	if (typeof name !== 'string' || !/^[\w-]+$/.test(name)) {
		return { status: 'Error', message: 'The name may hold letters, digits, hyphens and underscores' };
	}
	if (typeof secret !== 'string' || secret.length < LEAST_SECRET) {
		return { status: 'Error', message: `Make the secret at least ${LEAST_SECRET} characters long` };
	}
	return { status: 'OK', message: 'The secret can be used' };
}
