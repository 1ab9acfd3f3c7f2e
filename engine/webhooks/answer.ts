import { sleep, type IWebhookFunctions, type IWebhookResponseData } from 'n8n-workflow';

/** What a caller is answered. */
export interface Answer {
	status: number;
	message: string;
	/** Seconds after which the caller may come back. */
	retryAfter?: number;
}

/** The body of n8n's own answer, with status 200. */
export const RECEIVED = { message: 'Received' };

export const SEND_AGAIN: Answer = {
	status: 503,
	message: 'Not accepted yet: please send it again',
	retryAfter: 1,
};

/** How long a caller waits for what others have begun, in milliseconds. */
const MAX_WAIT_MS = 30_000;

/** Answers at once; nothing is started. */
export function reply(
	webhook: IWebhookFunctions,
	{ status, message, retryAfter }: Answer,
): IWebhookResponseData {
	const response = webhook.getResponseObject();
	if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter));
	response.status(status).json({ message });
	return { noWebhookResponse: true };
}

/**
 * Calls back when n8n ends its answer to this caller. n8n answers after the execution is stored and, in queue mode,
 * queued, or says with a status of 400 and more that this has failed. It ends its answer also when the caller has
 * hung up, which is why not the connection is observed but the call.
 *
 * @param onEnd gets n8n's status; what it returns goes to the caller in place of n8n's answer
 */
export function onAnswerEnd(
	webhook: IWebhookFunctions,
	onEnd: (status: number) => Answer | undefined | Promise<Answer | undefined>,
): void {
	const response = webhook.getResponseObject();
	const end = response.end.bind(response) as (...args: unknown[]) => typeof response;
	response.end = ((...args: unknown[]) => {
		response.end = end as typeof response.end;
		const other = onEnd(response.statusCode);
		if (other instanceof Promise) {
			void other.catch(() => SEND_AGAIN).then((answer) => send(answer, args));
		} else {
			send(other, args);
		}
		return response;
	}) as typeof response.end;

	const send = (answer: Answer | undefined, args: unknown[]) => {
		if (!answer || response.headersSent) return end(...args);
		const body = JSON.stringify({ message: answer.message });
		response.statusCode = answer.status;
		if (answer.retryAfter !== undefined)
			response.setHeader('Retry-After', String(answer.retryAfter));
		response.setHeader('Content-Type', 'application/json; charset=utf-8');
		response.setHeader('Content-Length', Buffer.byteLength(body));
		response.removeHeader('ETag');
		return end(body);
	};
}

/** Waits for a promise, but not for ever. @returns its value, or false after that many milliseconds */
export async function within(promise: Promise<boolean>, ms = MAX_WAIT_MS): Promise<boolean> {
	const isOver = new AbortController();
	try {
		// Before n8n-workflow 2.39, `sleep` knows no signal, and the timer stays until it is over.
		const late = sleep(ms, isOver.signal).then(
			() => false,
			() => false,
		);
		return await Promise.race([promise, late]);
	} finally {
		isOver.abort();
	}
}
