import { type IN8nHttpFullResponse, type IWebhookFunctions, sleep } from 'n8n-workflow';

import type { Diversion } from '../../engine/webhooks/divert';
import type { Reply } from './callback';
import { decodeWaiting, resumePath, type Waiting } from './waiting';

/** An answer may be there before n8n has put the execution to rest; how long to look again before Wavy is asked to. */
const RETRY_AFTER_MS = [40, 80];

/** Long, since what was given up might still arrive: an n8n under load takes its time. */
const TIMEOUT_MS = 30_000;

/** What a reply answers, where it answers a question that an execution waits with. */
export function waitingFor(raw: { correlationId?: unknown; extraInfo?: unknown }): Waiting | undefined {
	const extraInfo = typeof raw.extraInfo === 'object' && raw.extraInfo !== null ? JSON.stringify(raw.extraInfo) : raw.extraInfo;
	return decodeWaiting(raw.correlationId) ?? decodeWaiting(extraInfo);
}

/**
 * Wakes the execution that waits for a reply, through n8n's signed resume address on this instance.
 * n8n checks the signature; nothing of the callback says where to call.
 */
export async function wake(webhook: IWebhookFunctions, waiting: Waiting, { text, payload, from, receivedAt }: Reply): Promise<Diversion> {
	for (const wait of [0, ...RETRY_AFTER_MS]) {
		if (wait > 0) await sleep(wait);
		const diversion = await post(webhook, waiting, { text, payload, from, receivedAt });
		if (diversion !== 'later') return diversion;
	}
	return 'later';
}

async function post(webhook: IWebhookFunctions, waiting: Waiting, body: object): Promise<Diversion> {
	for (const base of basesOf(webhook)) {
		try {
			const response = (await webhook.helpers.httpRequest({
				method: 'POST',
				url: `${base}${resumePath(waiting)}`,
				body,
				json: true,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				timeout: TIMEOUT_MS,
			})) as IN8nHttpFullResponse;
			return meaningOf(response);
		} catch {
			// Not reachable there; the other address of this instance may be.
		}
	}
	return 'later';
}

/** What n8n's waiting webhooks answer (n8n-facts 2.7). */
function meaningOf({ statusCode, body }: IN8nHttpFullResponse): Diversion {
	const said = typeof body === 'object' && body !== null ? (body as { resumed?: unknown; message?: unknown }) : {};
	if (statusCode === 200) return said.resumed === true ? 'taken' : 'notWaited';
	if (statusCode === 401) return 'refused';
	if (statusCode === 409 && /running/.test(String(said.message))) return 'later';
	return statusCode >= 500 || statusCode === 429 ? 'later' : 'notWaited';
}

/**
 * Where this instance takes calls to waiting executions: first the very port that took the callback,
 * which needs no way out and back in, then the address that n8n itself gives out.
 */
function basesOf(webhook: IWebhookFunctions): string[] {
	const resumeUrl = new URL(String(webhook.evaluateExpression('{{ $execution.resumeUrl }}', 0)));
	const path = resumeUrl.pathname.slice(0, resumeUrl.pathname.lastIndexOf('/'));
	const { socket } = webhook.getRequestObject();
	const scheme = 'encrypted' in socket && socket.encrypted ? 'https' : 'http';
	const host = socket.localFamily === 'IPv6' ? `[${socket.localAddress}]` : socket.localAddress;
	return [`${scheme}://${host}:${socket.localPort}${path}`, `${resumeUrl.origin}${path}`];
}
