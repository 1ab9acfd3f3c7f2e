import { sleep } from 'n8n-workflow';

import { AnswerBudget } from './answerBudget';

/**
 * How often answers that are being read are looked at, in milliseconds. A timer for each of them would cost
 * more than to read it.
 */
const LOOK_EVERY_MS = 250;

/** Leaves out a byte order mark, as n8n does. */
const utf8 = new TextDecoder();

/**
 * Reads answers whose headers have come. n8n's own timeout ends with these; what does not go on after them is
 * given up here.
 */
export class ResponseReader {
	/** What gives up each answer that is being read, and when, in milliseconds since 1970. */
	private readonly overdue = new Map<(error: Error) => void, number>();
	private looking = false;

	/** @param timeout of the rest of an answer, in milliseconds */
	constructor(private readonly timeout: number) {}

	/**
	 * @param contentType the answer's header, for its charset; UTF-8 unless it names another
	 * @returns the answer, or why it was not read to its end: its connection is to be closed then
	 * @throws what breaks the stream, or an error with the code ETIMEDOUT; the stream is left to the caller
	 */
	async read(
		stream: NodeJS.ReadableStream,
		contentType: unknown,
	): Promise<{ text: string; unreadable?: string }> {
		const { promise, resolve, reject } = Promise.withResolvers<string | void>();
		const chunks: Uint8Array[] = [];
		const budget = new AnswerBudget();
		stream.on('data', (chunk: Uint8Array) => {
			const excess = budget.take(chunk);
			if (excess === undefined) chunks.push(chunk);
			else resolve(excess);
		});
		stream.on('end', () => resolve());
		stream.on('error', reject);
		this.overdue.set(reject, Date.now() + this.timeout);
		if (!this.looking) void this.look();
		try {
			const unreadable = await promise;
			if (unreadable !== undefined) return { text: '', unreadable };
		} finally {
			this.overdue.delete(reject);
		}
		// The stream outlives the answer; see Session.request.
		return { text: decoderFor(contentType).decode(Buffer.concat(chunks.splice(0))) };
	}

	private async look(): Promise<void> {
		this.looking = true;
		while (this.overdue.size > 0) {
			await sleep(LOOK_EVERY_MS);
			const now = Date.now();
			for (const [giveUp, at] of this.overdue) {
				if (now >= at)
					giveUp(
						Object.assign(new Error('The rest of the response did not arrive in time'), {
							code: 'ETIMEDOUT',
						}),
					);
			}
		}
		this.looking = false;
	}
}

function decoderFor(contentType: unknown): InstanceType<typeof TextDecoder> {
	const [, charset] =
		/;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(typeof contentType === 'string' ? contentType : '') ??
		[];
	if (charset === undefined || /^utf-?8$/i.test(charset)) return utf8;
	try {
		return new TextDecoder(charset);
	} catch {
		return utf8;
	}
}
