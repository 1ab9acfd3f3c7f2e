import omit from 'lodash/omit';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { InvalidPayloadError } from './payload';

/** Bytes of a callback: 5,000 entries of usual size. n8n takes 16 MB, which nobody can go through without a pause. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** What n8n adds to Node's request. */
interface ParsedRequest {
	method?: string;
	/** Media type in lower case, without parameters. */
	contentType?: string;
	/** Charset. */
	encoding?: string;
	rawBody?: Buffer;
}

/** What a callback brings. */
export interface Payload {
	value: unknown;
	bytes: number;
}

/**
 * What a callback brings: for a GET its query, otherwise the JSON of its body, whatever the media type says. n8n
 * parses `application/json` only; of anything else it keeps the bytes.
 *
 * @param secretName query parameter that is no part of it
 * @throws InvalidPayloadError for a body that is no JSON, or too large
 */
export function readPayload(webhook: IWebhookFunctions, secretName?: string): Payload {
	const { method, contentType, encoding, rawBody } = webhook.getRequestObject() as ParsedRequest;
	if (method === 'GET')
		return { value: omit(webhook.getQueryData() as IDataObject, secretName ?? []), bytes: 0 };
	const bytes = rawBody?.length ?? 0;
	if (bytes > MAX_BODY_BYTES) {
		throw new InvalidPayloadError(
			`Too large: ${bytes} bytes. Send no more than ${MAX_BODY_BYTES} at a time`,
			413,
		);
	}
	if (contentType === 'application/json') return { value: webhook.getBodyData(), bytes };
	if (!rawBody?.length) throw new InvalidPayloadError('The body is empty');
	return { value: parse(decode(rawBody, encoding), contentType), bytes };
}

function decode(bytes: Buffer, charset = 'utf-8'): string {
	try {
		return new TextDecoder(charset).decode(bytes);
	} catch {
		return new TextDecoder().decode(bytes);
	}
}

function parse(text: string, contentType?: string): unknown {
	const candidates = [text];
	// JSON that was encoded as a form has: as the form's only name, or as its only value.
	if (contentType === 'application/x-www-form-urlencoded') {
		const fields = [...new URLSearchParams(text)];
		if (fields.length === 1) candidates.push(...fields[0]!);
	}
	for (const candidate of candidates) {
		try {
			const value = JSON.parse(candidate) as unknown;
			if (typeof value === 'object' && value !== null) return value;
		} catch {
			// The next one may be it.
		}
	}
	throw new InvalidPayloadError('The body is not JSON');
}
