import { sleep } from 'n8n-workflow';

/** How often answers that are being read are looked at, in milliseconds. A timer for each of them would cost more than to read it. */
const LOOK_EVERY_MS = 250;

/** Leaves out a byte order mark, as n8n does. */
const utf8 = new TextDecoder();

/** Reads answers whose headers have come. n8n's own timeout ends with these; what does not go on after them is given up here. */
export class ResponseReader {
	/** What gives up each answer that is being read, and when, in milliseconds since 1970. */
	private readonly overdue = new Map<(error: Error) => void, number>();
	private looking = false;

	/** @param timeout of the rest of an answer, in milliseconds */
	constructor(private readonly timeout: number) {}

	/** @throws what breaks the stream, or an error with the code ETIMEDOUT; the stream is left to the caller */
	async text(stream: NodeJS.ReadableStream): Promise<string> {
		const { promise, resolve, reject } = Promise.withResolvers<void>();
		const chunks: Uint8Array[] = [];
		stream.on('data', (chunk: Uint8Array) => chunks.push(chunk));
		stream.on('end', resolve);
		stream.on('error', reject);
		this.overdue.set(reject, Date.now() + this.timeout);
		if (!this.looking) void this.look();
		try {
			await promise;
		} finally {
			this.overdue.delete(reject);
		}
		// The stream outlives the answer; see Session.request.
		return utf8.decode(Buffer.concat(chunks.splice(0)));
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
