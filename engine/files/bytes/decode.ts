import { byteOrderMark, cutOff, type Encoding, encodingOf, zeroBytesOf } from './encoding';

/** A piece of a file's text. */
export interface TextBlock {
	text: string;
	/** Where in the file it ends, in bytes; a character across this place is in the next block. */
	end: number;
	/** Whether some of its bytes are no characters: they stand in the text as U+FFFD. */
	hasStrays: boolean;
	/** Whether the file ends with it; it is empty where a character is not cut off there. */
	isLast: boolean;
}

const NOTHING = new Uint8Array(0);

/**
 * A file's text, its byte order mark dropped. That mark is believed before anything else; without one, the
 * file is UTF-8 or UTF-16 where it looks like that, and Windows-1252 otherwise.
 *
 * @param blocks in the size of `blocksOf`
 * @param chosen by the user; undefined to find it out
 * @param cuts positions at which a block ends besides, in bytes, ascending
 */
export async function* decode(
	blocks: AsyncIterable<Uint8Array>,
	chosen: Encoding | undefined,
	cuts: readonly number[] = [],
): AsyncGenerator<TextBlock> {
	const decoder = new Decoder(chosen);
	let position = 0;
	for await (const block of blocks) {
		decoder.look(block, position === 0);
		const blockEnd = position + block.length;
		for (const end of [...cuts.filter((cut) => cut > position && cut < blockEnd), blockEnd]) {
			const bytes = block.subarray(
				block.length - (blockEnd - position),
				block.length - (blockEnd - end),
			);
			position = end;
			yield { ...decoder.decode(bytes, false), end, isLast: false };
		}
	}
	yield { ...decoder.decode(NOTHING, true), end: position, isLast: true };
}

class Decoder {
	/** Undefined while all that came is the same in UTF-8 and Windows-1252. */
	private encoding: Encoding | undefined;
	/** Of the mark, still to be dropped. */
	private markBytes = 0;
	/** The beginning of a character that the last block cut off. */
	private rest: Uint8Array = NOTHING;

	constructor(private readonly chosen: Encoding | undefined) {}

	/** Finds out the encoding, as far as the block tells. */
	look(block: Uint8Array, isFirst: boolean): void {
		if (isFirst) {
			const mark = byteOrderMark(block);
			this.markBytes = mark?.length ?? 0;
			this.encoding = mark?.encoding ?? this.chosen ?? zeroBytesOf(block);
		}
		this.encoding ??= encodingOf(block);
	}

	decode(bytes: Uint8Array, isLast: boolean): { text: string; hasStrays: boolean } {
		const dropped = Math.min(this.markBytes, bytes.length);
		this.markBytes -= dropped;
		const fresh = bytes.subarray(dropped);
		const all = this.rest.length === 0 ? fresh : Buffer.concat([this.rest, fresh]);
		const encoding = this.encoding ?? 'utf-8';
		const complete = isLast ? all.length : all.length - cutOff(all, encoding);
		this.rest = all.subarray(complete);
		return toText(all.subarray(0, complete), encoding);
	}
}

/** Decoders by encoding: one that stops at bytes that are no characters, and one that goes on. */
const decoders = new Map<
	Encoding,
	Record<'strict' | 'lenient', InstanceType<typeof TextDecoder>>
>();

function decodersOf(encoding: Encoding) {
	let found = decoders.get(encoding);
	if (!found) {
		const make = (fatal: boolean) => new TextDecoder(encoding, { fatal, ignoreBOM: true });
		found = { strict: make(true), lenient: make(false) };
		decoders.set(encoding, found);
	}
	return found;
}

function toText(bytes: Uint8Array, encoding: Encoding): { text: string; hasStrays: boolean } {
	const { strict, lenient } = decodersOf(encoding);
	try {
		return { text: strict.decode(bytes), hasStrays: false };
	} catch {
		return { text: lenient.decode(bytes), hasStrays: true };
	}
}
