/** Network errors in words for the user. */
const NETWORK_ERRORS: Record<string, string> = {
	ECONNREFUSED: 'The connection was refused',
	ENOTFOUND: 'The host of the base URL was not found',
	EAI_AGAIN: 'The host of the base URL could not be looked up',
	ECONNABORTED: 'No response came within the timeout',
	ETIMEDOUT: 'No response came within the timeout',
	ECONNRESET: 'The connection was lost',
	EPIPE: 'The connection was lost',
	ERR_CANCELED: 'The execution was cancelled while the request was in flight',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate of the host is self-signed',
	CERT_HAS_EXPIRED: 'The certificate of the host has expired',
};

/** Why there was no response. Without the code: n8n replaces messages that contain an error code with its own text. */
export function describeNetworkError(code?: string): string {
	return NETWORK_ERRORS[code ?? ''] ?? 'The connection was lost';
}
