import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';

const CHUNK_CHARS = 65_536;

/** Where rows of the ledger come from. */
export interface RowSource {
	rows(): Iterable<object>;
	newest(count: number): object[];
	find?(id: string): object | undefined;
}

/**
 * Sends rows as NDJSON, one a line: `?newest=50` the last ones, newest first; `?id=…` one row in full, as JSON; any
 * other query parameter keeps the rows whose field of that name equals it; nothing: all of them, oldest first.
 */
export function sendRows(
	request: FastifyRequest,
	reply: FastifyReply,
	source: RowSource,
): FastifyReply {
	const { newest, id, ...filters } = request.query as Record<string, string>;
	if (id !== undefined && source.find) {
		const row = source.find(id);
		return row ? reply.send(row) : reply.code(404).send({ message: 'Not in the ledger' });
	}
	const rows = newest === undefined ? source.rows() : source.newest(Number(newest));
	const fields = Object.entries(filters);
	const isWanted = (row: object) =>
		fields.every(([name, value]) => String((row as Record<string, unknown>)[name]) === value);
	return reply.type('application/x-ndjson').send(Readable.from(lines(rows, isWanted)));
}

function* lines(rows: Iterable<object>, isWanted: (row: object) => boolean): Generator<string> {
	let chunk = '';
	for (const row of rows) {
		if (!isWanted(row)) continue;
		chunk += `${JSON.stringify(row)}\n`;
		if (chunk.length < CHUNK_CHARS) continue;
		yield chunk;
		chunk = '';
	}
	if (chunk !== '') yield chunk;
}
