import { createHash, timingSafeEqual } from 'crypto';
import type { ICredentialDataDecryptedObject, IDataObject, IWebhookFunctions } from 'n8n-workflow';

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
