import type { ICredentialType } from 'n8n-workflow';

import { webhookSecretProperties } from '../engine/webhooks/secret';

export class SessionMWebhookApi implements ICredentialType {
	name = 'sessionMWebhookApi';

	displayName = 'SessionM Webhook API';

	documentationUrl = 'https://docs.sessionm.com/developer/';

	icon = { light: 'file:../icons/sessionM.svg', dark: 'file:../icons/sessionM.dark.svg' } as const;

	properties = webhookSecretProperties('X-Webhook-Secret');
}
