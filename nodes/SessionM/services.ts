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

/** All three: one service's answer could hold another one's key. */
const secrets = ['core', 'connect', 'pos'].flatMap((part) => [`${part}ApiKey`, `${part}ApiSecret`]);

/** See `Service.check`. */
const check = 'checked';

/** Customers, campaigns, tags: `https://api-<tenant>.ent-sessionm.com`. The key stands in its paths, too. */
export const core: SessionMService = {
	name: 'SessionM Core',
	credential,
	secrets,
	check,
	baseUrl: 'coreUrl',
	account: ['coreApiKey'],
	apiKey: 'coreApiKey',
	apiSecret: 'coreApiSecret',
	needs: { coreApiKey: 'Core API Key', coreApiSecret: 'Core API Secret' },
	paths: /^\/priv\//,
};

/** Offers, points, events: `https://domains-<pod>.ent-sessionm.com`. Its bodies name the retailer. */
export const connect: SessionMService = {
	name: 'SessionM Connect',
	credential,
	secrets,
	check,
	baseUrl: 'connectUrl',
	account: ['connectApiKey'],
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
	secrets,
	check,
	baseUrl: 'posUrl',
	account: ['posApiKey'],
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
	url: URL,
	credentials: ICredentialDataDecryptedObject,
): SessionMService | undefined {
	const candidates = parts.flatMap((part) => {
		const given = text(credentials[part.baseUrl]);
		const base = URL.canParse(given) ? new URL(given) : undefined;
		const path = base?.pathname.replace(/\/+$/, '') ?? '';
		const isAbove = url.pathname === path || url.pathname.startsWith(`${path}/`);
		return base && base.origin === url.origin && isAbove ? [{ part, path }] : [];
	});
	const longest = Math.max(...candidates.map(({ path }) => path.length));
	const nearest = candidates.filter(({ path }) => path.length === longest);
	return (
		nearest.find(({ part, path }) => part.paths.test(url.pathname.slice(path.length))) ?? nearest[0]
	)?.part;
}

/** The value of the Authorization header (sessionM 3.1: Basic, `api_key:api_secret` encoded as one). */
export function authorization(
	part: SessionMService,
	credentials: ICredentialDataDecryptedObject,
): string {
	const pair = `${text(credentials[part.apiKey])}:${text(credentials[part.apiSecret])}`;
	return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** What the vendor's documents write in the place of the key. */
const API_KEY = '/apps/:api_key/';

/** A Core address with the key in its place. */
export function withApiKey(url: URL, credentials: ICredentialDataDecryptedObject): URL {
	const keyed = new URL(url);
	keyed.pathname = url.pathname.replace(
		API_KEY,
		() => `/apps/${encodeURIComponent(text(credentials[core.apiKey]))}/`,
	);
	return keyed;
}
