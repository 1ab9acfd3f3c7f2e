import { UnexpectedResponseError } from '../../engine/operation';
import type { Service, Vendor, VendorFailure, VendorResponse } from '../../engine/vendor';

const service: Service = {
	credential: 'uContactApi',
	baseUrl: 'baseUrl',
	account: ['authentication', 'user', 'apiToken'],
	secrets: ['apiToken', 'password', 'sessionToken'],
	token: { property: 'sessionToken', renewAt: 'renewAt' },
};

/** uContact (net2phone, Integra CCS); docs/contracts/uContact.md is the contract. */
export const uContact: Vendor = {
	name: 'uContact',
	service,
	failureIn,
	errorText: ({ body }) =>
		typeof body === 'string' && body !== '' ? body.slice(0, MAX_WORDS) : undefined,
	credentialHint:
		'Check the sign-in in the credential, and that its user may use this part of uContact',
	respondsInText: true,
};

/** Characters of uContact's own words that are shown. */
const MAX_WORDS = 200;

/**
 * A failure is HTTP 200 with `0` or `ERROR` as its body (uContact 5.7).
 *
 * @throws UnexpectedResponseError for a web page: it comes from a portal or a proxy, and tells nothing of the call
 */
function failureIn({ status, body }: VendorResponse): VendorFailure | undefined {
	if (status >= 300) return undefined;
	const text = typeof body === 'string' || typeof body === 'number' ? String(body).trim() : '';
	if (text.startsWith('<')) throw new UnexpectedResponseError();
	if (text !== '0' && !/^"?(error|false)\b/i.test(text)) return undefined;
	return {
		accepted: false,
		kind: 'rejected',
		retry: false,
		message: 'uContact rejected this',
		hint: 'Check the campaign and the permissions of the user in uContact',
		vendor: text.slice(0, MAX_WORDS),
	};
}
