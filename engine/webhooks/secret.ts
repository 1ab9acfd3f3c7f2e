import { createHash, timingSafeEqual } from 'crypto';
import type { ICredentialDataDecryptedObject, IDataObject, IWebhookFunctions } from 'n8n-workflow';

/** Shorter ones could be guessed. */
export const MIN_SECRET_LENGTH = 16;

/** Name of a header, or of a query parameter that needs no encoding (RFC 9110, 5.6.2). */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/** What callers must show, and where. */
export interface WebhookSecret {
	placement: 'header' | 'query';
	/** Name of the header or the query parameter. */
	name: string;
	/** The secret, and the one before it while the vendor changes over. */
	secrets: string[];
}

/** Compares in a time that tells nothing of where two texts differ. */
export function equalInConstantTime(a: string, b: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(a), digest(b));
}

const isStrong = (secret: string): boolean => secret.trim().length >= MIN_SECRET_LENGTH;

/** Why a secret, or a part of it, lets nobody in, in words for the user; undefined where all of it is in order. */
export function weaknessOf({
	name,
	secrets,
}: Pick<WebhookSecret, 'name' | 'secrets'>): string | undefined {
	if (!TOKEN.test(name)) return 'A header or query parameter cannot have this name';
	const weak = secrets.findIndex((secret) => !isStrong(secret));
	if (weak < 0) return undefined;
	const which = weak === 0 ? 'secret' : 'previous secret';
	return `The ${which} can be guessed: give it at least ${MIN_SECRET_LENGTH} characters`;
}

/** Whether a call shows one of the secrets; those that could be guessed do not count. */
export function hasValidSecret(
	webhook: IWebhookFunctions,
	{ placement, name, secrets }: WebhookSecret,
): boolean {
	const places = (
		placement === 'header' ? webhook.getHeaderData() : webhook.getQueryData()
	) as IDataObject;
	const given = places[placement === 'header' ? name.toLowerCase() : name];
	// A name or value given twice arrives as a list.
	if (typeof given !== 'string') return false;
	// All are compared: which one it is shall not show either.
	return secrets
		.filter(isStrong)
		.map((secret) => equalInConstantTime(given, secret))
		.includes(true);
}

/** The secret of a webhook credential with `placement`, `name`, `secret` and `previousSecret`. */
export function webhookSecretOf(credential: ICredentialDataDecryptedObject): WebhookSecret {
	const { placement, name, secret, previousSecret } = credential;
	return {
		placement: placement === 'query' ? 'query' : 'header',
		name: String(name),
		secrets: secretsOf(secret, previousSecret),
	};
}

/** The current secret and, where there is one, the previous. */
export function secretsOf(current: unknown, previous: unknown): string[] {
	const texts = [current, previous].map((secret) => (typeof secret === 'string' ? secret : ''));
	return texts[1] === '' ? texts.slice(0, 1) : texts;
}
