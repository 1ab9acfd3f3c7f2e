import { type IWebhookFunctions, sleep } from 'n8n-workflow';

import type { ResumeResult, Resumption } from '../../engine/webhooks/resume';
import type { Reply } from './callback';
import { directPost } from './directPost';
import { decodeResumeToken, encodeResumeToken, resumePath, type ResumeToken } from './resumeToken';

/** An answer may be there before n8n has put the execution to rest; how long to look again before Wavy is asked to. */
const RETRY_AFTER_MS = [40, 80];

/** The titles of the pages that n8n shows people, where it has nothing to say to a program. */
const ENDED_PAGE = /<title>\s*No action required\s*<\/title>/i;
const INVALID_PAGE = /<title>\s*Invalid[^<]*<\/title>/i;

/** What a reply answers, where it answers a question that an execution waits with. */
export function resumeTokenIn(raw: {
	correlationId?: unknown;
	extraInfo?: unknown;
}): ResumeToken | undefined {
	const extraInfo =
		typeof raw.extraInfo === 'object' && raw.extraInfo !== null
			? JSON.stringify(raw.extraInfo)
			: raw.extraInfo;
	return decodeResumeToken(raw.correlationId) ?? decodeResumeToken(extraInfo);
}

/**
 * Takes a reply to the execution that waits for it, through n8n's signed resume address on this instance. n8n checks
 * the signature; nothing of the callback says where to call.
 */
export function resumptionOf(
	webhook: IWebhookFunctions,
	token: ResumeToken,
	reply: Reply,
): Resumption {
	const { text, payload, from, receivedAt } = reply;
	const { executionId } = token;
	return {
		token: encodeResumeToken(token),
		async post() {
			for (const wait of [0, ...RETRY_AFTER_MS]) {
				if (wait > 0) await sleep(wait);
				const result = await post(webhook, token, { text, payload, from, receivedAt });
				if (result !== 'later') return result;
			}
			return 'later';
		},
		mark(json, result) {
			if (result === 'ended') return { ...json, answeredExecution: executionId };
			return result === 'unverified' ? { ...json, unverifiedExecution: executionId } : json;
		},
	};
}

async function post(
	webhook: IWebhookFunctions,
	token: ResumeToken,
	reply: object,
): Promise<ResumeResult> {
	const { socket } = webhook.getRequestObject();
	for (const { base, isOwnPort } of basesOf(webhook)) {
		try {
			const { status, text } = await directPost(
				socket,
				new URL(`${base}${resumePath(token)}`),
				JSON.stringify(reply),
			);
			const result = meaningOf(status, text, isOwnPort);
			if (result) return result;
		} catch {
			// Not reachable there; the other address of this instance may be.
		}
	}
	return 'later';
}

/**
 * What n8n's waiting webhooks answer: JSON, or a page for people. At the very port that took the callback nobody but
 * n8n can answer. @returns undefined for what n8n has not said
 */
function meaningOf(status: number, body: string, isOwnPort: boolean): ResumeResult | undefined {
	const said = jsonOf(body);
	if (said?.resumed === true) return 'resumed';
	if (said?.resumed === false) return status === 403 ? 'otherSender' : 'ended';
	if (status === 200) return isOwnPort || ENDED_PAGE.test(body) ? 'ended' : undefined;
	if (status === 401)
		return isOwnPort || said || INVALID_PAGE.test(body) ? 'unverified' : undefined;
	if (!isOwnPort && !said) return undefined;
	if (status === 404) return 'unverified';
	if (status === 409) return /running/.test(String(said?.message)) ? 'later' : 'ended';
	return status >= 500 || status === 429 ? 'later' : 'ended';
}

function jsonOf(body: string): { resumed?: unknown; message?: unknown } | undefined {
	try {
		const value = JSON.parse(body) as unknown;
		return typeof value === 'object' && value !== null ? value : undefined;
	} catch {
		return undefined;
	}
}

/**
 * Where this instance takes calls to waiting executions: first the very port that took the callback,
 * which needs no way out and back in, then the address that n8n itself gives out.
 */
function basesOf(webhook: IWebhookFunctions): Array<{ base: string; isOwnPort: boolean }> {
	const resumeUrl = new URL(String(webhook.evaluateExpression('{{ $execution.resumeUrl }}', 0)));
	const path = resumeUrl.pathname.slice(0, resumeUrl.pathname.lastIndexOf('/'));
	const { socket } = webhook.getRequestObject();
	const scheme = 'encrypted' in socket && socket.encrypted ? 'https' : 'http';
	const host = socket.localFamily === 'IPv6' ? `[${socket.localAddress}]` : socket.localAddress;
	return [
		{ base: `${scheme}://${host}:${socket.localPort}${path}`, isOwnPort: true },
		{ base: `${resumeUrl.origin}${path}`, isOwnPort: false },
	];
}
