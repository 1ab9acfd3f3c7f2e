import type { ICredentialType } from 'n8n-workflow';

import { secretProperties } from '../engine/webhooks/secretCredential';

/** The secret that callbacks must show; Wavy documents no signature (wavy 1.4). */
export class WavyWebhookApi implements ICredentialType {
	name = 'wavyWebhookApi';

	displayName = 'Wavy Webhook API';

	documentationUrl =
		'https://docs.sinch.com/technical-documentation/api-and-integrations/whatsapp-api';

	icon = { light: 'file:../icons/wavy.svg', dark: 'file:../icons/wavy.dark.svg' } as const;

	properties = secretProperties('Wavy', { placement: 'query', name: 'token' });
}
