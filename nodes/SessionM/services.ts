import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Service } from '../../engine/vendor';

/** One of SessionM's services: where it is, and the key that it takes (sessionM 3.1). */
export interface SessionMService extends Service {
	name: string;
	needs: Record<string, string>;
	apiKey: string;
	apiSecret: string;
	/** Paths that only this service has. */
	paths: RegExp;
}

const credential = 'sessionMApi';

/** See `Service.check`. */
const check = 'checked';

/** Customers, campaigns, tags: `https://api-<tenant>.ent-sessionm.com`. The key stands in its paths, too. */
export const core: SessionMService = {
	name: 'SessionM Core',
	credential,
	check,
	baseUrl: 'coreUrl',
	apiKey: 'coreApiKey',
	apiSecret: 'coreApiSecret',
	needs: { coreApiKey: 'Core API Key', coreApiSecret: 'Core API Secret' },
	paths: /^\/priv\//,
};

/** Offers, points, events: `https://domains-<pod>.ent-sessionm.com`. Its bodies name the retailer. */
export const connect: SessionMService = {
	name: 'SessionM Connect',
	credential,
	check,
	baseUrl: 'connectUrl',
	apiKey: 'connectApiKey',
	apiSecret: 'connectApiSecret',
	needs: {
		connectApiKey: 'Connect API Key',
		connectApiSecret: 'Connect API Secret',
		retailerId: 'Retailer ID',
	},
	paths: /^\/(offers|incentives|transactions|catalog)\//,
};

/**
 * Transactions: `https://cloudpos-<pod>.ent-sessionm.com`. Its bodies name the store, unless the item does,
 * and the client.
 */
export const pos: SessionMService = {
	name: 'SessionM POS',
	credential,
	check,
	baseUrl: 'posUrl',
	apiKey: 'posApiKey',
	apiSecret: 'posApiSecret',
	needs: { posApiKey: 'POS API Key', posApiSecret: 'POS API Secret', clientId: 'Client ID' },
	paths: /^\/api\//,
};

export const parts: SessionMService[] = [core, connect, pos];

const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

/** Whether the credential says anything of the part. */
export function isInUse(
	part: SessionMService,
	credentials: ICredentialDataDecryptedObject,
): boolean {
	return [part.baseUrl, part.apiKey, part.apiSecret].some(
		(property) => text(credentials[property]) !== '',
	);
}

/**
 * The service that an address belongs to: the one with the longest base URL that the address begins with;
 * where services share a base URL, such as behind a gateway, the one that has the path.
 */
export function partAt(
	url: string,
	credentials: ICredentialDataDecryptedObject,
): SessionMService | undefined {
	const candidates = parts
		.map((part) => ({ part, base: text(credentials[part.baseUrl]).replace(/\/+$/, '') }))
		.filter(({ base }) => base !== '' && (url === base || url.startsWith(`${base}/`)));
	const longest = Math.max(...candidates.map(({ base }) => base.length));
	const nearest = candidates.filter(({ base }) => base.length === longest);
	return (nearest.find(({ part, base }) => part.paths.test(url.slice(base.length))) ?? nearest[0])
		?.part;
}

/** The value of the Authorization header (sessionM 3.1: Basic, `api_key:api_secret` encoded as one). */
export function authorization(
	part: SessionMService,
	credentials: ICredentialDataDecryptedObject,
): string {
	const pair = `${text(credentials[part.apiKey])}:${text(credentials[part.apiSecret])}`;
	return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** A Core address with the key in the place that the vendor's documents mark with `:api_key`. */
export function withApiKey(url: string, credentials: ICredentialDataDecryptedObject): string {
	return url.replace(
		'/apps/:api_key/',
		`/apps/${encodeURIComponent(text(credentials[core.apiKey]))}/`,
	);
}
