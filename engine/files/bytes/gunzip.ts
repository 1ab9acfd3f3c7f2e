import { itemError } from '../../fields/itemError';
import { Gunzip } from '../libraries';

/**
 * Compressed bytes that are unpacked at a time. Deflate packs a thousand bytes into one at most, so that no
 * more than some 4 MB come out of them, even of a file that is made to fill the memory.
 */
const SLICE_BYTES = 4 * 1024;

/** A file ends with the size of its last member, modulo 2^32, in four bytes. */
const SIZE_BYTES = 4;

/** Whether a file that begins so is compressed with gzip. */
export const isGzip = (start: Uint8Array): boolean => start[0] === 0x1f && start[1] === 0x8b;

/**
 * What a gzip file holds, all its members one after the other.
 *
 * @throws ItemError where the file is damaged or cut off
 */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	let unpacked: Uint8Array[] = [];
	let bytesOfMember = 0;
	let end = new Uint8Array(0);
	const stream = new Gunzip((data) => {
		bytesOfMember += data.length;
		if (data.length > 0) unpacked.push(data);
	});
	stream.onmember = () => (bytesOfMember = 0);
	const push = (slice: Uint8Array, isLast: boolean) => {
		try {
			stream.push(slice, isLast);
		} catch {
			throw damaged();
		}
		const data = unpacked;
		unpacked = [];
		return data;
	};
	for await (const chunk of chunks) {
		for (let at = 0; at < chunk.length; at += SLICE_BYTES)
			yield* push(chunk.subarray(at, at + SLICE_BYTES), false);
		end = Uint8Array.from([...end, ...chunk.slice(-SIZE_BYTES)].slice(-SIZE_BYTES));
	}
	yield* push(new Uint8Array(0), true);
	// The library takes a file that is cut off for one that is complete.
	const isWhole =
		end.length === SIZE_BYTES &&
		new DataView(end.buffer).getUint32(0, true) === bytesOfMember % 2 ** 32;
	if (!isWhole) throw damaged();
}

const damaged = () =>
	itemError(
		'The compressed file is damaged or not complete',
		'Make and upload the file again, or unpack it before this node',
	);
