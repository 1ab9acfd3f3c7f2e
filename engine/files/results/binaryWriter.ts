import { type IBinaryData, type IExecuteFunctions, sleep } from 'n8n-workflow';

import { streamOf } from './streamOf';

type PrepareBinaryData = IExecuteFunctions['helpers']['prepareBinaryData'];

/** Characters that are gathered before they are handed on. */
const PIECE_CHARACTERS = 64 * 1024;

/** Pieces that may wait for the store; who writes more is to wait. */
const MAX_PIECES = 4;

/**
 * While there is nothing to hand on, this is how often an empty chunk goes out, in milliseconds: where n8n
 * collects a file in memory first (database, S3), it gives up a stream that is silent for five minutes.
 */
const ALIVE_EVERY_MS = 1000;

/**
 * A file that grows while a node runs, handed to n8n as it does; made at the first text.
 * On disk, n8n writes it through; other stores have it whole in memory, whoever makes it.
 */
export class BinaryWriter {
	private text = '';
	private readonly pieces: Buffer[] = [];
	private stored: Promise<IBinaryData> | undefined;
	private isEnded = false;
	private hasFailed = false;
	private wake = Promise.withResolvers<void>();
	private room = Promise.withResolvers<void>();

	/** @param start what the file begins with */
	constructor(
		private readonly prepareBinaryData: PrepareBinaryData,
		private readonly fileName: string,
		private readonly mimeType: string,
		private readonly start: string,
	) {}

	write(text: string): void {
		if (!this.stored) this.open();
		this.text += text;
		if (this.text.length >= PIECE_CHARACTERS) this.handOn();
	}

	/** Resolves when there is room to write more. */
	async ready(): Promise<void> {
		while (this.pieces.length > MAX_PIECES && !this.hasFailed) await this.room.promise;
	}

	/**
	 * Completes the file.
	 *
	 * @returns undefined where nothing was written
	 * @throws what n8n's store throws, such as for a disk that is full
	 */
	async end(): Promise<IBinaryData | undefined> {
		this.handOn();
		this.isEnded = true;
		this.wake.resolve();
		return await this.stored;
	}

	private open(): void {
		this.text = this.start;
		this.stored = this.prepareBinaryData(streamOf(this.chunks()), this.fileName, this.mimeType);
		// Told by `end`; until then, nobody is to wait for room.
		this.stored.catch(() => {
			this.hasFailed = true;
			this.room.resolve();
		});
	}

	private handOn(): void {
		if (this.text === '' || this.hasFailed) return;
		this.pieces.push(Buffer.from(this.text));
		this.text = '';
		this.wake.resolve();
	}

	private async *chunks(): AsyncGenerator<Buffer> {
		for (;;) {
			const piece = this.pieces.shift();
			if (piece) {
				yield piece;
				this.room.resolve();
				this.room = Promise.withResolvers<void>();
			} else if (this.isEnded) {
				return;
			} else {
				this.wake = Promise.withResolvers<void>();
				await Promise.race([this.wake.promise, sleep(ALIVE_EVERY_MS)]);
				yield Buffer.alloc(0);
			}
		}
	}
}
