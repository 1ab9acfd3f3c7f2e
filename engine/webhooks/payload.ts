import { hash } from 'crypto';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { EventLoopYielder } from '../delivery/eventLoop';
import type { Payload } from './body';
import { keyOf } from './deduplicator';
import type { Resumption } from './resume';

/** Entries of a callback. No vendor documents how many it sends at a time; samples hold one to some hundred. */
export const MAX_ENTRIES = 5000;

/** Objects and lists within each other in an entry. n8n cannot store what is some thousand deep. */
export const MAX_DEPTH = 100;

/** Values in an entry: what reading one may cost, since the event loop is given back between entries only. */
export const MAX_VALUES = 20_000;

/** Bytes that the entries may have on average: already to ask a larger one for its names takes its time. */
const MAX_BYTES_PER_ENTRY = 1024 * 1024;

/** A callback that is not what the vendor sends, or that is too large; its text goes back to the caller. */
export class InvalidPayloadError extends Error {
	override readonly name = 'InvalidPayloadError';

	/** @param status HTTP status of the answer */
	constructor(
		message: string,
		readonly status = 400,
	) {
		super(message);
	}
}

/** One event of a callback. */
export interface CallbackEntry {
	/** What tells a repeat of the event from another event; an entry without is never taken for a repeat. */
	id?: string;
	/** The output item; undefined for an event that the user does not want put out. */
	json?: IDataObject;
	/** Takes it to an execution that waits for it, before the trigger's own execution is thought of. */
	resumption?: Resumption;
}

/** How a vendor's callbacks are read. */
export interface CallbackReader {
	/**
	 * The entries of a callback, not read yet.
	 *
	 * @throws InvalidPayloadError where the body is not the vendor's
	 */
	entriesOf(body: unknown): unknown[];
	/**
	 * Reads one entry; undefined for one that is no event.
	 *
	 * @throws an error where it cannot be read: it is left out, and costs the others nothing
	 */
	read(entry: unknown): CallbackEntry | undefined;
}

/** A read entry, with the key of its id. */
export interface KeyedEntry extends CallbackEntry {
	key?: string;
}

/**
 * Reads the entries of a callback in slices, so that the event loop is never held for long.
 *
 * @throws InvalidPayloadError where there are too many, or none that can be read
 */
export async function readEntries(
	webhook: IWebhookFunctions,
	reader: CallbackReader,
	{ value, bytes }: Payload,
): Promise<KeyedEntry[]> {
	const given = reader.entriesOf(value);
	if (given.length > MAX_ENTRIES) {
		throw new InvalidPayloadError(
			`Too many entries: ${given.length}. Send no more than ${MAX_ENTRIES} at a time`,
			413,
		);
	}
	if (bytes > given.length * MAX_BYTES_PER_ENTRY && given.length > 0) {
		throw new InvalidPayloadError(`Too large: an entry may have ${MAX_BYTES_PER_ENTRY} bytes`, 413);
	}
	const eventLoop = new EventLoopYielder();
	const entries: KeyedEntry[] = [];
	let fault: Error | undefined;
	for (const one of given) {
		if (eventLoop.shouldYield) await eventLoop.yieldNow();
		try {
			checkSize(one, MAX_DEPTH, MAX_VALUES);
			const entry = reader.read(one);
			// Texts that hold JSON may have been parsed.
			checkSize(entry?.json, 2 * MAX_DEPTH, 4 * MAX_VALUES);
			if (entry)
				entries.push({ ...entry, key: entry.id === undefined ? undefined : keyOf(entry.id) });
			else fault ??= new InvalidPayloadError('Not an event of the vendor');
		} catch (error) {
			fault ??= error as Error;
		}
	}
	if (!fault) return entries;
	if (entries.length === 0) {
		throw fault instanceof InvalidPayloadError
			? fault
			: new InvalidPayloadError('The callback could not be read');
	}
	const left = given.length - entries.length;
	webhook.logger.warn(
		`${left} of ${given.length} entries of a callback were skipped. The first: ${fault.message}`,
		{
			node: webhook.getNode().name,
		},
	);
	return entries;
}

/** @throws InvalidPayloadError for an entry that is too deep or too large */
function checkSize(entry: unknown, maxDepth: number, maxValues: number): void {
	let level = [entry];
	let values = 0;
	for (let depth = 0; level.length > 0; depth++) {
		if (depth > maxDepth)
			throw new InvalidPayloadError(`The entry is more than ${maxDepth} levels deep`);
		const next: unknown[] = [];
		for (const value of level) {
			if (typeof value !== 'object' || value === null) continue;
			const inner = Object.values(value) as unknown[];
			values += inner.length;
			if (values > maxValues)
				throw new InvalidPayloadError(`The entry holds more than ${maxValues} values`, 413);
			for (const one of inner) if (typeof one === 'object') next.push(one);
		}
		level = next;
	}
}

/** An id made of all that an entry holds, in whatever order: another entry, forged or not, never has the same. */
export function contentId(value: unknown): string {
	return hash('sha256', canonical(value), 'base64url');
}

/** Each text with its length before it, so that no two values are written alike. */
function canonical(value: unknown): string {
	if (typeof value === 'string') return `${value.length}"${value}`;
	if (typeof value !== 'object' || value === null) return `${String(value)};`;
	if (Array.isArray(value)) return `[${value.map(canonical).join('')}]`;
	let text = '{';
	for (const name of Object.keys(value).sort()) {
		text += `${name.length}"${name}${canonical((value as IDataObject)[name])}`;
	}
	return `${text}}`;
}

/** An id as text: of a number only where it is exact, since rounded ones are alike; undefined for anything else. */
export function idText(value: unknown): string | undefined {
	if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
	return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
