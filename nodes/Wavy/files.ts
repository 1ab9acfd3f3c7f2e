import { itemError } from '../../engine/fields/itemError';
import { requiredText } from '../../engine/fields/text';
import { isLoopback } from '../../engine/transport/baseUrl';
import type { Download } from '../shared/download';
import { wavy } from './api';

/**
 * Reads the address of a file. Plain http becomes https, but where Wavy itself is on this machine, as the sandbox is.
 *
 * @throws ItemError where it is not an address of the web
 */
export function readFileUrl(value: unknown, field: string, baseUrl: string): string {
	const url = parsed(requiredText(value, field).trim());
	if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
		throw itemError(
			`"${field}" is not an address that begins with https://`,
			`Map the address of the file to "${field}"`,
		);
	}
	const base = parsed(baseUrl);
	const isLocal = isLoopback(url) && base !== undefined && isLoopback(base);
	if (!isLocal) url.protocol = 'https:';
	return url.href;
}

function parsed(text: string): URL | undefined {
	try {
		return new URL(text);
	} catch {
		return undefined;
	}
}

/** Wavy's words in an answer that is not the file. */
export const wordsIn: Download['wordsIn'] = (text) => {
	let body: unknown = text;
	try {
		body = JSON.parse(text) as unknown;
	} catch {
		// A text says it itself.
	}
	const words = wavy.errorText({ status: 0, headers: {}, text, body, service: wavy.service });
	return words ?? (text.trim().startsWith('<') ? undefined : text.trim());
};
