/** The vendors whose nodes this pack has: how their credential is filled in to reach the sandbox. One entry a vendor. */
import type { VendorAccess } from './sandbox.mts';

export interface Vendor {
	/** The vendor's name in the sandbox. */
	name: string;
	/** Settings of its account there. A fixed key keeps a saved credential valid when the sandbox starts anew. */
	sandboxSettings: Record<string, unknown>;
	/** n8n's credential type. */
	credentialType: string;
	/** What the credential is called in n8n. */
	credentialName: string;
	/** The credential's fields, from the sandbox's access to this vendor. */
	credentialData(access: VendorAccess): Record<string, unknown>;
}

/** The secret that the sandbox's SessionM shows when it calls. */
export const sessionMSecret = { placement: 'header', name: 'X-Webhook-Secret', secret: 'sandbox-secret-of-sessionm' };

const sessionMSettings = Object.fromEntries(
	['core', 'connect', 'pos'].flatMap((service) => [
		[`${service}ApiKey`, `sandbox-${service}-key`],
		[`${service}ApiSecret`, `sandbox-${service}-secret`],
	]),
);

export const vendors: Vendor[] = [
	{
		name: 'wai',
		sandboxSettings: { apiKey: 'sandbox-key-of-wai' },
		credentialType: 'waiApi',
		credentialName: 'WAI account (sandbox)',
		credentialData: ({ baseUrl, apiKey }) => ({ baseUrl, apiKey }),
	},
	{
		name: 'sessionM',
		sandboxSettings: sessionMSettings,
		credentialType: 'sessionMApi',
		credentialName: 'SessionM account (sandbox)',
		credentialData: ({ baseUrl, pointSourceId: _source, pointAccountId: _account, ...keys }) => ({
			...keys,
			coreUrl: `${baseUrl}/core`,
			connectUrl: `${baseUrl}/connect`,
			posUrl: `${baseUrl}/pos`,
		}),
	},
	{
		name: 'sessionM',
		sandboxSettings: sessionMSettings,
		credentialType: 'sessionMWebhookApi',
		credentialName: 'SessionM webhook (sandbox)',
		credentialData: () => sessionMSecret,
	},
	{
		name: 'wavy',
		sandboxSettings: { authenticationToken: 'sandbox-token-of-wavy' },
		credentialType: 'wavyApi',
		credentialName: 'Wavy account (sandbox)',
		credentialData: ({ baseUrl, userName, authenticationToken }) => ({ baseUrl, userName, authenticationToken }),
	},
	{
		name: 'ucontact',
		sandboxSettings: { apiToken: 'sandbox-token-of-ucontact' },
		credentialType: 'uContactApi',
		credentialName: 'uContact account (sandbox)',
		credentialData: ({ baseUrl, apiToken }) => ({ baseUrl, authentication: 'token', apiToken }),
	},
];
