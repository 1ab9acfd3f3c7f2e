import omit from 'lodash/omit';
import { UserError, type IHttpRequestOptions } from 'n8n-workflow';

import { checkedBaseUrl } from './baseUrl';

/** A request as n8n's nodes give it: the HTTP Request node (Custom API Call) says `uri` for the address (n8n 6.3). */
export type OutgoingRequest = IHttpRequestOptions & { uri?: string; rejectUnauthorized?: boolean };

/** Statuses that lead elsewhere: for a credential's test they are no success. */
export const REDIRECTS = [300, 301, 302, 303, 304, 305, 307, 308];

/** In the words of n8n's two ways to send (n8n 6.3): a redirect would carry the credential elsewhere. */
const NO_REDIRECTS = {
	disableFollowRedirect: true,
	maxRedirects: 0,
	followRedirect: false,
	followAllRedirects: false,
	sendCredentialsOnCrossOriginRedirect: false,
};

/** The address that a request goes to, without the query that `qs` adds. @throws UserError where it is none */
export function addressOf(request: OutgoingRequest): URL {
	const { baseURL = '' } = request;
	const path = request.uri ?? request.url ?? '';
	const isWhole = /^[a-z][a-z\d+.-]*:\/\//i.test(path);
	const text = isWhole || !baseURL ? path : joined(baseURL, path);
	if (!URL.canParse(text))
		throw new UserError(
			'The address of the request is not a whole address, beginning with https://',
		);
	const url = new URL(text);
	// A fragment is never sent.
	url.hash = '';
	return url;
}

/** As n8n's HTTP client does it: a base URL alone stays as it is. */
function joined(baseURL: string, path: string): string {
	return path === '' ? baseURL : `${baseURL.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

/** A request with an address in the place of its own, in whichever field its node has it. */
export function withAddress(request: OutgoingRequest, url: URL): OutgoingRequest {
	const field = request.uri === undefined ? 'url' : 'uri';
	return { ...(omit(request, 'baseURL') as OutgoingRequest), [field]: url.href };
}

/**
 * Ties a request to the origins that a credential is for, before anything secret is put into it: whoever may use a
 * credential, in HTTP Request nodes as well, can send it to no other host. What is checked is what is sent.
 *
 * @param bases the credential's base URLs; blank ones do not count
 * @param vendor as the user knows the credential
 * @throws UserError for an address elsewhere, and for a proxy of the node's own that could read along
 */
export function confined(
	request: OutgoingRequest,
	bases: unknown[],
	vendor: string,
): OutgoingRequest {
	const given = bases.filter((base) => typeof base === 'string' && base.trim() !== '');
	const origins = (given.length > 0 ? given : ['']).map(
		(base) => new URL(checkedBaseUrl(base, vendor)).origin,
	);
	const url = addressOf(request);
	if (!origins.includes(url.origin)) {
		throw new UserError(
			`The ${vendor} credential is for ${origins.join(', ')} only, so nothing of it is sent to ${url.origin}`,
		);
	}
	if (request.proxy && (url.protocol === 'http:' || skipsCertificates(request))) {
		throw new UserError(
			`A proxy could read the ${vendor} credential: use one with https only, and do not ignore SSL issues`,
		);
	}
	return { ...withAddress(request, url), ...NO_REDIRECTS };
}

function skipsCertificates({
	skipSslCertificateValidation,
	rejectUnauthorized,
	agentOptions,
}: OutgoingRequest): boolean {
	return (
		skipSslCertificateValidation === true ||
		rejectUnauthorized === false ||
		agentOptions?.rejectUnauthorized === false
	);
}
