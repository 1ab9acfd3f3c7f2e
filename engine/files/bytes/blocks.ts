/** Bytes that are read, decoded and split at a time: some hundred rows, a millisecond or two of work. */
export const BLOCK_BYTES = 64 * 1024;

/**
 * The same bytes in blocks of one size, whatever the chunks: a database hands out a whole file as one, and
 * what is found out from a block must not depend on them.
 */
export async function* blocksOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	let pending: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of chunks) {
		let rest = chunk;
		while (bytes + rest.length >= BLOCK_BYTES) {
			const head = rest.subarray(0, BLOCK_BYTES - bytes);
			yield pending.length === 0 ? head : Buffer.concat([...pending, head]);
			pending = [];
			bytes = 0;
			rest = rest.subarray(head.length);
		}
		if (rest.length === 0) continue;
		pending.push(rest);
		bytes += rest.length;
	}
	if (bytes > 0) yield Buffer.concat(pending);
}
