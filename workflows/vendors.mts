/**
 * The vendors whose nodes this pack has: how their credential is filled in to reach the sandbox. One entry a
 * vendor.
 */
import type { VendorAccess } from '../sandbox/shared/control.mts';

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
export const sessionMSecret = {
	placement: 'header',
	name: 'X-Webhook-Secret',
	secret: 'sandbox-secret-of-sessionm',
};

/** The secret that the sandbox's Wavy shows when it calls. */
export const wavySecret = { placement: 'query', name: 'token', secret: 'sandbox-secret-of-wavy' };

const sessionMSettings = Object.fromEntries(
	['core', 'connect', 'pos'].flatMap((service) => [
		[`${service}ApiKey`, `sandbox-${service}-key`],
		[`${service}ApiSecret`, `sandbox-${service}-secret`],
	]),
);

/**
 * Eagle Eye's stand-in has one account, which three credentials lead to: AIR, EE Connect, and the header of
 * its events.
 */
const eagleEye = {
	name: 'eagleEye',
	sandboxSettings: {
		clientSecret: 'sandbox-secret-of-eagle-eye',
		connector: { key: 'sandbox-key-of-ee-connect' },
		events: { headerValue: 'sandbox-header-of-eagle-eye' },
	},
};

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
		credentialData: ({ baseUrl, userName, authenticationToken }) => ({
			baseUrl,
			userName,
			authenticationToken,
		}),
	},
	{
		name: 'wavy',
		sandboxSettings: { authenticationToken: 'sandbox-token-of-wavy' },
		credentialType: 'wavyWebhookApi',
		credentialName: 'Wavy webhook (sandbox)',
		credentialData: () => wavySecret,
	},
	{
		name: 'uContact',
		sandboxSettings: { apiToken: 'sandbox-token-of-ucontact' },
		credentialType: 'uContactApi',
		credentialName: 'uContact account (sandbox)',
		credentialData: ({ baseUrl, apiToken }) => ({ baseUrl, authentication: 'token', apiToken }),
	},
	{
		...eagleEye,
		credentialType: 'eagleEyeAirApi',
		credentialName: 'Eagle Eye AIR account (sandbox)',
		credentialData: ({ baseUrl, clientId, clientSecret }) => ({
			clientId,
			clientSecret,
			walletUrl: baseUrl,
			resourcesUrl: baseUrl,
			posUrl: baseUrl,
		}),
	},
	{
		...eagleEye,
		credentialType: 'eagleEyeConnectApi',
		credentialName: 'Eagle Eye Connect account (sandbox)',
		credentialData: ({ baseUrl, connectorPath, connectorKey }) => ({
			connectorUrl: `${baseUrl}${connectorPath}`,
			authToken: connectorKey,
		}),
	},
	{
		...eagleEye,
		credentialType: 'eagleEyeWebhookApi',
		credentialName: 'Eagle Eye events (sandbox)',
		credentialData: ({ headerName, headerValue }) => ({ headerName, headerValue }),
	},
];
