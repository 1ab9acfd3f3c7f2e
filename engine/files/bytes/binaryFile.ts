import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { itemError } from '../../fields/itemError';
import { itemErrorAt } from '../itemErrorAt';

/** What is needed of n8n's helpers. */
export type BinaryHelpers = Pick<
	IExecuteFunctions['helpers'],
	'assertBinaryData' | 'getBinaryStream' | 'getBinaryMetadata'
>;

/** A file that an item carries. */
export interface BinaryFile {
	/** With its extension; empty where n8n knows none. */
	name: string;
	/** In bytes, without reading it. */
	size(): Promise<number>;
	/** Its bytes from the start: n8n has no way to open a file at an offset. `return` closes the file. */
	chunks(): AsyncGenerator<Uint8Array>;
}

/** Characters of base64 that are decoded at a time; four stand for three bytes. */
const BASE64_SLICE = 4 * 16 * 1024;

/**
 * The file in an item's binary field, wherever n8n keeps it: on disk, in the database, in S3 or Azure, or in
 * the item itself. Nothing is read yet.
 *
 * @param field its name, or the file itself where an expression gives that
 * @throws ItemError where the item has no such file
 */
export function openBinaryFile(
	helpers: BinaryHelpers,
	item: number,
	field: string | IBinaryData,
): BinaryFile {
	const binary = binaryOf(helpers, item, field);
	const { id, data } = binary;
	const name = binary.fileName ?? '';
	if (id === undefined) {
		return {
			name,
			size: async () => Buffer.byteLength(data, 'base64'),
			chunks: () => decodeBase64(data),
		};
	}
	return {
		name,
		size: async () => binary.bytes ?? (await helpers.getBinaryMetadata(id)).fileSize,
		chunks: () => readStored(helpers, id),
	};
}

function binaryOf(helpers: BinaryHelpers, item: number, field: string | IBinaryData): IBinaryData {
	try {
		return helpers.assertBinaryData(item, field);
	} catch (error) {
		const { message, description } = error as Error & { description?: string | null };
		throw itemError(
			message,
			description ?? 'Set Input Binary Field to the field that holds the file',
		);
	}
}

async function* readStored(helpers: BinaryHelpers, id: string): AsyncGenerator<Uint8Array> {
	try {
		yield* (await helpers.getBinaryStream(id)) as AsyncIterable<Uint8Array>;
	} catch (error) {
		throw itemErrorAt('n8n cannot open the file', error);
	}
}

/** Decoded piece by piece, so that the file is not in memory a second time. */
async function* decodeBase64(data: string): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < data.length; at += BASE64_SLICE)
		yield Buffer.from(data.slice(at, at + BASE64_SLICE), 'base64');
}
