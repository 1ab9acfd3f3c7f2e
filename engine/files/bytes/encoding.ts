/** How a file's bytes stand for characters, by the names of the WHATWG Encoding Standard. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const BYTE_ORDER_MARKS: Array<{ encoding: Encoding; bytes: number[] }> = [
	{ encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
	{ encoding: 'utf-16le', bytes: [0xff, 0xfe] },
	{ encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];

/** The encoding that a file names by its first bytes, and how many these are. */
export function byteOrderMark(
	start: Uint8Array,
): { encoding: Encoding; length: number } | undefined {
	const found = BYTE_ORDER_MARKS.find(({ bytes }) => bytes.every((byte, i) => start[i] === byte));
	return found && { encoding: found.encoding, length: found.bytes.length };
}

/**
 * UTF-16 without a mark: Western text has a zero in every other byte.
 *
 * @param start the file's first block
 */
export function zeroBytesOf(start: Uint8Array): Encoding | undefined {
	const pairs = Math.floor(start.length / 2);
	let even = 0;
	let odd = 0;
	for (let i = 0; i < pairs; i++) {
		if (start[2 * i] === 0) even++;
		if (start[2 * i + 1] === 0) odd++;
	}
	const isMost = (zeros: number, others: number) => zeros > 0.4 * pairs && others < 0.1 * pairs;
	if (isMost(odd, even)) return 'utf-16le';
	return isMost(even, odd) ? 'utf-16be' : undefined;
}

/**
 * UTF-8 or Windows-1252, by the first block that is not plain ASCII: Windows-1252 text hardly ever happens to
 * have the form of UTF-8.
 *
 * @returns undefined for a block that is the same in both
 */
export function encodingOf(block: Uint8Array): Encoding | undefined {
	let characters = 0;
	let strays = 0;
	for (let i = 0; i < block.length; ) {
		const length = utf8Length(block[i]!);
		if (length === 1) {
			i++;
			continue;
		}
		const isCharacter = length > 1 && isFollowed(block, i, length);
		if (isCharacter) characters++;
		else strays++;
		i += isCharacter ? length : 1;
	}
	if (characters + strays === 0) return undefined;
	return characters >= strays ? 'utf-8' : 'windows-1252';
}

/** What the block's end cuts off may be whole: the next block tells. */
const isFollowed = (block: Uint8Array, at: number, length: number) =>
	block.subarray(at + 1, at + length).every((byte) => byte >> 6 === 0b10);

/** Bytes of a UTF-8 character by its first byte; 0 where none begins so. */
function utf8Length(byte: number): number {
	if (byte < 0x80) return 1;
	if (byte >= 0xc2 && byte < 0xe0) return 2;
	if (byte >= 0xe0 && byte < 0xf0) return 3;
	return byte >= 0xf0 && byte < 0xf5 ? 4 : 0;
}

/** How many of the bytes at a block's end belong to a character that the next block completes. */
export function cutOff(bytes: Uint8Array, encoding: Encoding): number {
	const { length } = bytes;
	if (encoding === 'windows-1252') return 0;
	if (encoding === 'utf-8') {
		for (let back = 1; back <= Math.min(3, length); back++) {
			const byte = bytes[length - back]!;
			if (byte >> 6 !== 0b10) return utf8Length(byte) > back ? back : 0;
		}
		return 0;
	}
	const odd = length % 2;
	const high = bytes[length - odd - (encoding === 'utf-16le' ? 1 : 2)];
	// The first half of a pair that makes one character.
	return high !== undefined && high >> 2 === 0xd8 >> 2 ? odd + 2 : odd;
}
