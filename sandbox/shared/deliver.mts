import type { ServerResponse } from 'node:http';
import type { Arrival } from './exchange.mts';
import type { HttpResponse } from './vendor.mts';

/**
 * Ways an answer does not arrive: `reset` and `hang` send nothing, `truncate` and `stall` about half; after `hang` and
 * `stall` the connection stays.
 */
export type Damage = 'reset' | 'hang' | 'truncate' | 'stall';

interface Delivery {
	raw: ServerResponse;
	arrival: Arrival;
	answer: HttpResponse;
	damage: Damage | undefined;
}

/** Sends an answer, or damages it, and closes the request's record. */
export function deliver(delivery: Delivery): void {
	const { raw, arrival, answer, damage } = delivery;
	const { record } = arrival;
	const ledger = arrival.tenant.requests;
	arrival.inWork = false;
	if (raw.socket === null || raw.destroyed)
		return ledger.close(record, { status: null, clientGone: true });
	// The record is closed when the client goes away.
	if (damage === 'hang') return;
	if (damage === 'reset') {
		ledger.close(record, { status: null });
		raw.socket.resetAndDestroy();
		return;
	}
	const { head, body } = encode(answer);
	ledger.close(record, { status: answer.status });
	if (damage) {
		raw.writeHead(answer.status, { ...head, 'content-length': Math.max(body.length, 2) });
		raw.write(
			body.subarray(0, Math.ceil(body.length / 2)),
			() => damage === 'truncate' && raw.socket?.destroy(),
		);
		return;
	}
	raw.writeHead(answer.status, { ...head, 'content-length': body.length });
	raw.end(body);
}

function encode({ body, headers }: HttpResponse): { head: Record<string, string>; body: Buffer } {
	const text = () =>
		body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
	const bytes = Buffer.isBuffer(body) ? body : Buffer.from(text());
	const type =
		typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
	return { head: { ...(bytes.length > 0 && { 'content-type': type }), ...headers }, body: bytes };
}
