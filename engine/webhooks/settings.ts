import type { ICredentialDataDecryptedObject, IWebhookFunctions } from 'n8n-workflow';

import type { Answer } from './answer';
import { isIpAllowed } from './ipAllowlist';
import { hasValidSecret, weaknessOf, type WebhookSecret } from './secret';

/** What a trigger's parameters say of its callers and of what they bring. */
export interface WebhookSettings {
	/** Whether the user lets in whoever knows the address. */
	isOpen: boolean;
	/** What callers must show otherwise; undefined where no credential is set. */
	secret?: WebhookSecret;
	/** Comma-separated. */
	ipAllowlist: string;
	ignoreDuplicates: boolean;
	joinCallbacks: boolean;
}

/** The credential that holds a trigger's secret, and how it is read. */
export interface SecretSource {
	credential: string;
	secretOf(data: ICredentialDataDecryptedObject): WebhookSecret;
}

/** Reads the parameters of `properties.ts`, whether they stand by themselves or among the options. */
export async function settingsOf(
	webhook: IWebhookFunctions,
	{ credential, secretOf }: SecretSource,
): Promise<WebhookSettings> {
	const options = webhook.getNodeParameter('options', {}) as Record<string, unknown>;
	const setting = (name: string, fallback: unknown) =>
		options[name] ?? webhook.getNodeParameter(name, fallback);
	// Nothing but the exact word opens: neither another spelling nor what an expression makes of it.
	const isOpen = webhook.getNodeParameter('authentication', 'secret') === 'none';
	const data = isOpen ? undefined : await webhook.getCredentials(credential).catch(() => undefined);
	return {
		isOpen,
		secret: data && secretOf(data),
		ipAllowlist: String(options.ipWhitelist ?? ''),
		ignoreDuplicates: setting('ignoreDuplicates', true) === true,
		joinCallbacks: setting('joinCallbacks', true) === true,
	};
}

const FORBIDDEN: Answer = { status: 403, message: 'Calls from this address are not allowed' };
const UNAUTHORIZED: Answer = { status: 401, message: 'The secret is missing or wrong' };

/**
 * Whether a caller may call.
 *
 * @param warn gets what the user must put right, where nobody may
 * @returns the answer to one who may not
 */
export function denial(
	webhook: IWebhookFunctions,
	{ isOpen, secret, ipAllowlist }: WebhookSettings,
	warn: (message: string) => void,
): Answer | undefined {
	const { ip, ips = [] } = webhook.getRequestObject();
	if (!isIpAllowed(ipAllowlist, [ip, ...ips])) return FORBIDDEN;
	if (isOpen) return undefined;
	if (!secret) {
		warn('No callback is accepted: choose the credential with the secret that callers must send');
		return UNAUTHORIZED;
	}
	const weakness = weaknessOf(secret);
	if (weakness !== undefined) warn(`No callback is accepted with this secret. ${weakness}`);
	return hasValidSecret(webhook, secret) ? undefined : UNAUTHORIZED;
}
