import type { ICredentialType } from 'n8n-workflow';

import { secretProperties } from '../engine/webhooks/secretCredential';

export class SessionMWebhookApi implements ICredentialType {
	name = 'sessionMWebhookApi';

	displayName = 'SessionM Webhook API';

	documentationUrl = 'https://docs.sessionm.com/developer/';

	icon = { light: 'file:../icons/sessionM.svg', dark: 'file:../icons/sessionM.dark.svg' } as const;

	properties = secretProperties('SessionM');
}
