import { itemError } from '../fields/itemError';

/** Whether an address is of this machine, where plain http is allowed. */
export const isLoopback = ({ hostname }: URL): boolean => LOOPBACK.test(hostname);

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
	const safe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
	if (!safe || url.username || url.password || url.search || url.hash) {
		throw itemError(
			`The base URL of the ${vendor} credential must begin with https:// and hold no sign-in, query or #`,
			'Correct the base URL in the credential. Plain http is allowed for this machine only (localhost)',
		);
	}
	return text.replace(/\/+$/, '');
}
