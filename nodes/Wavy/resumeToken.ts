/**
 * What travels with a question and comes back with its answer, so that the trigger can resume the
 * execution that waits: execution, node, when it was asked, and n8n's signature over the three. No
 * address travels along, and none that comes in is ever called.
 */
export interface ResumeToken {
	/** Digits. */
	executionId: string;
	nodeId: string;
	/** Milliseconds since 1970; tells one question of a node and execution from the next. */
	askedAt: number;
	/** Hexadecimal. */
	signature: string;
}

/** Query parameter that n8n puts its signature into. */
const SIGNATURE = 'signature';

/** Query parameter that tells the question; it is part of what n8n signs. */
export const ASKED = 'asked';

const PREFIX = 'n8nw';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Takes apart an address that n8n has signed: `<base>/<execution>/<node>?asked=…&signature=…`. */
export function resumeTokenOf(signedResumeUrl: string): ResumeToken {
	const { pathname, searchParams } = new URL(signedResumeUrl);
	const [executionId = '', nodeId = ''] = pathname.split('/').slice(-2).map(decodeURIComponent);
	return {
		executionId,
		nodeId,
		askedAt: Number(searchParams.get(ASKED)),
		signature: searchParams.get(SIGNATURE) ?? '',
	};
}

/** The path below the base of waiting webhooks, in the very form that n8n has signed (n8n 6.7). */
export function resumePath({ executionId, nodeId, askedAt, signature }: ResumeToken): string {
	return `/${executionId}/${encodeURIComponent(nodeId)}?${ASKED}=${askedAt}&${SIGNATURE}=${signature}`;
}

/** Short, since the length of a correlation id is not documented: about 85 characters. */
export function encodeResumeToken({
	executionId,
	nodeId,
	askedAt,
	signature,
}: ResumeToken): string {
	const node = UUID.test(nodeId)
		? `u${Buffer.from(nodeId.replaceAll('-', ''), 'hex').toString('base64url')}`
		: `t${Buffer.from(nodeId).toString('base64url')}`;
	return [
		PREFIX,
		executionId,
		askedAt.toString(36),
		node,
		Buffer.from(signature, 'hex').toString('base64url'),
	].join('.');
}

/** A token as `encodeResumeToken` writes it: execution, time, node, signature. */
const TOKEN =
	/\bn8nw\.(\d{1,19})\.([0-9a-z]{1,10})\.([ut])([A-Za-z0-9_-]{1,200})\.([A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])/;

/** Reads what `encodeResumeToken` wrote, out of a correlation id or an extra info; undefined for anything else. */
export function decodeResumeToken(text: unknown): ResumeToken | undefined {
	if (typeof text !== 'string') return undefined;
	const match = TOKEN.exec(text);
	if (!match) return undefined;
	const [written, executionId = '', askedAt = '', kind, node = '', signature = ''] = match;
	const bytes = Buffer.from(node, 'base64url');
	const token: ResumeToken = {
		executionId,
		nodeId:
			kind === 'u'
				? bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
				: bytes.toString(),
		askedAt: Number.parseInt(askedAt, 36),
		signature: Buffer.from(signature, 'base64url').toString('hex'),
	};
	// Nothing but what was written here: neither a path of dots nor a second spelling of a token.
	if (/^\.{0,2}$/.test(token.nodeId) || encodeResumeToken(token) !== written) return undefined;
	return token;
}
