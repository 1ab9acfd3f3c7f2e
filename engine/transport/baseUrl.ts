import { itemError } from '../fields/itemError';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Checks a credential's base URL: https, except for a loopback host.
 *
 * @returns the URL without a trailing slash
 * @throws ItemError in words for the user
 */
export function checkedBaseUrl(value: unknown, vendor: string): string {
	const text = typeof value === 'string' ? value.trim() : '';
	let url: URL;
	try {
		url = new URL(text);
	} catch {
		throw itemError(
			`The base URL of the ${vendor} credential is not an address`,
			'Open the credential and give it the full address, beginning with https://',
		);
	}
	const safe =
		url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
	if (!safe || url.username || url.password || url.search || url.hash) {
		throw itemError(
			`The base URL of the ${vendor} credential must begin with https:// and hold no sign-in, query or #`,
			'Correct the base URL in the credential. Plain http is allowed for this machine only (localhost)',
		);
	}
	return text.replace(/\/+$/, '');
}
